/// Rewritings of a program on its way to a kernel, one file each.
@NullMarked
package eigentone.engine.kernel.passes;

import org.jspecify.annotations.NullMarked;
