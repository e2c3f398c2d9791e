/// Training: a recurrence, data and a loss in; weights out.
@NullMarked
package eigentone.models.train;

import org.jspecify.annotations.NullMarked;
