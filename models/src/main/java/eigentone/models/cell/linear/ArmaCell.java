package eigentone.models.cell.linear;

import static eigentone.engine.language.Functions.concat;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Any filter with poles and zeros, or, fed with noise, a process that wanders like it.
///
///     y_t = sum_(i=1..p) a_i y_(t-i) + sum_(j=0..q) m_j x_(t-j)
///
/// Weights `ar` = a_1..a_p and `ma` = m_0..m_q. The series is bounded if 1 - sum a_i z^i has no zero
/// within the unit circle ([ArmaDesign#stable]); at first it is a tube of p random joints, its poles
/// pulled in to a radius of 0.99 at most, and a random moving average.
///
/// Source: G. Box and G. Jenkins, "Time Series Analysis: Forecasting and Control", 1970. The moving
/// average has a factor m_0 of its own; signs as there for `ar`, plus for `ma`.
///
/// @param p how many of its own past values it hears
/// @param q how many past inputs it hears
public record ArmaCell(int p, int q) implements Recurrence {

    public static final NodeType TYPE =
            new NodeType(
                    "arma-cell",
                    "cell",
                    "Random resonances in one line: a filter that hears its own past, for up to a hundred samples.",
                    "Box and Jenkins 1970",
                    List.of(
                            new Setting.Size(
                                    "poles",
                                    1,
                                    32,
                                    8,
                                    "Past outputs that it hears: two a resonance."),
                            new Setting.Size("zeros", 0, 32, 2, "Past inputs that it hears.")),
                    s -> new ArmaCell(s.size("poles"), s.size("zeros")));

    /// The largest radius of a pole at first: e^-1 in a hundred steps.
    private static final double RADIUS = 0.99;

    /// Of the reflections k, on average. Noise gets louder by 1 / sqrt(product(1 - k^2)), about
    /// e^(sum k^2 / 2): so by 2 or 3, whatever the order.
    private static final double SUM_OF_SQUARES = 2;

    /// No joint reflects more, also where there are few.
    private static final double LARGEST_REFLECTION = 0.95;

    /// Length of the moving average, so that noise comes out about as loud as it goes in.
    private static final double LEVEL = 0.5;

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", 1), past = d.state("outputs", p);
        Vec ar = d.weight("ar", Shape.vector(p), (shape, random) -> resonances(p, random));
        Vec ma = d.weight("ma", Shape.vector(q + 1), Initial.normal(LEVEL / Math.sqrt(q + 1)));

        Vec inputs = x;
        if (q > 0) {
            Vec pastInputs = d.state("inputs", q);
            inputs = concat(x, pastInputs);
            d.next(pastInputs, inputs.slice(0, q));
        }
        Vec y = ar.dot(past).plus(ma.dot(inputs));
        d.next(past, concat(y, past).slice(0, p));
        d.output("out", y);
    }

    /// k uniform in -reach..reach, whose square is reach^2 / 3 on average.
    private static double[] resonances(int p, RandomGenerator random) {
        double reach = Math.min(LARGEST_REFLECTION, Math.sqrt(3 * SUM_OF_SQUARES / p));
        double[] k = new double[p];
        Arrays.setAll(k, i -> reach * (2 * random.nextDouble() - 1));
        double[] ar = ArmaDesign.fromReflections(k);
        // a_i r^i moves every pole z to r z.
        Arrays.setAll(ar, i -> ar[i] * Math.pow(RADIUS, i + 1));
        return ar;
    }
}
