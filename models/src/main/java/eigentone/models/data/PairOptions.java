package eigentone.models.data;

/// How a pair of sound files is read.
///
/// @param rateHz the model's rate, to which both files are resampled
/// @param clipFrames if above 0, both files are rows of independent clips of so many frames, at the
///   files' rate; 0 for one recording
/// @param warmUpFrames frames at the beginning of each clip, or of the recording, that do not
///   count, at the files' rate
/// @param maxLatencySeconds how far the latency is looked for, above 0 and at most 5 s
/// @param clippedInput whether an input with clipped samples is taken nevertheless
public record PairOptions(
        double rateHz,
        int clipFrames,
        int warmUpFrames,
        double maxLatencySeconds,
        boolean clippedInput) {
    /// Half a second is more than any device or driver delays.
    private static final double USUAL_SECONDS = 0.5;

    /// @throws IllegalArgumentException naming what is out of range
    public PairOptions {
        if (!(rateHz >= 1 && rateHz <= 1_536_000)) {
            throw new IllegalArgumentException(
                    "pair 'rateHz': expected 1..1536000 Hz, got %s Hz".formatted(rateHz));
        }
        if (clipFrames < 0 || warmUpFrames < 0 || (clipFrames > 0 && warmUpFrames >= clipFrames)) {
            throw new IllegalArgumentException(
                    "pair 'warmUpFrames': expected 0 or more and less than a clip, got %d of %d"
                            .formatted(warmUpFrames, clipFrames));
        }
        if (!(maxLatencySeconds > 0 && maxLatencySeconds <= 5)) {
            throw new IllegalArgumentException(
                    "pair 'maxLatencySeconds': expected 0..5 s, got %s s"
                            .formatted(maxLatencySeconds));
        }
    }

    /// One recording for a model of `rateHz`.
    public static PairOptions at(double rateHz) {
        return new PairOptions(rateHz, 0, 0, USUAL_SECONDS, false);
    }

    /// The same for rows of clips.
    public PairOptions clips(int frames, int warmUpFrames) {
        return new PairOptions(rateHz, frames, warmUpFrames, maxLatencySeconds, clippedInput);
    }

    /// The same, with clipped input taken as it is.
    public PairOptions withClippedInput() {
        return new PairOptions(rateHz, clipFrames, warmUpFrames, maxLatencySeconds, true);
    }
}
