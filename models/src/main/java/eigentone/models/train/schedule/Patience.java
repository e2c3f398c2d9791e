package eigentone.models.train.schedule;

import eigentone.models.train.optimize.Saved;

/// Remembers the best loss and counts for how long there was no better one: what both early
/// stopping and a falling rate wait for.
///
/// Owned by one thread.
public final class Patience {
    private final int reports;
    private final double leastChange;
    private double best = Double.POSITIVE_INFINITY;
    private long bestReport;
    private long reported;
    private long waited;

    /// @param reports how many in a row may be no better, 1 or more
    /// @param leastChange what counts as better, in parts of the best loss's size; 0 or more, e.g.
    ///   0.0001
    /// @throws IllegalArgumentException outside of the ranges
    public Patience(int reports, double leastChange) {
        Ranges.checkSteps("patience 'reports'", reports, 1);
        Ranges.checkRate("patience 'leastChange'", leastChange);
        this.reports = reports;
        this.leastChange = leastChange;
    }

    /// Takes note of a validation loss; NaN is never better.
    ///
    /// @return whether it is the best so far by more than the least change
    public boolean report(double loss) {
        boolean first = best == Double.POSITIVE_INFINITY;
        boolean better = first ? loss < best : loss < best - leastChange * Math.abs(best);
        reported++;
        if (better) {
            best = loss;
            bestReport = reported;
            waited = 0;
        } else {
            waited++;
        }
        return better;
    }

    /// Whether as many reports as allowed have come without a better one.
    public boolean exhausted() {
        return waited >= reports;
    }

    /// Begins to wait anew; the best loss stays.
    public void renew() {
        waited = 0;
    }

    /// The best loss; infinite before there is one.
    public double best() {
        return best;
    }

    /// Which report was the best, counted from 1; 0 before there is one.
    public long bestReport() {
        return bestReport;
    }

    /// What it remembers.
    public Saved save() {
        return Saved.empty()
                .with("best", best)
                .with("bestReport", bestReport)
                .with("reported", reported)
                .with("waited", waited);
    }

    /// Continues where [#save] was called.
    ///
    /// @throws IllegalArgumentException naming what is missing
    public void restore(Saved saved) {
        best = saved.number("best");
        bestReport = saved.count("bestReport");
        reported = saved.count("reported");
        waited = saved.count("waited");
    }
}
