package eigentone.models.cell.gated;

import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sigmoid;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;
import eigentone.models.cell.Cell;
import java.util.List;

/// A memory that is written, kept and read by three gates of its own.
///
///     i  = sigmoid(W_i x + b_i + U_i h + c_i)          input gate
///     f  = sigmoid(W_f x + b_f + U_f h + c_f)          forget gate
///     g  = tanh(W_g x + b_g + U_g h + c_g)             candidate
///     o  = sigmoid(W_o x + b_o + U_o h + c_o)          output gate
///     c' = f c + i g,  h' = o tanh(c'),  y = h'
///
/// Source: Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; the forget gate is of
/// Gers, Schmidhuber and Cummins 2000, doi:10.1162/089976600300015015. No peepholes, as in PyTorch.
///
/// @param inputs channels of `in`
/// @param units cells, and channels of `out`
public record Lstm(int inputs, int units) implements Cell {

    public static final NodeType TYPE =
            new NodeType(
                    "lstm-cell",
                    "cell",
                    "The long short-term memory of the literature, with random weights until it is trained.",
                    "Hochreiter and Schmidhuber 1997; Gers et al. 2000 (forget gate)",
                    List.of(
                            new Setting.Size("inputs", 1, 16, 1, "Channels that come in."),
                            new Setting.Size(
                                    "units", 1, 128, 8, "Units, and channels that go out.")),
                    s -> new Lstm(s.size("inputs"), s.size("units")));

    @Override
    public Vec next(Definition d, Vec x) {
        Vec h = d.state("h", units), c = d.state("c", units);
        Vec i = sigmoid(d.affine(units, "input", x, "inputState", h));
        Vec f = sigmoid(d.affine(units, "forget", x, "forgetState", h));
        Vec g = tanh(d.affine(units, "candidate", x, "candidateState", h));
        Vec o = sigmoid(d.affine(units, "output", x, "outputState", h));
        d.next(c, fma(f, c, i.times(g)));
        d.next(h, o.times(tanh(d.next(c))));
        return d.next(h);
    }
}
