package eigentone.audioio.measure;

/// Checks on planar audio, `channels[channel][frame]`.
final class Planar {
    private Planar() {}

    /// Checks that `planar` has so many channels, that all hold the range, and that every sample in
    /// it is finite.
    ///
    /// @throws IllegalArgumentException naming `what`, the place and the value
    static void check(String what, float[][] planar, int channels, int from, int to) {
        if (planar.length != channels) {
            throw new IllegalArgumentException(
                    what + ": expected " + channels + " channels, got " + planar.length);
        }
        for (int c = 0; c < channels; c++) {
            float[] samples = planar[c];
            if (from < 0 || to < from || to > samples.length) {
                throw new IllegalArgumentException(
                        what
                                + ": expected a range within 0.."
                                + samples.length
                                + " frames of channel "
                                + c
                                + ", got "
                                + from
                                + ".."
                                + to);
            }
            for (int i = from; i < to; i++) {
                if (!Float.isFinite(samples[i])) {
                    throw new IllegalArgumentException(
                            what
                                    + ": expected finite samples, got "
                                    + samples[i]
                                    + " in channel "
                                    + c
                                    + " at frame "
                                    + i);
                }
            }
        }
    }

    /// Checks a mono sound: finite samples, at least `minFrames` of them, a usable rate.
    ///
    /// @throws IllegalArgumentException naming `what` and the value
    static void checkMono(String what, float[] mono, double sampleRateHz, int minFrames) {
        if (!(sampleRateHz > 0 && sampleRateHz < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    what + " 'sampleRateHz': expected above 0 Hz, got " + sampleRateHz + " Hz");
        }
        if (mono.length < minFrames) {
            throw new IllegalArgumentException(
                    what + ": expected at least " + minFrames + " frames, got " + mono.length);
        }
        check(what, new float[][] {mono}, 1, 0, mono.length);
    }
}
