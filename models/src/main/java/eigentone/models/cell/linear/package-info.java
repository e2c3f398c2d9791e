/// Linear cells: resonators, modes and autoregression.
@NullMarked
package eigentone.models.cell.linear;

import org.jspecify.annotations.NullMarked;
