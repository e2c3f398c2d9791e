package eigentone.models.train.optimize;

/// An [Objective] that also knows how it bends: products with its Gauss-Newton matrix.
public interface CurvedObjective extends Objective {
    /// Writes (G + `structural` S) d into `product`.
    ///
    /// G is the Gauss-Newton matrix J' H J at `weights` (or another curvature that is nowhere
    /// negative), J being the derivative of the outputs by the weights and H the second derivative
    /// of the loss by the outputs. S is the same with a penalty on how far the hidden states move
    /// in the place of the loss: structural damping, which keeps a recurrent network's states from
    /// being thrown about by a step that changes its outputs little. Who has no S leaves it out.
    ///
    /// @param weights where; only read
    /// @param direction d; only read
    /// @param structural weight of S, 0 or more
    /// @param product written over
    void curvature(float[][] weights, float[][] direction, double structural, float[][] product);
}
