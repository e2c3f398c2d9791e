package eigentone.engine.clock;

import eigentone.engine.AudioThread;

/// Finds the period and the phase of ticks that come with jitter: a second-order loop.
///
///     e = z - (x + T)        a tick at frame z against where it was expected
///     x' = x + T + alpha e   the tick without its jitter
///     T' = T + beta e        frames a tick
///
/// The gains are those of the straight line through the last n ticks, alpha = 2(2n - 1) / (n(n +
/// 1)), beta = 6 / (n(n + 1)): at first the best that anybody can know after n ticks (the Kalman
/// filter of a steady clock), then a loop of fixed width, damped by 0.82. When ticks are
/// persistently early or late against their own jitter, n falls and the loop follows. Sources:
/// Adriaensen, "Using a DLL to filter time" (2005); Brookner, "Tracking and Kalman Filtering Made
/// Easy" (1998), sections 1.2.10 and 2; we differ by looking for changes and lost ticks.
@AudioThread
final class TickFilter {
    /// Eight quarter notes: the tempo's error is then a thousandth of what one interval says.
    static final int MOST = 192;

    /// Half a quarter note: as little as can be known without hearing the tempo shake.
    private static final int LEAST = 12;

    /// So many ticks say enough to tell a lost tick from a new tempo.
    private static final int ENOUGH = 6;

    /// Ticks over which being early or late is averaged, and how much of it is no chance: 4.6
    /// standard deviations of that average.
    private static final double LOOKING_TICKS = 6;

    private static final double NO_CHANCE = 1.4;

    /// Jitter is averaged over a bar.
    private static final double JITTER_TICKS = 96;

    /// A first guess, and the least that is assumed.
    private static final double USUAL_JITTER_SECONDS = 0.5e-3;

    private static final double LEAST_JITTER_SECONDS = 0.1e-3;

    /// Ticks in a row, each beyond half a period from its place, that mean another tempo.
    private static final int STRANGERS = 3;

    private static final double SLOWEST_SECONDS = 60.0 / (24 * 10);
    private static final double FASTEST_SECONDS = 60.0 / (24 * 1000);

    private final double sampleRateHz;
    private final double[] last = new double[STRANGERS];
    private int n;
    private double x;
    private double period;
    private double variance;
    private double late;
    private int heard;
    private int strangers;
    private int assumed;

    TickFilter(double sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
        variance = square(USUAL_JITTER_SECONDS * sampleRateHz);
    }

    private static double square(double v) {
        return v * v;
    }

    /// A tick arrives; returns by how many ticks musical time has gone on since the one before: 1,
    /// more when some were lost, less when too many had been taken for lost.
    int tick(double z) {
        int passed = n == 0 ? begin(z) : next(z);
        last[2] = last[1];
        last[1] = last[0];
        last[0] = z;
        return passed;
    }

    private int begin(double z) {
        x = z;
        n = 1;
        return 1;
    }

    private int next(double z) {
        double since = z - x;
        if (n >= ENOUGH && since > (LEAST + 0.5) * period) {
            // Unheard for a while: this tick says where, and after long the tempo is a guess too.
            int passed = (int) Math.min(1 << 20, Math.rint(since / period));
            x = z;
            n = since > MOST * period ? 1 : Math.min(n, LEAST);
            strangers = 0;
            late = 0;
            return passed;
        }
        if (n < ENOUGH && since > SLOWEST_SECONDS * sampleRateHz) {
            return begin(z);
        }
        double e = since - period;
        int lost = 0;
        if (n >= ENOUGH && Math.abs(e) > period / 2) {
            strangers++;
            if (strangers == STRANGERS) {
                return otherTempo(z);
            }
            if (e < -0.75 * period && assumed > 0) {
                assumed--;
                return 0;
            }
            lost = e > 0.75 * period ? (int) Math.rint(e / period) : 0;
            assumed += lost;
            e -= lost * period;
        } else {
            strangers = 0;
            assumed = 0;
        }
        correct(e, lost + 1);
        return 1 + lost;
    }

    private void correct(double e, int intervals) {
        n = Math.min(MOST, n + 1);
        double alpha = 2 * (2.0 * n - 1) / (n * (n + 1.0));
        double beta = 6 / (n * (n + 1.0));
        x += intervals * period + alpha * e;
        period = Math.max(FASTEST_SECONDS * sampleRateHz, period + beta * e / intervals);
        if (n > ENOUGH) {
            // Where a tick was expected is uncertain too; this is what its own jitter comes to.
            double own = e * Math.sqrt(1 - alpha);
            heard++;
            double weight = Math.max(1 / JITTER_TICKS, 1.0 / (heard + 2));
            variance += weight * (Math.min(square(own), 9 * floored()) - variance);
            late += (own - late) / LOOKING_TICKS;
            if (n > LEAST && square(late) > square(NO_CHANCE) * floored()) {
                n = LEAST;
                late = 0;
            }
        }
    }

    private double floored() {
        return Math.max(variance, square(LEAST_JITTER_SECONDS * sampleRateHz));
    }

    private int otherTempo(double z) {
        double mean = (z - last[STRANGERS - 1]) / STRANGERS;
        int passed = 1 - assumed;
        period = Math.max(FASTEST_SECONDS * sampleRateHz, mean);
        x = z;
        n = STRANGERS + 1;
        strangers = 0;
        assumed = 0;
        late = 0;
        return passed;
    }

    /// How many ticks the estimate rests on, up to [#MOST].
    int ticks() {
        return n;
    }

    /// The last tick's frame, freed of its jitter.
    double tickFrame() {
        return x;
    }

    /// Frames a tick; 0 before the second.
    double periodFrames() {
        return period;
    }

    /// Root mean square of how far ticks are from where they belong.
    double jitterSeconds() {
        return heard == 0 ? 0 : Math.sqrt(variance) / sampleRateHz;
    }
}
