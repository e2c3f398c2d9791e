package eigentone.models.data;

/// How a pair of sound files is read.
///
/// @param rateHz the model's rate, to which both files are resampled
/// @param clipFrames if above 0, both files are rows of independent clips of so many frames, at the
///   files' rate; 0 for one recording
/// @param warmUpFrames frames at the beginning of each clip, or of the recording, that do not
///   count, at the files' rate
/// @param maxLatencySeconds how far the latency is looked for, above 0 and at most 5 s
/// @param latencyFrames how late the target is, at the files' rate; -1 to find it
/// @param clippedInput whether an input with clipped samples is taken nevertheless
public record PairOptions(
        double rateHz,
        int clipFrames,
        int warmUpFrames,
        double maxLatencySeconds,
        int latencyFrames,
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
        if (latencyFrames < -1) {
            throw new IllegalArgumentException(
                    "pair 'latencyFrames': expected -1 to find it, or 0 or more, got %d"
                            .formatted(latencyFrames));
        }
        if (!(maxLatencySeconds > 0 && maxLatencySeconds <= 5)) {
            throw new IllegalArgumentException(
                    "pair 'maxLatencySeconds': expected 0..5 s, got %s s"
                            .formatted(maxLatencySeconds));
        }
    }

    /// One recording for a model of `rateHz`.
    public static PairOptions at(double rateHz) {
        return new PairOptions(rateHz, 0, 0, USUAL_SECONDS, -1, false);
    }

    /// The same for rows of clips.
    public PairOptions clips(int frames, int warmUpFrames) {
        return new PairOptions(
                rateHz, frames, warmUpFrames, maxLatencySeconds, latencyFrames, clippedInput);
    }

    /// The same, with clipped input taken as it is.
    public PairOptions withClippedInput() {
        return new PairOptions(
                rateHz, clipFrames, warmUpFrames, maxLatencySeconds, latencyFrames, true);
    }

    /// The same, with a latency that is known: for devices whose sound does not follow their input
    /// closely enough to find it.
    public PairOptions withLatency(int frames) {
        return new PairOptions(
                rateHz, clipFrames, warmUpFrames, maxLatencySeconds, frames, clippedInput);
    }
}
