/// What is measured: single kernels and whole patches, each with its speed and its error.
@NullMarked
package eigentone.bench.figure;

import org.jspecify.annotations.NullMarked;
