/// Tasks of the literature, each learnt and scored by one command, with published figures beside
/// ours.
@NullMarked
package eigentone.bench.result;

import org.jspecify.annotations.NullMarked;
