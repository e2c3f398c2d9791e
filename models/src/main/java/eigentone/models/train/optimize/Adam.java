package eigentone.models.train.optimize;

import java.util.List;

/// Adam: every weight goes at its own pace, by the gradient's running mean over its running size.
///
///     m = b1 m + (1 - b1) g,    v = b2 v + (1 - b2) g^2          after step t:
///     w = w - rate decay w                                        tensors that decay (AdamW)
///     w = w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
///
/// With decay 0 it is Adam. Sources: D. P. Kingma and J. Ba, arXiv:1412.6980; I. Loshchilov and F.
/// Hutter, "Decoupled weight decay regularization", arXiv:1711.05101, with the decay multiplied by
/// the rate, as in PyTorch.
public final class Adam implements Optimizer {
    /// The constants of the equations.
    ///
    /// @param b1 0 or more and below 1
    /// @param b2 0 or more and below 1
    /// @param epsilon above 0
    /// @param decay 0 or more: which part of a weight a step at rate 1 takes away
    public record Settings(double b1, double b2, double epsilon, double decay) {
        /// @throws IllegalArgumentException outside of the ranges
        public Settings {
            Rates.checkMemory("adam 'b1'", b1);
            Rates.checkMemory("adam 'b2'", b2);
            Rates.checkPositive("adam 'epsilon'", epsilon);
            Rates.checkNotNegative("adam 'decay'", decay);
        }

        /// 0.9, 0.999 and 1e-8 as in the paper, without decay.
        public static Settings usual() {
            return new Settings(0.9, 0.999, 1e-8, 0);
        }

        /// The same with another decay.
        public Settings withDecay(double decay) {
            return new Settings(b1, b2, epsilon, decay);
        }
    }

    private final List<Tensor> tensors;
    private final Settings settings;
    private final float[][] first;
    private final float[][] second;
    private long steps;

    public Adam(List<Tensor> tensors, Settings settings) {
        this.tensors = Tensor.distinct(tensors);
        this.settings = settings;
        first = Tensor.zeros(tensors);
        second = Tensor.zeros(tensors);
    }

    @Override
    public void step(float[][] weights, float[][] gradients, double rate) {
        Tensor.check("weights", tensors, weights);
        Tensor.check("gradients", tensors, gradients);
        steps++;
        double b1 = settings.b1, b2 = settings.b2;
        double pace = rate / (1 - StrictMath.pow(b1, steps));
        double correction = 1 / (1 - StrictMath.pow(b2, steps));
        for (int i = 0; i < weights.length; i++) {
            float[] w = weights[i], g = gradients[i], m = first[i], v = second[i];
            double kept = tensors.get(i).decays() ? 1 - rate * settings.decay : 1;
            for (int j = 0; j < w.length; j++) {
                double slope = g[j];
                m[j] = (float) (b1 * m[j] + (1 - b1) * slope);
                v[j] = (float) (b2 * v[j] + (1 - b2) * slope * slope);
                double size = Math.sqrt(v[j] * correction) + settings.epsilon;
                w[j] = (float) (kept * w[j] - pace * m[j] / size);
            }
        }
    }

    @Override
    public Saved save() {
        return Saved.empty()
                .with("first", tensors, first)
                .with("second", tensors, second)
                .with("steps", steps);
    }

    @Override
    public void restore(Saved saved) {
        saved.into("first", tensors, first);
        saved.into("second", tensors, second);
        steps = saved.count("steps");
    }
}
