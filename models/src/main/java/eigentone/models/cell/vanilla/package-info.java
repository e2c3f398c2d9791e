/// Cells of one saturating layer.
@NullMarked
package eigentone.models.cell.vanilla;

import org.jspecify.annotations.NullMarked;
