package eigentone.models.train.schedule;

/// A learning rate that depends on the step alone, so that a resumed training needs no memory of
/// it.
public interface Schedule {
    /// The rate of step `step`, counted from 0; 0 or more.
    double rate(long step);

    /// This schedule, but reached in a line over the first `steps` steps: step i has (i + 1) /
    /// steps of its rate.
    ///
    /// @param steps 0 or more
    /// @throws IllegalArgumentException below 0
    default Schedule warmedUp(long steps) {
        return new WarmUp(steps, this);
    }

    /// Always the same.
    ///
    /// @param rate 0 or more
    record Constant(double rate) implements Schedule {
        /// @throws IllegalArgumentException below 0 or not finite
        public Constant {
            Ranges.checkRate("constant 'rate'", rate);
        }

        @Override
        public double rate(long step) {
            return rate;
        }
    }

    /// A line up to another schedule. Source: P. Goyal et al., "Accurate, large minibatch SGD",
    /// arXiv:1706.02677, section 2.2.
    ///
    /// @param steps of the line, 0 or more
    record WarmUp(long steps, Schedule then) implements Schedule {
        /// @throws IllegalArgumentException below 0
        public WarmUp {
            Ranges.checkSteps("warm-up 'steps'", steps, 0);
        }

        @Override
        public double rate(long step) {
            double rate = then.rate(step);
            return step < steps ? rate * (step + 1) / steps : rate;
        }
    }

    /// Half a turn of a cosine from `first` down to `last`, which then stays:
    ///
    ///     last + (first - last) (1 + cos(pi step / steps)) / 2
    ///
    /// Source: I. Loshchilov and F. Hutter, "SGDR", arXiv:1608.03983, equation 5, without restarts.
    ///
    /// @param steps from first to last, 1 or more
    record Cosine(double first, double last, long steps) implements Schedule {
        /// @throws IllegalArgumentException outside of the ranges
        public Cosine {
            Ranges.checkRate("cosine 'first'", first);
            Ranges.checkRate("cosine 'last'", last);
            Ranges.checkSteps("cosine 'steps'", steps, 1);
        }

        @Override
        public double rate(long step) {
            double turn = Math.min((double) step / steps, 1);
            return last + (first - last) * (1 + StrictMath.cos(Math.PI * turn)) / 2;
        }
    }
}
