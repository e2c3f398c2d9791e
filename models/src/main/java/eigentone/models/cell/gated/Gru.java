package eigentone.models.cell.gated;

import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.sigmoid;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;
import eigentone.models.cell.Cell;
import java.util.List;

/// A memory with one gate to keep and one to forget: eight units are a guitar amplifier.
///
///     r  = sigmoid(W_r x + b_r + U_r h + c_r)          reset
///     z  = sigmoid(W_z x + b_z + U_z h + c_z)          update
///     n  = tanh(W_n x + b_n + r (U_n h + c_n))         candidate
///     h' = (1 - z) n + z h,  y = h'
///
/// Source: Cho et al. 2014, arXiv:1406.1078. The reset gate acts after the matrix product and z keeps
/// the old state, as in cuDNN and PyTorch; the paper has r inside the product and z the other way.
///
/// @param inputs channels of `in`
/// @param units cells, and channels of `out`
public record Gru(int inputs, int units) implements Cell {

    public static final NodeType TYPE =
            new NodeType(
                    "gru-cell",
                    "cell",
                    "The gated recurrent unit of the literature, with random weights until it is trained.",
                    "Cho et al. 2014, arXiv:1406.1078; reset after the product, as in cuDNN",
                    List.of(
                            new Setting.Size("inputs", 1, 16, 1, "Channels that come in."),
                            new Setting.Size(
                                    "units", 1, 128, 8, "Units, and channels that go out.")),
                    s -> new Gru(s.size("inputs"), s.size("units")));

    @Override
    public Vec next(Definition d, Vec x) {
        Vec h = d.state("h", units);
        Vec r = sigmoid(d.affine(units, "reset", x, "resetState", h));
        Vec z = sigmoid(d.affine(units, "update", x, "updateState", h));
        Vec candidateState = d.affine("candidateState", units, h);
        Vec n = tanh(fma(r, candidateState, d.affine("candidate", units, x)));
        d.next(h, lerp(n, h, z));
        return d.next(h);
    }
}
