package eigentone.models.train.schedule;

import eigentone.models.train.optimize.Saved;

/// A factor of the learning rate that falls whenever the validation loss has not for a while:
/// `schedule.rate(step) * plateau.factor()`.
///
/// Owned by one thread.
public final class Plateau {
    private final Patience patience;
    private final double fall;
    private final double least;
    private double factor = 1;

    /// @param fall what the factor is multiplied by, 0..1, e.g. 0.5
    /// @param reports how many in a row may be no better, 1 or more
    /// @param leastChange what counts as better, in parts of the best loss; 0 or more
    /// @param least where the factor stays, 0..1
    /// @throws IllegalArgumentException outside of the ranges
    public Plateau(double fall, int reports, double leastChange, double least) {
        Ranges.checkPart("plateau 'fall'", fall);
        Ranges.checkPart("plateau 'least'", least);
        patience = new Patience(reports, leastChange);
        this.fall = fall;
        this.least = least;
    }

    /// Takes note of a validation loss.
    ///
    /// @return the factor from now on
    public double report(double loss) {
        patience.report(loss);
        if (patience.exhausted()) {
            factor = Math.max(least, factor * fall);
            patience.renew();
        }
        return factor;
    }

    /// The factor of the rate, 1 at first.
    public double factor() {
        return factor;
    }

    /// What it remembers.
    public Saved save() {
        return patience.save().with("factor", factor);
    }

    /// Continues where [#save] was called.
    ///
    /// @throws IllegalArgumentException naming what is missing
    public void restore(Saved saved) {
        patience.restore(saved);
        factor = saved.number("factor");
    }
}
