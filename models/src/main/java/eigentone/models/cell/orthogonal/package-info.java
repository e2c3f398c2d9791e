/// Cells that neither gain nor lose energy.
@NullMarked
package eigentone.models.cell.orthogonal;

import org.jspecify.annotations.NullMarked;
