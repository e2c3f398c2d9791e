package eigentone.models.train.schedule;

import eigentone.models.train.optimize.Tensor;
import java.util.List;

/// Shortens a gradient that is too long, without turning it: recurrent networks have cliffs.
///
///     g = g limit / |g|   where |g| > limit,   |g| over all tensors together
///
/// Source: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
/// networks", ICML 2013, algorithm 1. Any thread; no state.
///
/// @param limit above 0; infinite only measures
public record GradientClipping(List<Tensor> tensors, double limit) {
    /// @throws IllegalArgumentException for a limit that is not above 0
    public GradientClipping {
        if (!(limit > 0)) {
            throw new IllegalArgumentException(
                    "clipping 'limit': expected more than 0, got " + limit + "; try 1");
        }
        tensors = List.copyOf(tensors);
    }

    /// Clips `gradients` in place.
    ///
    /// @return the norm before
    /// @throws NonFiniteGradientException naming the tensor; nothing was changed
    /// @throws IllegalArgumentException for arrays of other lengths
    public double clip(float[][] gradients) {
        Tensor.check("gradients", tensors, gradients);
        double sum = 0;
        for (int i = 0; i < gradients.length; i++) {
            for (int j = 0; j < gradients[i].length; j++) {
                double g = gradients[i][j];
                if (!Double.isFinite(g)) {
                    throw new NonFiniteGradientException(tensors.get(i).name(), j, gradients[i][j]);
                }
                sum += g * g;
            }
        }
        double norm = Math.sqrt(sum);
        if (norm > limit) {
            double scale = limit / norm;
            for (float[] gradient : gradients) {
                for (int j = 0; j < gradient.length; j++) {
                    gradient[j] = (float) (scale * gradient[j]);
                }
            }
        }
        return norm;
    }
}
