package eigentone.models.train.optimize;

import java.util.List;

/// RMSProp: the gradient in parts of its own running size.
///
///     v = a v + (1 - a) g^2,    w = w - rate g / (sqrt(v) + epsilon)
///
/// Source: T. Tieleman and G. Hinton, "Lecture 6.5: RMSProp", Neural networks for machine learning,
/// 2012; epsilon outside of the root as in PyTorch.
public final class RmsProp implements Optimizer {
    private final List<Tensor> tensors;
    private final double memory;
    private final double epsilon;
    private final float[][] square;

    /// @param memory a, 0 or more and below 1; 0.9 in the lecture
    /// @param epsilon above 0, commonly 1e-8
    /// @throws IllegalArgumentException outside of the ranges
    public RmsProp(List<Tensor> tensors, double memory, double epsilon) {
        Rates.checkMemory("rmsprop 'memory'", memory);
        Rates.checkPositive("rmsprop 'epsilon'", epsilon);
        this.tensors = Tensor.distinct(tensors);
        this.memory = memory;
        this.epsilon = epsilon;
        square = Tensor.zeros(tensors);
    }

    @Override
    public void step(float[][] weights, float[][] gradients, double rate) {
        Tensor.check("weights", tensors, weights);
        Tensor.check("gradients", tensors, gradients);
        for (int i = 0; i < weights.length; i++) {
            float[] w = weights[i], g = gradients[i], v = square[i];
            for (int j = 0; j < w.length; j++) {
                double slope = g[j];
                v[j] = (float) (memory * v[j] + (1 - memory) * slope * slope);
                w[j] = (float) (w[j] - rate * slope / (Math.sqrt(v[j]) + epsilon));
            }
        }
    }

    @Override
    public Saved save() {
        return Saved.empty().with("square", tensors, square);
    }

    @Override
    public void restore(Saved saved) {
        saved.into("square", tensors, square);
    }
}
