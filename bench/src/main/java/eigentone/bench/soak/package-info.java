/// Long runs: what happens to a plan that plays for an hour in a busy process.
@NullMarked
package eigentone.bench.soak;

import org.jspecify.annotations.NullMarked;
