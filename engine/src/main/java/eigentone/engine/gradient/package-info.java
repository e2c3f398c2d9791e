/// Gradients of any program: its adjoint, one step back, and the way through time.
@NullMarked
package eigentone.engine.gradient;

import org.jspecify.annotations.NullMarked;
