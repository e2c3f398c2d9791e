package eigentone.audioio.file;

/// Rounds float samples to integers of a given width, counting what it had to change.
///
/// Full scale 1.0 is 2^(bits - 1); ties go to the even code. The largest code is one below full
/// scale: exactly 1.0 takes it and does not count as clipped, what lies beyond -1..1 does. One
/// thread at a time.
final class Quantizer {
    private final Dither dither;
    private final double scale;
    private long clipped;
    private long nonFinite;

    /// @param bits 2..32
    Quantizer(int bits, Dither dither) {
        this.dither = dither;
        this.scale = Math.scalb(1.0, bits - 1);
    }

    /// The code of one sample; `frame` counts from the start of the file.
    int code(float sample, int channel, long frame) {
        if (!Float.isFinite(sample)) {
            nonFinite++;
            return 0;
        }
        if (sample > 1 || sample < -1) {
            clipped++;
        }
        double noise = dither.enabled() ? dither.noise(channel, frame) : 0;
        return (int) Math.clamp(Math.rint(sample * scale + noise), -scale, scale - 1);
    }

    long clippedSamples() {
        return clipped;
    }

    long nonFiniteSamples() {
        return nonFinite;
    }
}
