package eigentone.models.train.schedule;

import eigentone.models.train.optimize.Tensor;
import java.util.List;

/// Pulls the weights of decaying tensors towards 0, in one of two ways.
///
/// As a penalty, strength |w|^2 / 2 is part of the loss: for methods that minimise a function. Or
/// decoupled, each step takes away the part rate * strength of the weights: for step rules (in
/// [eigentone.models.train.optimize.Adam] it is built in). Source: I. Loshchilov and F. Hutter,
/// arXiv:1711.05101. Any thread; no state.
///
/// @param strength 0 or more
public record WeightDecay(List<Tensor> tensors, double strength) {
    /// @throws IllegalArgumentException below 0 or not finite
    public WeightDecay {
        Ranges.checkRate("decay 'strength'", strength);
        tensors = List.copyOf(tensors);
    }

    /// Adds the penalty's gradient to `gradients`.
    ///
    /// @return the penalty
    /// @throws IllegalArgumentException for arrays of other lengths
    public double penalty(float[][] weights, float[][] gradients) {
        Tensor.check("weights", tensors, weights);
        Tensor.check("gradients", tensors, gradients);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; tensors.get(i).decays() && j < weights[i].length; j++) {
                double w = weights[i][j];
                sum += w * w;
                gradients[i][j] = (float) (gradients[i][j] + strength * w);
            }
        }
        return strength * sum / 2;
    }

    /// Takes the part `rate * strength` of the weights away.
    ///
    /// @throws IllegalArgumentException for arrays of other lengths
    public void shrink(float[][] weights, double rate) {
        Tensor.check("weights", tensors, weights);
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; tensors.get(i).decays() && j < weights[i].length; j++) {
                weights[i][j] = (float) ((1 - rate * strength) * weights[i][j]);
            }
        }
    }
}
