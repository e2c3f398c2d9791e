/// The frozen program: what a definition becomes, with its printed form.
@NullMarked
package eigentone.engine.program;

import org.jspecify.annotations.NullMarked;
