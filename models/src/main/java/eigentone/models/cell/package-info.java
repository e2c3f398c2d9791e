/// The catalogue of playable cells.
@NullMarked
package eigentone.models.cell;

import org.jspecify.annotations.NullMarked;
