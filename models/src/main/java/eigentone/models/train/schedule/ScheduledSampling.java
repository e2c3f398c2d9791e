package eigentone.models.train.schedule;

/// How likely it is that a generator hears the true last frame, and not its own, as training goes
/// on: it learns to walk without a hand.
///
/// Source: S. Bengio, O. Vinyals, N. Jaitly and N. Shazeer, "Scheduled sampling for sequence
/// prediction with recurrent neural networks", arXiv:1506.03099, section 2.4.
public sealed interface ScheduledSampling {
    /// Probability of the true frame at step `step`, counted from 0; 0..1.
    double truth(long step);

    /// A line from `first` down: max(least, first - fall step).
    ///
    /// @param first 0..1
    /// @param fall per step, 0 or more
    /// @param least 0..1
    record Linear(double first, double fall, double least) implements ScheduledSampling {
        /// @throws IllegalArgumentException outside of the ranges
        public Linear {
            Ranges.checkPart("sampling 'first'", first);
            Ranges.checkRate("sampling 'fall'", fall);
            Ranges.checkPart("sampling 'least'", least);
        }

        @Override
        public double truth(long step) {
            return Math.max(least, first - fall * step);
        }
    }

    /// k^step.
    ///
    /// @param k 0..1, commonly just below 1
    record Exponential(double k) implements ScheduledSampling {
        /// @throws IllegalArgumentException outside of the range
        public Exponential {
            Ranges.checkPart("sampling 'k'", k);
        }

        @Override
        public double truth(long step) {
            return StrictMath.pow(k, step);
        }
    }

    /// k / (k + e^(step / k)): long near 1, then down, one half at k log k.
    ///
    /// @param k 1 or more, in steps
    record InverseSigmoid(double k) implements ScheduledSampling {
        /// @throws IllegalArgumentException outside of the range
        public InverseSigmoid {
            if (!(k >= 1 && k < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "sampling 'k': expected 1 or more steps, got " + k);
            }
        }

        @Override
        public double truth(long step) {
            return k / (k + StrictMath.exp(step / k));
        }
    }
}
