package eigentone.models.online;

import java.util.Arrays;

/// Learns a linear map from examples, one after the other, and forgets old ones slowly.
///
///     g = P x,  k = g / (f + x'g)                      gain
///     W' = W + (d - W x) k'                            weights, one row per output
///     P' = (P - g g' / (f + x'g)) / f                  inverse of the inputs' correlation
///     P(0) = I / ridge,  W(0) = 0
///
/// After n examples W is the least of sum f^(n-i) |d(i) - W x(i)|^2 + ridge f^n |W|^2. P stays exactly
/// symmetric, since only one triangle is computed. Forgetting what is not replaced would let P grow
/// without end; where its trace would pass 100 times that of the start, a step does not forget.
///
/// Source: S. Haykin, "Adaptive Filter Theory", 4th edition, 2002, chapter 9 (table 9.1).
public final class RecursiveLeastSquares {
    private static final double MOST_GROWTH = 100;

    private final int inputs;
    private final int outputs;
    private final double forgetting;
    private final double ridge;
    private final double[] weights;
    private final double[] p;
    private final double[] g;
    private long examples;

    /// @param forgetting 0.5..1: what an example counts when the next one comes; 1 never forgets
    /// @param ridge above 0: how much the weights resist the first examples
    /// @throws IllegalArgumentException outside of these
    public RecursiveLeastSquares(int inputs, int outputs, double forgetting, double ridge) {
        if (inputs < 1 || outputs < 1) {
            throw new IllegalArgumentException(
                    "least squares: expected inputs and outputs, got %d and %d"
                            .formatted(inputs, outputs));
        }
        if (!(forgetting >= 0.5 && forgetting <= 1)) {
            throw new IllegalArgumentException(
                    "forgetting: expected 0.5..1, got %s; try 0.999".formatted(forgetting));
        }
        if (!(ridge >= 1e-9 && ridge <= 1e9)) {
            throw new IllegalArgumentException(
                    "ridge: expected 1e-9..1e9, got %s; try 0.001".formatted(ridge));
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.forgetting = forgetting;
        this.ridge = ridge;
        weights = new double[outputs * inputs];
        p = new double[inputs * inputs];
        g = new double[inputs];
        reset();
    }

    /// Forgets everything.
    public void reset() {
        Arrays.fill(weights, 0);
        Arrays.fill(p, 0);
        for (int i = 0; i < inputs; i++) {
            p[i * inputs + i] = 1 / ridge;
        }
        examples = 0;
    }

    /// Learns that `x` gives `target`.
    ///
    /// @throws IllegalArgumentException for other lengths, or a number that is not finite
    public void learn(double[] x, double[] target) {
        check("input", x, inputs);
        check("target", target, outputs);
        double f = trace() / forgetting > MOST_GROWTH * inputs / ridge ? 1 : forgetting;
        double power = 0;
        for (int i = 0; i < inputs; i++) {
            g[i] = dot(p, i * inputs, x);
            power += g[i] * x[i];
        }
        // Rounding may carry a power of nearly 0 below it.
        double scale = f + Math.max(0, power);
        for (int o = 0; o < outputs; o++) {
            double error = target[o] - dot(weights, o * inputs, x);
            for (int i = 0; i < inputs; i++) {
                weights[o * inputs + i] += error * (g[i] / scale);
            }
        }
        for (int i = 0; i < inputs; i++) {
            for (int j = i; j < inputs; j++) {
                double next = (p[i * inputs + j] - g[i] * g[j] / scale) / f;
                p[i * inputs + j] = next;
                p[j * inputs + i] = next;
            }
        }
        examples++;
    }

    private static void check(String what, double[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(
                    "%s: expected %d numbers, got %d".formatted(what, length, values.length));
        }
        for (double v : values) {
            if (!Double.isFinite(v)) {
                throw new IllegalArgumentException(
                        "%s: expected finite numbers, got %s".formatted(what, v));
            }
        }
    }

    private double trace() {
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
            sum += p[i * inputs + i];
        }
        return sum;
    }

    private double dot(double[] matrix, int from, double[] x) {
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
            sum += matrix[from + i] * x[i];
        }
        return sum;
    }

    /// What `x` gives, into `y`.
    public void predict(double[] x, double[] y) {
        check("input", x, inputs);
        for (int o = 0; o < outputs; o++) {
            y[o] = dot(weights, o * inputs, x);
        }
    }

    /// Row after row, one for each output; a copy.
    public double[] weights() {
        return weights.clone();
    }

    /// How much the inputs' directions are still open: the trace of P, that of the start being
    /// inputs / ridge.
    public double openness() {
        return trace();
    }

    /// Examples learnt since the start or the last [#reset].
    public long examples() {
        return examples;
    }
}
