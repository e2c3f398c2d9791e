package eigentone.models.train.optimize;

/// A function to minimise, always the same: the loss over all of the data, or over one batch.
///
/// The same weights give the same bits. For another batch give another objective.
public interface Objective {
    /// The loss at `weights`; `gradient` receives d loss / d weights, written over.
    ///
    /// @param weights one array for each tensor; only read
    double evaluate(float[][] weights, float[][] gradient);
}
