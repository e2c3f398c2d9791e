package eigentone.audioio.file;

/// Noise added before rounding to integers, so that rounding sounds as hiss and not as distortion.
///
/// The default is [#NONE]: a render is then the plain rounding of its samples, and a 16-bit file
/// read and written again is unchanged. [#triangular(long)] adds the sum of two uniform draws, in
/// all from -1 to 1 LSB. Source: Lipshitz, Wannamaker, Vanderkooy 1992, "Quantization and dither: a
/// theoretical survey". A draw is a hash of seed, channel and frame, so that the bytes do not
/// depend on how the sound was cut into blocks. Any thread.
///
/// @param enabled whether there is noise at all
/// @param seed chooses the noise; the same seed gives the same bytes
public record Dither(boolean enabled, long seed) {
    /// No dither.
    public static final Dither NONE = new Dither(false, 0);

    /// Triangular dither with this seed.
    public static Dither triangular(long seed) {
        return new Dither(true, seed);
    }

    /// The noise for one sample in LSB, above -1 and below 1.
    double noise(int channel, long frame) {
        // SplitMix64: Steele, Lea, Flood 2014. The odd constants spread channel and frame.
        long x = seed + frame * 0x9e3779b97f4a7c15L + channel * 0xd1342543de82ef95L;
        x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        x ^= x >>> 31;
        return ((x >>> 32) - (x & 0xffff_ffffL)) * 0x1p-32;
    }
}
