package eigentone.models.train.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// L-BFGS: Newton steps with a curvature guessed from the last few steps. For small networks and
/// objectives without noise, where it needs far fewer evaluations than step rules.
///
///     direction: q = grad; for pairs (s, y), newest first: a = s'q / y's, q = q - a y
///                r = (s'y / y'y) q of the newest; oldest first: r = r + (a - y'r / y's) s;  -r
///     step: strong Wolfe conditions along it, 1 tried first
///
/// with s the change of the weights and y that of the gradient. Source: J. Nocedal and S. J. Wright,
/// "Numerical optimization", 2nd edition, 2006, algorithms 7.4 and 7.5. Owned by one thread.
public final class Lbfgs {
    /// @param memory how many pairs are kept, 1 or more; 10 is common
    /// @param c1 decrease that is asked for, 1e-4 in the book
    /// @param c2 flatness that is asked for, above c1 and below 1; 0.9 in the book
    /// @param evaluations of the objective in one step, at most
    public record Settings(int memory, double c1, double c2, int evaluations) {
        /// @throws IllegalArgumentException without memory
        public Settings {
            if (memory < 1) {
                throw new IllegalArgumentException(
                        "lbfgs 'memory': expected 1 or more, got " + memory);
            }
        }

        /// 10 pairs, the book's constants, 20 evaluations.
        public static Settings usual() {
            return new Settings(10, 1e-4, 0.9, 20);
        }
    }

    /// A step and what it did to the gradient, rounded to float as in a checkpoint.
    private record Pair(double[] s, double[] y, double product) {}

    private final List<Tensor> tensors;
    private final Settings settings;
    private final WolfeSearch search;
    private final List<Pair> pairs = new ArrayList<>();
    private final float[][] gradient;
    private @Nullable Objective known;
    private double[] knownWeights = {};
    private double knownLoss;
    private boolean finished;

    /// @throws IllegalArgumentException unless 0 < c1 < c2 < 1 and there is an evaluation
    public Lbfgs(List<Tensor> tensors, Settings settings) {
        this.tensors = Tensor.distinct(tensors);
        this.settings = settings;
        search = new WolfeSearch(settings.c1, settings.c2, settings.evaluations);
        gradient = Tensor.zeros(tensors);
    }

    /// One step: changes `weights` and returns the loss there, which is never above that before.
    ///
    /// @return the loss; NaN or infinite when it was so at the start, and nothing was changed
    /// @throws IllegalArgumentException for arrays of other lengths
    public double step(Objective objective, float[][] weights) {
        Tensor.check("weights", tensors, weights);
        double[] x = Flat.of(weights);
        if (!objective.equals(known) || !Arrays.equals(x, knownWeights)) {
            known = null;
            knownLoss = objective.evaluate(weights, gradient);
        }
        double[] g = Flat.of(gradient), direction = direction(g);
        double slope = Flat.dot(g, direction);
        if (!downhill(slope)) {
            pairs.clear();
            direction = direction(g);
            slope = Flat.dot(g, direction);
        }
        if (!downhill(slope) || !Double.isFinite(knownLoss)) {
            finished = true;
            return knownLoss;
        }
        boolean steepest = pairs.isEmpty();
        // Without a guess of the curvature, go as far as 1 or less in all weights together.
        double first = steepest ? Math.min(1, 1 / norm1(g)) : 1;
        known = null;
        Line line = new Line(objective, weights, x, direction);
        WolfeSearch.Point start = new WolfeSearch.Point(0, knownLoss, slope);
        WolfeSearch.Point found = search.search(line, start, first);
        if (line.last != found.at()) {
            found = line.evaluate(found.at());
        }
        knownLoss = found.value();
        known = objective;
        knownWeights = Flat.of(weights);
        // What steepest descent cannot lower either is as low as rounded weights can be.
        finished = found.at() == 0 && steepest;
        if (found.at() == 0) {
            pairs.clear();
        } else {
            remember(x, g);
        }
        return knownLoss;
    }

    private static boolean downhill(double slope) {
        return slope < 0 && slope > Double.NEGATIVE_INFINITY;
    }

    /// The objective from `x` on along `direction`: the weights and the gradient are those of the
    /// place that was looked at last.
    private final class Line implements WolfeSearch.Line {
        private final Objective objective;
        private final float[][] weights;
        private final double[] x;
        private final double[] direction;
        private double last = Double.NaN;

        Line(Objective objective, float[][] weights, double[] x, double[] direction) {
            this.objective = objective;
            this.weights = weights;
            this.x = x;
            this.direction = direction;
        }

        @Override
        public WolfeSearch.Point evaluate(double at) {
            last = at;
            Flat.step(x, at, direction, weights);
            double loss = objective.evaluate(weights, gradient);
            return new WolfeSearch.Point(at, loss, Flat.dot(Flat.of(gradient), direction));
        }
    }

    private double[] direction(double[] g) {
        double[] q = g.clone(), a = new double[pairs.size()];
        for (int i = pairs.size() - 1; i >= 0; i--) {
            Pair pair = pairs.get(i);
            a[i] = Flat.dot(pair.s, q) / pair.product;
            Flat.add(q, -a[i], pair.y);
        }
        double scale = -1;
        if (!pairs.isEmpty()) {
            Pair newest = pairs.getLast();
            scale = -newest.product / Flat.dot(newest.y, newest.y);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] *= scale;
        }
        for (int i = 0; i < a.length; i++) {
            Pair pair = pairs.get(i);
            Flat.add(q, -a[i] - Flat.dot(pair.y, q) / pair.product, pair.s);
        }
        return q;
    }

    private static double norm1(double[] g) {
        double sum = 0;
        for (double v : g) {
            sum += Math.abs(v);
        }
        return sum;
    }

    private void remember(double[] before, double[] gradientBefore) {
        double[] s = knownWeights.clone(), y = Flat.of(gradient);
        for (int i = 0; i < s.length; i++) {
            s[i] = (float) (s[i] - before[i]);
            y[i] = (float) (y[i] - gradientBefore[i]);
        }
        add(s, y);
    }

    private void add(double[] s, double[] y) {
        double product = Flat.dot(s, y);
        // Rounding, or a search that was cut short: such a pair says that the function bends down.
        if (product > 1e-10 * Math.sqrt(Flat.dot(s, s) * Flat.dot(y, y))) {
            if (pairs.size() == settings.memory) {
                pairs.removeFirst();
            }
            pairs.add(new Pair(s, y, product));
        }
    }

    /// Whether the last step could not go down any more: a minimum, within the weights' rounding,
    /// or a loss that is not a number.
    public boolean finished() {
        return finished;
    }

    /// What it remembers; copies. An [Objective] is not part of it.
    public Saved save() {
        Saved saved = Saved.empty().with("pairs", pairs.size());
        for (int i = 0; i < pairs.size(); i++) {
            for (boolean step : new boolean[] {true, false}) {
                float[][] arrays = Tensor.zeros(tensors);
                Flat.write(step ? pairs.get(i).s : pairs.get(i).y, arrays);
                saved.with((step ? "step" : "change") + i, tensors, arrays);
            }
        }
        return saved;
    }

    /// Continues where [#save] was called, with weights as they were there.
    ///
    /// @throws IllegalArgumentException naming what is missing or has another length
    public void restore(Saved saved) {
        pairs.clear();
        known = null;
        finished = false;
        long count = saved.count("pairs");
        for (int i = 0; i < count; i++) {
            float[][] s = Tensor.zeros(tensors), y = Tensor.zeros(tensors);
            saved.into("step" + i, tensors, s);
            saved.into("change" + i, tensors, y);
            add(Flat.of(s), Flat.of(y));
        }
    }
}
