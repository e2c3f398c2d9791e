package eigentone.models.cell.orthogonal;

import static eigentone.engine.language.Functions.abs;
import static eigentone.engine.language.Functions.reflect;
import static eigentone.engine.language.Functions.relu;
import static eigentone.engine.language.Functions.select;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import java.util.List;

/// A network that turns its memory about and never loses it: mirrors, one behind the other.
///
///     h' = phi(W h + U x),   W = H_1 H_2 ... H_k,   H_i = I - 2 v_i v_i^T / (v_i . v_i)
///
/// W is orthogonal whatever the vectors v_i are (weights `mirror1`..`mirrork`), so without phi and
/// input the length of h stays for ever. A product costs 4 k units operations instead of 2 units^2.
///
/// Source: Mhammedi, Hellicar, Rahman and Bailey 2017, arXiv:1612.00188 (there v_i has i leading
/// zeros; we keep all entries). modReLU of Arjovsky et al. 2016, arXiv:1511.06464, on real numbers.
///
/// @param inputs channels of `in`
/// @param units states, and channels of `out`
/// @param mirrors k, 1..units
public record OrthogonalCell(int inputs, int units, int mirrors, Activation activation)
        implements Recurrence {

    public static final NodeType TYPE =
            new NodeType(
                    "orthogonal-cell",
                    "cell",
                    "A network of mirrors that forgets nothing but what saturates.",
                    "Mhammedi et al. 2017, arXiv:1612.00188",
                    List.of(
                            new Setting.Size("inputs", 1, 16, 1, "Channels that come in."),
                            new Setting.Size(
                                    "units", 2, 128, 8, "Units, and channels that go out."),
                            new Setting.Size(
                                    "mirrors",
                                    1,
                                    8,
                                    2,
                                    "Householder reflections; at most as many as units count.")),
                    s ->
                            new OrthogonalCell(
                                    s.size("inputs"),
                                    s.size("units"),
                                    Math.min(s.size("mirrors"), s.size("units")),
                                    Activation.TANH));

    /// phi.
    public enum Activation {
        /// phi(a) = a: lossless.
        NONE,
        /// phi(a) = tanh a: loud states lose energy.
        TANH,
        /// phi(a) = sign(a) max(|a| + b, 0) with weights `threshold` b: soft states lose energy
        /// where b < 0.
        MODRELU;

        /// phi of `a`, with weights of its own in `d` where it needs them.
        public Vec of(Definition d, Vec a) {
            return switch (this) {
                case NONE -> a;
                case TANH -> tanh(a);
                case MODRELU -> {
                    Vec b = d.weight("threshold", Shape.vector(a.length()), Initial.constant(0));
                    Vec size = relu(abs(a).plus(b));
                    yield select(a.lessThan(0), size.negate(), size);
                }
            };
        }
    }

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), h = d.state("h", units);
        Vec turned = h;
        for (int i = mirrors; i >= 1; i--) {
            turned = reflect(turned, mirror(d, i, units));
        }
        d.next(h, activation.of(d, turned.plus(d.linear("input", units, x, Initial.fanIn()))));
        d.output("out", d.next(h));
    }

    private static Vec mirror(Definition d, int i, int units) {
        return d.weight("mirror" + i, Shape.vector(units), Initial.normal(1));
    }
}
