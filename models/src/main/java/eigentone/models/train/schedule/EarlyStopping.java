package eigentone.models.train.schedule;

import eigentone.models.train.optimize.Saved;

/// Ends a training that no longer gets better on data it does not learn from.
///
/// Source: L. Prechelt, "Early stopping - but when?", Neural networks: tricks of the trade, 1998.
/// Owned by one thread.
public final class EarlyStopping {
    /// What a validation loss means for the training.
    public enum Verdict {
        /// The best so far: keep these weights.
        BEST,
        /// No better: go on.
        WAIT,
        /// No better for too long, or not a number: end with the weights kept last.
        STOP
    }

    private final Patience patience;

    /// @param reports how many in a row may be no better, 1 or more
    /// @param leastChange what counts as better, in parts of the best loss; 0 or more
    /// @throws IllegalArgumentException outside of the ranges
    public EarlyStopping(int reports, double leastChange) {
        patience = new Patience(reports, leastChange);
    }

    /// Takes note of a validation loss.
    public Verdict report(double loss) {
        if (patience.report(loss)) {
            return Verdict.BEST;
        }
        return Double.isNaN(loss) || patience.exhausted() ? Verdict.STOP : Verdict.WAIT;
    }

    /// The best loss; infinite before there is one.
    public double best() {
        return patience.best();
    }

    /// Which report was the best, counted from 1; 0 before there is one.
    public long bestReport() {
        return patience.bestReport();
    }

    /// What it remembers.
    public Saved save() {
        return patience.save();
    }

    /// Continues where [#save] was called.
    ///
    /// @throws IllegalArgumentException naming what is missing
    public void restore(Saved saved) {
        patience.restore(saved);
    }
}
