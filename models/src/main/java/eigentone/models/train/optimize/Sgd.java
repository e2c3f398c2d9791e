package eigentone.models.train.optimize;

import java.util.List;

/// Stochastic gradient descent with momentum: a ball that rolls down, with friction.
///
///     v = mu v + g
///     w = w - rate v                  heavy ball
///     w = w - rate (g + mu v)         Nesterov
///
/// Source: I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and
/// momentum in deep learning", ICML 2013; in the form that keeps v free of the rate, as PyTorch does.
public final class Sgd implements Optimizer {
    private final List<Tensor> tensors;
    private final double momentum;
    private final boolean nesterov;
    private final float[][] velocity;

    /// @param momentum mu, 0 or more and below 1; 0 is plain descent
    /// @param nesterov whether the gradient is thought of as taken ahead of the weights
    /// @throws IllegalArgumentException outside of the range
    public Sgd(List<Tensor> tensors, double momentum, boolean nesterov) {
        Rates.checkMemory("sgd 'momentum'", momentum);
        this.tensors = Tensor.distinct(tensors);
        this.momentum = momentum;
        this.nesterov = nesterov;
        velocity = Tensor.zeros(tensors);
    }

    @Override
    public void step(float[][] weights, float[][] gradients, double rate) {
        Tensor.check("weights", tensors, weights);
        Tensor.check("gradients", tensors, gradients);
        for (int i = 0; i < weights.length; i++) {
            float[] w = weights[i], g = gradients[i], v = velocity[i];
            for (int j = 0; j < w.length; j++) {
                v[j] = (float) (momentum * v[j] + g[j]);
                double down = nesterov ? g[j] + momentum * v[j] : v[j];
                w[j] = (float) (w[j] - rate * down);
            }
        }
    }

    @Override
    public Saved save() {
        return Saved.empty().with("velocity", tensors, velocity);
    }

    @Override
    public void restore(Saved saved) {
        saved.into("velocity", tensors, velocity);
    }
}
