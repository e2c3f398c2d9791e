package eigentone.models.cell.vanilla;

import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;
import eigentone.models.cell.Cell;
import java.util.List;

/// A saturating feedback matrix: the plain recurrent network, as the literature trains it.
///
///     h' = tanh(W x + b + U h + c),  y = h'
///
/// Source: J. L. Elman, "Finding Structure in Time", Cognitive Science 14(2), 1990,
/// doi:10.1207/s15516709cog1402_1. Two biases, as PyTorch has them; their sum is what matters.
///
/// @param inputs channels of `in`
/// @param units cells, and channels of `out`
public record Elman(int inputs, int units) implements Cell {

    public static final NodeType TYPE =
            new NodeType(
                    "elman-cell",
                    "cell",
                    "The plain recurrent network of the literature, with random weights until it is trained.",
                    "Elman 1990, doi:10.1207/s15516709cog1402_1",
                    List.of(
                            new Setting.Size("inputs", 1, 16, 1, "Channels that come in."),
                            new Setting.Size(
                                    "units", 1, 128, 8, "Units, and channels that go out.")),
                    s -> new Elman(s.size("inputs"), s.size("units")));

    @Override
    public Vec next(Definition d, Vec x) {
        Vec h = d.state("h", units);
        d.next(h, tanh(d.affine(units, "input", x, "recurrent", h)));
        return d.next(h);
    }
}
