package eigentone.engine.kernel;

import eigentone.engine.AudioThread;

/// The elementwise operators that are not one bytecode: what generated code calls, and the meaning
/// that every schedule must keep bit for bit.
@AudioThread
public final class KernelMath {
    /// States below this are set to 0, so that decays never reach subnormals (151 times slower).
    static final float REST = 1e-20f;

    /// The bits of sqrt(1/2): mantissas lie between it and sqrt(2).
    static final int SQRT_HALF_BITS = 0x3f3504f3;

    static final int FRACTION_BITS = 23;

    /// Added to an integer in -126..127, it leaves the biased exponent in the lowest bits.
    static final float EXPONENT_MAGIC = 0x1p23f + 127;

    private KernelMath() {}

    public static float rest(float x) {
        return Math.abs(x) < REST ? 0 : x;
    }

    public static float minimum(float a, float b) {
        return a < b ? a : b;
    }

    public static float maximum(float a, float b) {
        return a > b ? a : b;
    }

    public static float less(float a, float b) {
        return a < b ? 1 : 0;
    }

    public static float select(float mask, float a, float b) {
        return mask != 0 ? a : b;
    }

    /// `less` and `select` in one.
    public static float selectLess(float a, float b, float x, float y) {
        return a < b ? x : y;
    }

    public static float floor(float x) {
        // Never -0: a register's way by integers has none.
        return (float) Math.floor(x) + 0f;
    }

    public static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    public static float powerOfTwo(float n) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(n + EXPONENT_MAGIC) << FRACTION_BITS);
    }

    public static float exponent(float x) {
        return (Float.floatToRawIntBits(x) - SQRT_HALF_BITS) >> FRACTION_BITS;
    }

    public static float mantissa(float x) {
        int bits = Float.floatToRawIntBits(x);
        int e = (bits - SQRT_HALF_BITS) >> FRACTION_BITS;
        return Float.intBitsToFloat(bits - (e << FRACTION_BITS));
    }

    /// `step` modulo `period` without a division: sixteen take 80 ns (Lemire, Kaser and Kurz 2019,
    /// "Faster remainder by direct computation").
    ///
    /// @param step without sign
    /// @param inverse of `period`, see [#inverse]
    public static float stepModulo(int step, long inverse, int period) {
        return Math.unsignedMultiplyHigh(inverse * Integer.toUnsignedLong(step), period);
    }

    /// 2^64 / `period`, rounded up, modulo 2^64.
    static long inverse(int period) {
        return Long.divideUnsigned(-1, period) + 1;
    }

    /// @param ring where the line begins in `memory`; it has `mask + 1` rows of `width` channels
    /// @param frames how far back, rounded down and held to 1..max
    public static float delayed(
            float[] memory,
            int ring,
            int mask,
            int width,
            int channel,
            int step,
            int max,
            float frames) {
        int back = Math.max(1, Math.min(max, (int) frames));
        return memory[ring + ((step - back) & mask) * width + channel];
    }

    public static float lookup(float[] shared, int table, int length, float index) {
        return shared[table + Math.max(0, Math.min(length - 1, (int) index))];
    }
}
