package eigentone.audioio.measure;

/// What tells one sound from another: its timbre and its envelope, and a distance between two of
/// them.
///
/// The distance is meant to answer "are these two presets different instruments?", not "how alike
/// does a listener find them?". Each term is scaled so that 1 is a difference heard at once:
///
/// - octaves between the centroids
/// - root mean square of the band differences / 6 dB
/// - octaves between the attack times / 2, octaves between the decay times / 2
/// - difference of the tremolo depths / 6 dB
/// - difference of the flatnesses / 0.25
///
/// The distance is the root of the sum of their squares.
///
/// @param timbre the spectrum's features
/// @param envelope the level's features
public record SoundFeatures(Timbre timbre, Envelope envelope) {
    private static final double BAND_STEP_DB = 6;
    private static final double TREMOLO_STEP_DB = 6;
    private static final double TIME_STEP_OCTAVES = 2;
    private static final double FLATNESS_STEP = 0.25;

    /// Attacks and decays below one hop of the envelope cannot be told apart.
    private static final double SHORTEST_SECONDS = 0.005;

    /// Silence has no centroid; it takes the lowest.
    private static final double LOWEST_HZ = 20;

    /// Measures a mono sound.
    ///
    /// @throws IllegalArgumentException if the rate is not above 0 or a sample is not finite
    public static SoundFeatures of(float[] mono, double sampleRateHz) {
        return new SoundFeatures(Timbre.of(mono, sampleRateHz), Envelope.of(mono, sampleRateHz));
    }

    /// How different two sounds are, 0 for equal features; symmetric. From 1 up they are plainly
    /// two sounds.
    public double distance(SoundFeatures other) {
        double sum = square(octaves(timbre.centroidHz(), other.timbre.centroidHz(), LOWEST_HZ));
        double[] mine = timbre.bandsDb();
        double[] theirs = other.timbre.bandsDb();
        for (int b = 0; b < mine.length; b++) {
            sum += square((mine[b] - theirs[b]) / BAND_STEP_DB) / mine.length;
        }
        sum += square((timbre.flatness() - other.timbre.flatness()) / FLATNESS_STEP);
        sum +=
                square(
                        octaves(
                                        envelope.attackSeconds(),
                                        other.envelope.attackSeconds(),
                                        SHORTEST_SECONDS)
                                / TIME_STEP_OCTAVES);
        sum +=
                square(
                        octaves(
                                        envelope.decaySeconds(),
                                        other.envelope.decaySeconds(),
                                        SHORTEST_SECONDS)
                                / TIME_STEP_OCTAVES);
        sum += square((envelope.modulationDb() - other.envelope.modulationDb()) / TREMOLO_STEP_DB);
        return Math.sqrt(sum);
    }

    private static double octaves(double a, double b, double least) {
        return (Math.log(Math.max(a, least)) - Math.log(Math.max(b, least))) / Math.log(2);
    }

    private static double square(double x) {
        return x * x;
    }
}
