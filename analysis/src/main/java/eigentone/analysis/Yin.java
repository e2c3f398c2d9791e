package eigentone.analysis;

/// The pitch of one window.
///
///     d(p) = sum over a window of (x(t) - x(t + p))^2            difference at a period of p frames
///     d'(p) = d(p) p / (d(1) + .. + d(p))                         1 for noise, 0 for a period
///     period: the first minimum of d' below 0.15, placed by a parabola
///
/// Source: A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for speech and
/// music", JASA 111(4), 2002, steps 2 to 5. Sums are direct: TarsosDSP's FastYin takes them from a
/// transform in single precision, whose rounding makes d' of a clean tone negative; it then finds
/// no pitch (in 5 to 7 of 100 windows of steady sines).
final class Yin {
    private static final double THRESHOLD = 0.15;

    private final double rateHz;
    private final int shortest;
    private final int longest;
    private final double[] difference;
    private double periodicity;

    /// @param highestHz below a quarter of the rate
    Yin(double rateHz, double lowestHz, double highestHz) {
        this.rateHz = rateHz;
        shortest = Math.max(2, (int) (rateHz / highestHz));
        longest = (int) Math.ceil(rateHz / lowestHz) + 1;
        difference = new double[longest + 1];
    }

    /// Frames that are looked at: two periods of the lowest pitch.
    int windowFrames() {
        return 2 * longest;
    }

    /// The pitch in Hz of the window that begins at `from`; NaN when it has none.
    double hear(float[] x, int from) {
        periodicity = 0;
        java.util.Arrays.fill(difference, 0);
        for (int t = from; t < from + longest; t++) {
            add(x[t], x, t, difference);
        }
        int best = -1;
        double sum = 0;
        double before = 1;
        for (int p = 1; p < longest; p++) {
            sum += difference[p];
            double now = sum > 0 ? difference[p] * p / sum : 1;
            if (best >= 0 && now >= before) {
                break;
            }
            if (p >= shortest && now < THRESHOLD) {
                best = p;
                periodicity = 1 - now;
            }
            before = now;
        }
        return best < 0 ? Double.NaN : rateHz / refined(best);
    }

    /// The inner loop is over periods, and its two arrays are of two types: so the compiler sees
    /// that it may run in registers.
    private static void add(float a, float[] x, int t, double[] difference) {
        for (int p = 0; p < difference.length; p++) {
            double gap = a - x[t + p];
            difference[p] += gap * gap;
        }
    }

    private double refined(int p) {
        double left = difference[p - 1], middle = difference[p], right = difference[p + 1];
        double bend = left - 2 * middle + right;
        return bend > 0 ? p + Math.clamp((left - right) / (2 * bend), -1, 1) : p;
    }

    /// How periodic the last window was, 0..1; 0 without pitch.
    double periodicity() {
        return periodicity;
    }
}
