/// The float64 evaluator: slow, obvious, and the truth in every test.
@NullMarked
package eigentone.engine.reference;

import org.jspecify.annotations.NullMarked;
