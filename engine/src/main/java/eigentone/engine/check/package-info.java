/// Proofs that any recurrence must pass, ours and yours: the kernel against the float64 reference.
@NullMarked
package eigentone.engine.check;

import org.jspecify.annotations.NullMarked;
