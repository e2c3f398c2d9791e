package eigentone.engine.program;

/// Randomness without state: a draw is a hash of (seed, node, voice, step, draw index).
///
/// No lane, block or thread enters, so every schedule draws the same. The finaliser is the 32-bit
/// "lowbias32" of C. Wellons, "Prospecting for Hash Functions" (2018).
public final class Draws {
    public static final int STEP_STRIDE = 0x9E3779B9;
    public static final int INDEX_STRIDE = 0x85EBCA6B;
    public static final int FIRST_FACTOR = 0x7feb352d;
    public static final int SECOND_FACTOR = 0x846ca68b;
    public static final int DROPPED_BITS = 9;
    public static final float TO_UNIT = 0x1p-24f;

    private Draws() {}

    /// The seed of one voice of one node.
    public static int seed(long seed, String node, int voice) {
        int h = scramble((int) seed ^ scramble((int) (seed >>> 32)));
        for (int i = 0; i < node.length(); i++) {
            h = scramble(h ^ node.charAt(i));
        }
        return scramble(h + voice);
    }

    /// The draw `index` in step `step`, uniform in the open interval 0..1 with 23 bits.
    public static float uniform(int voiceSeed, int step, int index) {
        int h = scramble(scramble(voiceSeed + step * STEP_STRIDE) ^ (index + 1) * INDEX_STRIDE);
        // An odd multiple of 2^-24, so neither 0 nor 1 occurs.
        return ((h >>> DROPPED_BITS) * 2 + 1) * TO_UNIT;
    }

    private static int scramble(int x) {
        x ^= x >>> 16;
        x *= FIRST_FACTOR;
        x ^= x >>> 15;
        x *= SECOND_FACTOR;
        return x ^ x >>> 16;
    }
}
