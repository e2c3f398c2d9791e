/// Cells whose gates decide what is kept: GRU and LSTM.
@NullMarked
package eigentone.models.cell.gated;

import org.jspecify.annotations.NullMarked;
