package eigentone.models.train.optimize;

/// A rule that turns one gradient into one step.
///
/// Each step is computed entry by entry in float64 and rounded once: the same bits everywhere. The
/// rate comes with every step, from a schedule. Owned by one thread at a time.
public interface Optimizer {
    /// Changes `weights` in place, one step against `gradients`.
    ///
    /// @param weights one array for each tensor
    /// @param gradients likewise; only read
    /// @param rate learning rate, 0 or more
    /// @throws IllegalArgumentException for arrays of other lengths
    void step(float[][] weights, float[][] gradients, double rate);

    /// What it remembers; copies.
    Saved save();

    /// Continues where [#save] was called.
    ///
    /// @throws IllegalArgumentException naming what is missing or has another length; the optimiser
    ///   may then be half restored
    void restore(Saved saved);
}
