package eigentone.audioio.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// How one sample lies in the bytes of a WAV or AIFF file, and its value as a float.
///
/// Integers are scaled by a power of two so that full scale is -1..1 - 1 LSB: 8, 16 and 24 bits are
/// exact, 32 bits and float64 are rounded to the nearest float. Any thread.
enum SampleCodec {
    U8(1, "8-bit unsigned"),
    S8(1, "8-bit"),
    S16_LE(2, "16-bit"),
    S16_BE(2, "16-bit"),
    S24_LE(3, "24-bit"),
    S24_BE(3, "24-bit"),
    S32_LE(4, "32-bit"),
    S32_BE(4, "32-bit"),
    F32_LE(4, "32-bit float"),
    F32_BE(4, "32-bit float"),
    F64_LE(8, "64-bit float"),
    F64_BE(8, "64-bit float");

    private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

    private final int bytes;
    private final String description;

    SampleCodec(int bytes, String description) {
        this.bytes = bytes;
        this.description = description;
    }

    private static VarHandle view(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, order);
    }

    /// Bytes a sample.
    int bytes() {
        return bytes;
    }

    String description() {
        return description;
    }

    boolean isFloat() {
        return ordinal() >= F32_LE.ordinal();
    }

    /// Decodes one channel: sample i lies at `from + i * stride` and goes to `out[at + i]`.
    void decode(byte[] in, int from, int stride, float[] out, int at, int count) {
        int p = from;
        int end = at + count;
        switch (this) {
            case U8 -> {
                for (int i = at; i < end; i++, p += stride) {
                    out[i] = ((in[p] & 0xff) - 128) * 0x1p-7f;
                }
            }
            case S8 -> {
                for (int i = at; i < end; i++, p += stride) {
                    out[i] = in[p] * 0x1p-7f;
                }
            }
            case S16_LE, S16_BE -> {
                VarHandle view = this == S16_LE ? SHORT_LE : SHORT_BE;
                for (int i = at; i < end; i++, p += stride) {
                    out[i] = (short) view.get(in, p) * 0x1p-15f;
                }
            }
            case S24_LE -> {
                for (int i = at; i < end; i++, p += stride) {
                    int high = in[p + 2] << 16;
                    out[i] = (high | (in[p + 1] & 0xff) << 8 | (in[p] & 0xff)) * 0x1p-23f;
                }
            }
            case S24_BE -> {
                for (int i = at; i < end; i++, p += stride) {
                    int high = in[p] << 16;
                    out[i] = (high | (in[p + 1] & 0xff) << 8 | (in[p + 2] & 0xff)) * 0x1p-23f;
                }
            }
            case S32_LE, S32_BE -> {
                VarHandle view = this == S32_LE ? INT_LE : INT_BE;
                for (int i = at; i < end; i++, p += stride) {
                    out[i] = (int) view.get(in, p) * 0x1p-31f;
                }
            }
            case F32_LE, F32_BE -> {
                VarHandle view = this == F32_LE ? INT_LE : INT_BE;
                for (int i = at; i < end; i++, p += stride) {
                    out[i] = Float.intBitsToFloat((int) view.get(in, p));
                }
            }
            case F64_LE, F64_BE -> {
                VarHandle view = this == F64_LE ? LONG_LE : LONG_BE;
                for (int i = at; i < end; i++, p += stride) {
                    out[i] = (float) Double.longBitsToDouble((long) view.get(in, p));
                }
            }
        }
    }
}
