package eigentone.engine.kernel;

import eigentone.engine.AudioThread;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// All of native memory, and the operators that move single floats in it: what generated code calls
/// where whole rows will not do.
///
/// Addresses are absolute and unchecked; the layout that hands them out is the check.
@AudioThread
public final class RowMemory {
    @SuppressWarnings("restricted")
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int BYTES = 4;

    private RowMemory() {}

    static float get(long address) {
        return ALL.get(FLOAT, address);
    }

    static void set(long address, float value) {
        ALL.set(FLOAT, address, value);
    }

    static void setInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    /// Reads a port's channels, `stride` floats apart, into a row.
    public static void copyIn(float[] in, int at, int stride, long to, int count) {
        for (int k = 0; k < count; k++) {
            ALL.set(FLOAT, to + (long) k * BYTES, in[at + k * stride]);
        }
    }

    /// Writes a row to a port's channels, `stride` floats apart.
    public static void copyOut(long from, float[] out, int at, int stride, int count) {
        for (int k = 0; k < count; k++) {
            out[at + k * stride] = ALL.get(FLOAT, from + (long) k * BYTES);
        }
    }

    /// Copies `count` items of `bytes` bytes, item k from the place that the k-th int at `indices`
    /// says.
    public static void gather(long from, long indices, long to, int count, int bytes) {
        for (int k = 0; k < count; k++) {
            long source = from + (long) ALL.get(INT, indices + (long) k * BYTES) * bytes;
            for (int i = 0; i < bytes; i += BYTES) {
                ALL.set(FLOAT, to + (long) k * bytes + i, ALL.get(FLOAT, source + i));
            }
        }
    }

    /// Reads a delay line at a time of its own for each of `count` floats.
    ///
    /// @param ring its row of the channel, of `count` floats; rows are `rowBytes` apart
    /// @param frames how far back: one float for each
    public static void delayed(
            long ring, int rowBytes, int mask, int tick, int max, long frames, long to, int count) {
        for (int k = 0; k < count; k++) {
            long offset = (long) k * BYTES;
            int back = Math.max(1, Math.min(max, (int) ALL.get(FLOAT, frames + offset)));
            long row = ring + (long) ((tick - back) & mask) * rowBytes;
            ALL.set(FLOAT, to + offset, ALL.get(FLOAT, row + offset));
        }
    }

    /// Reads a table at an index of its own for each of `count` floats.
    public static void lookup(
            float[] weights, int table, int length, long index, long to, int count) {
        for (int k = 0; k < count; k++) {
            long offset = (long) k * BYTES;
            int i = Math.max(0, Math.min(length - 1, (int) ALL.get(FLOAT, index + offset)));
            ALL.set(FLOAT, to + offset, weights[table + i]);
        }
    }

    /// The step at `steps` modulo `period`.
    public static float stepModulo(long steps, long inverse, int period) {
        return KernelMath.stepModulo(ALL.get(INT, steps), inverse, period);
    }

    /// The step of each of `count` lanes, modulo `period`.
    public static void stepsModulo(long steps, long inverse, int period, long to, int count) {
        for (int k = 0; k < count; k++) {
            long offset = (long) k * BYTES;
            ALL.set(FLOAT, to + offset, stepModulo(steps + offset, inverse, period));
        }
    }

    /// The float at `from`, `count` times.
    public static void spread(long from, long to, int count) {
        float value = ALL.get(FLOAT, from);
        for (int k = 0; k < count; k++) {
            ALL.set(FLOAT, to + (long) k * BYTES, value);
        }
    }

    /// A matrix that is no weight, row by row, times a vector, plus what is in `to`.
    public static void matvec(long matrix, long x, long to, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            long at = to + (long) i * BYTES;
            float sum = ALL.get(FLOAT, at);
            for (int j = 0; j < columns; j++) {
                long entry = matrix + ((long) i * columns + j) * BYTES;
                sum = Math.fma(ALL.get(FLOAT, entry), ALL.get(FLOAT, x + (long) j * BYTES), sum);
            }
            ALL.set(FLOAT, at, sum);
        }
    }

    /// Column `a` times row `b`, row by row.
    public static void outer(long a, long b, long to, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            float left = ALL.get(FLOAT, a + (long) i * BYTES);
            for (int j = 0; j < columns; j++) {
                float right = ALL.get(FLOAT, b + (long) j * BYTES);
                ALL.set(FLOAT, to + ((long) i * columns + j) * BYTES, left * right);
            }
        }
    }

    /// The greatest of `count` floats.
    public static float greatest(long from, int count) {
        float best = ALL.get(FLOAT, from);
        for (int k = 1; k < count; k++) {
            best = KernelMath.maximum(best, ALL.get(FLOAT, from + (long) k * BYTES));
        }
        return best;
    }
}
