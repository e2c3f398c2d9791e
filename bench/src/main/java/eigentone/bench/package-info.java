/// Benchmarks and side-by-side runs: what is fast, by how much, and how to repeat it.
@NullMarked
package eigentone.bench;

import org.jspecify.annotations.NullMarked;
