package eigentone.analysis;

import be.tarsos.dsp.pitch.FastYin;
import be.tarsos.dsp.pitch.PitchDetectionResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// The pitch of a monophonic recording over time, by YIN.
///
/// Source: A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for speech and
/// music", JASA 111(4), 2002, as TarsosDSP implements it.
///
/// @param points where a pitch was found, in order of time
public record PitchTrack(List<Point> points) {

    /// @param seconds the middle of the window
    /// @param probability 0..1, how periodic the window is
    public record Point(double seconds, double hz, double probability) {}

    private static final int LEAST_WINDOW_FRAMES = 512;

    public PitchTrack {
        points = List.copyOf(points);
    }

    /// Follows the pitch in windows of three periods of `lowestHz`, every quarter of a window.
    ///
    /// @param mono samples, left as they are
    /// @param lowestHz the lowest pitch to find, 20 Hz or more
    public static PitchTrack of(float[] mono, double sampleRateHz, double lowestHz) {
        if (!(lowestHz >= 20 && lowestHz < sampleRateHz / 4)) {
            throw new IllegalArgumentException(
                    "lowest pitch: expected 20 Hz to a quarter of %s Hz, got %s"
                            .formatted(sampleRateHz, lowestHz));
        }
        int window =
                Integer.highestOneBit(
                        2 * Math.max(LEAST_WINDOW_FRAMES, (int) (3 * sampleRateHz / lowestHz)) - 1);
        FastYin yin = new FastYin((float) sampleRateHz, window);
        List<Point> points = new ArrayList<>();
        for (int from = 0; from + window <= mono.length; from += window / 4) {
            PitchDetectionResult r = yin.getPitch(Arrays.copyOfRange(mono, from, from + window));
            if (r.isPitched() && r.getPitch() >= lowestHz) {
                double middle = (from + window / 2.0) / sampleRateHz;
                points.add(new Point(middle, r.getPitch(), r.getProbability()));
            }
        }
        return new PitchTrack(points);
    }

    /// The median pitch in Hz; empty when no window had one.
    public OptionalDouble medianHz() {
        double[] hz = points.stream().mapToDouble(Point::hz).sorted().toArray();
        return hz.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(hz[hz.length / 2]);
    }
}
