package eigentone.app.live;

/// The tempo that is tapped: the mean of the last intervals between taps.
final class TapTempo {
    private static final int TAPS = 5;
    private static final double LONGEST_SECONDS = 2.5;

    private final double[] at = new double[TAPS];
    private int count;

    /// A tap at `seconds`; returns the tempo in beats per minute, or 0 after the first tap.
    double tap(double seconds) {
        if (count > 0 && seconds - at[(count - 1) % TAPS] > LONGEST_SECONDS) {
            count = 0;
        }
        at[count++ % TAPS] = seconds;
        int intervals = Math.min(count, TAPS) - 1;
        if (intervals == 0) {
            return 0;
        }
        double first = at[(count - 1 - intervals) % TAPS];
        double tempo = 60 * intervals / (seconds - first);
        return Math.max(20, Math.min(400, tempo));
    }
}
