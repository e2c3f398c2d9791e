package eigentone.models.train.schedule;

/// Ranges that schedules share.
final class Ranges {
    private Ranges() {}

    static void checkRate(String what, double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + ": expected 0 or more, got " + rate);
        }
    }

    static void checkSteps(String what, long steps, long least) {
        if (steps < least) {
            throw new IllegalArgumentException(
                    "%s: expected %d or more, got %d".formatted(what, least, steps));
        }
    }

    static void checkPart(String what, double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException(what + ": expected 0..1, got " + part);
        }
    }
}
