package eigentone.audioio.resample;

/// A conversion of sample rates as a fraction in lowest terms: `up` output frames for every `down`
/// input frames.
///
/// Both are exact for rates that are whole numbers of Hz. Other rates (29.97/30 pull-downs, a
/// measured crystal) become the fraction nearest to the quotient that has terms below 2^31, whose
/// error is below 1e-15: less than a millionth of a frame in an hour.
///
/// @param up numerator, 1 or more
/// @param down denominator, 1 or more
record Ratio(long up, long down) {
    private static final long MAX_TERM = Integer.MAX_VALUE;
    private static final double NEGLIGIBLE = 1e-15;

    static Ratio of(double fromHz, double toHz) {
        if (fromHz == Math.rint(fromHz) && toHz == Math.rint(toHz)) {
            long a = (long) toHz;
            long b = (long) fromHz;
            long divisor = greatestCommonDivisor(a, b);
            return new Ratio(a / divisor, b / divisor);
        }
        return nearest(toHz / fromHz);
    }

    /// The last convergent of the continued fraction of `value` that is within reach of 32 bits.
    private static Ratio nearest(double value) {
        long p0 = 0;
        long q0 = 1;
        long p1 = 1;
        long q1 = 0;
        double rest = value;
        while (true) {
            double whole = Math.floor(rest);
            double p2 = whole * p1 + p0;
            double q2 = whole * q1 + q0;
            if (p2 > MAX_TERM || q2 > MAX_TERM) {
                break;
            }
            p0 = p1;
            q0 = q1;
            p1 = (long) p2;
            q1 = (long) q2;
            double error = Math.abs((double) p1 / q1 - value);
            if (error <= NEGLIGIBLE * value || rest == whole) {
                break;
            }
            rest = 1 / (rest - whole);
        }
        return new Ratio(p1, q1);
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
