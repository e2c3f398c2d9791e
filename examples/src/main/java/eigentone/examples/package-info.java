/// Small programs that use Eigentone as a library: one file and one main each.
@NullMarked
package eigentone.examples;

import org.jspecify.annotations.NullMarked;
