/// What changes while training goes on, and what watches over it: rates, stopping, clipping,
/// averages.
@NullMarked
package eigentone.models.train.schedule;

import org.jspecify.annotations.NullMarked;
