package eigentone.models.cell.linear;

import static eigentone.engine.language.Functions.cos;
import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.matvec;
import static eigentone.engine.language.Functions.sin;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import java.util.List;

/// A bank of modes, each ringing at its own frequency: the long memory of state-space models.
///
///     s_k' = L_k s_k + (B x)_k,   L_k = exp(-exp(nu_k) + i theta_k)
///     y    = Re(C s') + D x
///
/// Complex numbers are kept as vectors `re` and `im`. |L_k| < 1 whatever the weights are. Weights
/// `logDecay` nu and `angle` theta (radians per step) [modes]; `bRe`, `bIm` [modes x inputs]; `cRe`,
/// `cIm` [outputs x modes]; `d` [outputs x inputs].
///
/// Source: Gu, Gupta, Goel and Re 2022 (S4D), arXiv:2206.11893; the exponential form of the modulus
/// is of Orvieto et al. 2023 (LRU), arXiv:2303.06349. Discrete from the start, no step size.
///
/// @param inputs channels of `in`
/// @param modes complex states
/// @param outputs channels of `out`
public record DiagonalStateSpace(int inputs, int modes, int outputs) implements Recurrence {

    public static final NodeType TYPE =
            new NodeType(
                    "diagonal-state-space",
                    "cell",
                    "A row of decaying tones with random loudness: the linear layer of state-space models.",
                    "Gu et al. 2022, arXiv:2206.11893; Orvieto et al. 2023, arXiv:2303.06349",
                    List.of(
                            new Setting.Size("inputs", 1, 16, 1, "Channels that come in."),
                            new Setting.Size("modes", 1, 64, 8, "Decaying tones."),
                            new Setting.Size("outputs", 1, 16, 1, "Channels that go out.")),
                    s ->
                            new DiagonalStateSpace(
                                    s.size("inputs"), s.size("modes"), s.size("outputs")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), re = d.state("re", modes), im = d.state("im", modes);
        Shape each = Shape.vector(modes);
        Vec nu = d.weight("logDecay", each, (shape, random) -> moduli(shape.entries()));
        Vec theta = d.weight("angle", each, (shape, random) -> angles(shape.entries()));
        Vec modulus = exp(exp(nu).negate());
        Vec a = modulus.times(cos(theta)), b = modulus.times(sin(theta));

        Shape in = new Shape(modes, inputs), out = new Shape(outputs, modes);
        Vec bRe = d.weight("bRe", in, Initial.normal(1 / Math.sqrt(inputs)));
        Vec bIm = d.weight("bIm", in, Initial.normal(1 / Math.sqrt(inputs)));
        Vec cRe = d.weight("cRe", out, Initial.normal(1 / Math.sqrt(modes)));
        Vec cIm = d.weight("cIm", out, Initial.normal(1 / Math.sqrt(modes)));
        Vec direct = d.weight("d", new Shape(outputs, inputs), Initial.constant(0));

        d.next(re, fma(a, re, matvec(bRe, x)).minus(b.times(im)));
        d.next(im, fma(a, im, matvec(bIm, x)).plus(b.times(re)));
        Vec y = matvec(cRe, d.next(re), matvec(direct, x));
        d.output("out", y.minus(matvec(cIm, d.next(im))));
    }

    /// Memories of 10 to 1000 steps, evenly by ratio.
    private static double[] moduli(int n) {
        double[] nu = new double[n];
        for (int k = 0; k < n; k++) {
            nu[k] = -Math.log(10 * Math.pow(100, (k + 0.5) / n));
        }
        return nu;
    }

    /// Angles over the lower half of the spectrum, evenly, as in S4D-Lin.
    private static double[] angles(int n) {
        double[] theta = new double[n];
        for (int k = 0; k < n; k++) {
            theta[k] = Math.PI / 2 * (k + 0.5) / n;
        }
        return theta;
    }
}
