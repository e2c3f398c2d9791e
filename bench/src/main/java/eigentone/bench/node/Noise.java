package eigentone.bench.node;

/// The reference patches' random numbers, uniform in 0..1 exclusive.
///
///     s = 1664525 s + 1013904223 mod 2^32, the upper 24 bits of s count
///
/// Source: Knuth's "quick and dirty" generator in Press et al., "Numerical Recipes" (1992).
public final class Noise {
    private int state;

    public Noise(int seed) {
        state = seed;
    }

    public double next() {
        state = 1664525 * state + 1013904223;
        return (state >>> 8) * 0x1p-24;
    }

    /// `samples` of the input that all patches share, in -0.5..0.5.
    public static float[] samples(int samples) {
        Noise noise = new Noise(1);
        float[] x = new float[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = (float) (noise.next() - 0.5);
        }
        return x;
    }
}
