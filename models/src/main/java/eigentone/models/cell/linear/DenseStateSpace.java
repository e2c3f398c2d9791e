package eigentone.models.cell.linear;

import static eigentone.engine.language.Functions.matvec;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.models.initial.Orthogonal;
import java.util.List;

/// Every linear filter there is: resonators, combs and rooms are choices of four matrices.
///
///     h' = A h + B x,   y = C h + D x
///
/// Weights `a` [units x units], `b` [units x inputs], `c` [outputs x units], `d` [outputs x inputs];
/// at first A is random orthogonal times 0.99.
///
/// Source: R. E. Kalman, "Mathematical Description of Linear Dynamical Systems", J. SIAM Control 1(2),
/// 1963, doi:10.1137/0301010.
///
/// @param inputs channels of `in`
/// @param units states
/// @param outputs channels of `out`
public record DenseStateSpace(int inputs, int units, int outputs) implements Recurrence {

    public static final NodeType TYPE =
            new NodeType(
                    "dense-state-space",
                    "cell",
                    "A random room in a matrix: a linear filter of any shape, ringing for some hundred samples.",
                    "Kalman 1963, doi:10.1137/0301010",
                    List.of(
                            new Setting.Size("inputs", 1, 16, 1, "Channels that come in."),
                            new Setting.Size("units", 1, 64, 8, "States."),
                            new Setting.Size("outputs", 1, 16, 1, "Channels that go out.")),
                    s -> new DenseStateSpace(s.size("inputs"), s.size("units"), s.size("outputs")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), h = d.state("h", units);
        Vec a = d.weight("a", new Shape(units, units), Orthogonal.haar(0.99));
        Vec b = d.weight("b", new Shape(units, inputs), Initial.normal(1 / Math.sqrt(inputs)));
        Vec c = d.weight("c", new Shape(outputs, units), Initial.normal(1 / Math.sqrt(units)));
        Vec direct = d.weight("d", new Shape(outputs, inputs), Initial.constant(0));
        d.next(h, matvec(a, h, matvec(b, x)));
        d.output("out", matvec(c, h, matvec(direct, x)));
    }
}
