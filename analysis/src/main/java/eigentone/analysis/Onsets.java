package eigentone.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Where notes begin in a recording, and how fast they go: what [FeatureTracker] hears in it.
///
/// @param seconds ascending
public record Onsets(List<Double> seconds) {
    public Onsets {
        seconds = List.copyOf(seconds);
    }

    /// The onsets of `mono`, which is left as it is.
    public static Onsets of(float[] mono, double sampleRateHz) {
        List<Double> found = new ArrayList<>();
        FeatureTracker tracker = new FeatureTracker(sampleRateHz, FeatureTracker.Attention.USUAL);
        tracker.feed(
                mono,
                0,
                mono.length,
                h -> {
                    if (h.isOnset()) {
                        found.add(h.onsetFrame() / sampleRateHz);
                    }
                });
        return new Onsets(found);
    }

    /// Beats per minute; empty when there are too few.
    public OptionalDouble tempo() {
        double tempo = seconds.isEmpty() ? Double.NaN : Beats.tempo(seconds);
        return Double.isNaN(tempo) ? OptionalDouble.empty() : OptionalDouble.of(tempo);
    }
}
