package eigentone.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The pitch of a monophonic recording over time, by [YIN][Yin].
///
/// @param points where a pitch was found, in order of time
public record PitchTrack(List<Point> points) {

    /// @param seconds the middle of the window
    /// @param probability 0..1, how periodic the window is
    public record Point(double seconds, double hz, double probability) {}

    public PitchTrack {
        points = List.copyOf(points);
    }

    /// Follows the pitch in windows of two periods of `lowestHz`, every quarter of a window.
    ///
    /// @param mono samples, left as they are
    /// @param lowestHz the lowest pitch to find, 20 Hz or more
    public static PitchTrack of(float[] mono, double sampleRateHz, double lowestHz) {
        if (!(lowestHz >= 20 && lowestHz < sampleRateHz / 4)) {
            throw new IllegalArgumentException(
                    "lowest pitch: expected 20 Hz to a quarter of %s Hz, got %s"
                            .formatted(sampleRateHz, lowestHz));
        }
        Yin yin = new Yin(sampleRateHz, lowestHz, sampleRateHz / 4);
        int window = yin.windowFrames();
        List<Point> points = new ArrayList<>();
        for (int from = 0; from + window <= mono.length; from += window / 4) {
            double hz = yin.hear(mono, from);
            if (!Double.isNaN(hz)) {
                double middle = (from + window / 2.0) / sampleRateHz;
                points.add(new Point(middle, hz, yin.periodicity()));
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
