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
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
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

    /// The whole numbers of frames at which `channels` of a delay line are read; 1 for `all`
    /// beyond.
    ///
    /// @param times one float for each, `timeBytes` apart
    public static void framesBack(
            long times, int timeBytes, int max, long to, int channels, int all) {
        for (int c = 0; c < all; c++) {
            float time = c < channels ? ALL.get(FLOAT, times + (long) c * timeBytes) : 1;
            setInt(to + (long) c * BYTES, Math.max(1, Math.min(max, (int) time)));
        }
    }

    /// Reads frames of several channels of a chunked delay line into rows.
    ///
    /// @param ring its first channel; channels are `channelBytes` apart
    /// @param times how far back: one float for each channel, `timeBytes` apart
    /// @param to the first frame's row; rows are `rowBytes` apart
    public static void readLines(
            long ring,
            long channelBytes,
            int mask,
            int tick,
            int max,
            long times,
            int timeBytes,
            long to,
            int rowBytes,
            int channels,
            int frames) {
        for (int c = 0; c < channels; c++) {
            float time = ALL.get(FLOAT, times + (long) c * timeBytes);
            int first = tick - Math.max(1, Math.min(max, (int) time));
            long channel = ring + c * channelBytes;
            for (int t = 0; t < frames; t++) {
                float x = ALL.get(FLOAT, channel + (long) ((first + t) & mask) * BYTES);
                ALL.set(FLOAT, to + (long) t * rowBytes + (long) c * BYTES, x);
            }
        }
    }

    /// Writes rows to several channels of a chunked delay line.
    ///
    /// @param repeated how many of a channel's first frames are repeated after its last
    public static void writeLines(
            long ring,
            long channelBytes,
            int mask,
            int tick,
            long from,
            int rowBytes,
            int channels,
            int frames,
            int repeated) {
        for (int c = 0; c < channels; c++) {
            long channel = ring + c * channelBytes;
            for (int t = 0; t < frames; t++) {
                float x = ALL.get(FLOAT, from + (long) t * rowBytes + (long) c * BYTES);
                int frame = (tick + t) & mask;
                ALL.set(FLOAT, channel + (long) frame * BYTES, KernelMath.rest(x));
                if (frame < repeated) {
                    ALL.set(FLOAT, channel + (mask + 1L + frame) * BYTES, KernelMath.rest(x));
                }
            }
        }
    }

    /// Makes a chunked delay line's first frames and their repetition after its end the same, where
    /// `count` frames from `at` on, which may reach over the end, were written.
    public static void mirror(
            long ring, long channelBytes, int mask, int at, int channels, int count) {
        long frames = mask + 1L;
        for (int c = 0; c < channels; c++) {
            long channel = ring + c * channelBytes;
            for (int t = at; t < at + count; t++) {
                if (t > mask) {
                    copy(channel + (long) t * BYTES, channel + (t - frames) * BYTES);
                } else if (t < count) {
                    copy(channel + (long) t * BYTES, channel + (t + frames) * BYTES);
                }
            }
        }
    }

    private static void copy(long from, long to) {
        ALL.set(FLOAT, to, ALL.get(FLOAT, from));
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
