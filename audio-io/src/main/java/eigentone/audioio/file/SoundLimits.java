package eigentone.audioio.file;

/// The ranges every sound file and every value of this package is held to.
final class SoundLimits {
    /// Third-order ambisonics is 16, the largest common installation formats 64 channels (MADI).
    static final int MAX_CHANNELS = 64;

    /// 32 x 48 kHz: the fastest rate converters offer.
    static final double MAX_RATE_HZ = 1_536_000;

    private SoundLimits() {}

    static boolean channelsFit(long channels) {
        return channels >= 1 && channels <= MAX_CHANNELS;
    }

    /// Slower than 1 Hz is refused too: no such sound exists, and frame counts would overflow.
    static boolean rateFits(double rateHz) {
        return rateHz >= 1 && rateHz <= MAX_RATE_HZ;
    }

    static void checkChannels(int channels) {
        if (!channelsFit(channels)) {
            throw new IllegalArgumentException(
                    "sound 'channels': expected 1.."
                            + MAX_CHANNELS
                            + ", got "
                            + channels
                            + "; try mixing down");
        }
    }

    static void checkRate(double rateHz) {
        if (!rateFits(rateHz)) {
            throw new IllegalArgumentException(
                    "sound 'sampleRateHz': expected 1..1536000 Hz, got "
                            + rateHz
                            + " Hz; try 48000 Hz");
        }
    }
}
