package eigentone.models.train.optimize;

/// Ranges that the optimisers share.
final class Rates {
    private Rates() {}

    /// A number in 0..1, 1 excluded: what a running mean keeps.
    static void checkMemory(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    what + ": expected 0 or more and below 1, got " + value);
        }
    }

    /// A finite number from 0.
    static void checkNotNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + ": expected 0 or more, got " + value);
        }
    }

    /// A finite number above 0.
    static void checkPositive(String what, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + ": expected more than 0, got " + value);
        }
    }
}
