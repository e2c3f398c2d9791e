package eigentone.analysis;

import be.tarsos.dsp.beatroot.BeatRootOnsetEventHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// How fast the beats go, from the onsets of the last seconds.
///
/// Source: BeatRoot, S. Dixon, "Automatic extraction of tempo and beat from expressive
/// performances", JNMR 30(1), 2001, as TarsosDSP implements it, which looks for 60 to 200 beats per
/// minute. The tempo is the slope of a straight line through the beats.
public final class Beats {
    private static final double MEMORY_SECONDS = 8;
    private static final int LEAST_ONSETS = 5;
    private static final int LEAST_BEATS = 4;

    private final double rateHz;
    private final Deque<Double> onsets = new ArrayDeque<>();

    public Beats(double rateHz) {
        this.rateHz = rateHz;
    }

    /// Forgets everything.
    void begin() {
        onsets.clear();
    }

    /// Takes an onset; returns beats per minute, NaN as long as there are too few.
    public double onset(long frame) {
        double now = frame / rateHz;
        onsets.addLast(now);
        while (onsets.getFirst() < now - MEMORY_SECONDS) {
            onsets.removeFirst();
        }
        return onsets.size() < LEAST_ONSETS ? Double.NaN : tempo(List.copyOf(onsets));
    }

    /// Beats per minute of onsets in seconds; NaN when no beat is found.
    static double tempo(List<Double> onsets) {
        double first = onsets.getFirst();
        List<Double> beats = new ArrayList<>();
        // BeatRoot keeps parts of its state in static fields.
        synchronized (Beats.class) {
            BeatRootOnsetEventHandler tracker = new BeatRootOnsetEventHandler();
            // It takes a first event at 0 for none.
            onsets.forEach(s -> tracker.handleOnset(s - first + 1, 1));
            tracker.trackBeats((time, salience) -> beats.add(time));
        }
        int n = beats.size();
        if (n < LEAST_BEATS) {
            return Double.NaN;
        }
        double middle = (n - 1) / 2.0, slope = 0, square = 0;
        for (int i = 0; i < n; i++) {
            slope += (i - middle) * beats.get(i);
            square += (i - middle) * (i - middle);
        }
        return 60 * square / slope;
    }
}
