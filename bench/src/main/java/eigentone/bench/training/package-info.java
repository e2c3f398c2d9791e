/// How fast training is, beside PyTorch where it is installed.
@NullMarked
package eigentone.bench.training;

import org.jspecify.annotations.NullMarked;
