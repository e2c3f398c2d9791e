/// How weights are changed: step rules that need one gradient, and methods that minimise a whole
/// function.
@NullMarked
package eigentone.models.train.optimize;

import org.jspecify.annotations.NullMarked;
