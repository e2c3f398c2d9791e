package eigentone.models.file;

import eigentone.engine.language.Shape;
import java.nio.ByteBuffer;
import java.util.List;

/// Finite numbers in a shape, row-major, each of which its type holds exactly.
///
/// The array is shared, not copied: whoever builds a tensor hands it over. Equality is that of the
/// array's identity.
///
/// @param type how a file stores an entry
/// @param shape sizes from the outermost to the innermost, each 1 or more; empty for one number
/// @param entries in double precision, which holds all four types
public record Tensor(Type type, List<Integer> shape, double[] entries) {
    /// More dimensions than any tensor of a network has.
    static final int MAX_DIMENSIONS = 8;

    /// A floating-point format of safetensors, little-endian.
    public enum Type {
        F32(4),
        F64(8),
        F16(2),
        /// The upper half of an F32.
        BF16(2);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /// Size of an entry.
        public int bytes() {
            return bytes;
        }

        /// The nearest number that this type holds, to zero for BF16.
        double rounded(double v) {
            return switch (this) {
                case F32 -> (float) v;
                case F64 -> v;
                case F16 -> Float.float16ToFloat(Float.floatToFloat16((float) v));
                case BF16 -> Float.intBitsToFloat(Float.floatToRawIntBits((float) v) & ~0xffff);
            };
        }

        double get(ByteBuffer from) {
            return switch (this) {
                case F32 -> from.getFloat();
                case F64 -> from.getDouble();
                case F16 -> Float.float16ToFloat(from.getShort());
                case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
            };
        }

        void put(ByteBuffer to, double v) {
            switch (this) {
                case F32 -> to.putFloat((float) v);
                case F64 -> to.putDouble(v);
                case F16 -> to.putShort(Float.floatToFloat16((float) v));
                case BF16 -> to.putShort((short) (Float.floatToRawIntBits((float) v) >>> 16));
            }
        }
    }

    /// @throws IllegalArgumentException if the shape is out of range, does not fit the number of
    ///   entries, or an entry is not finite or not exact in its type
    public Tensor {
        shape = List.copyOf(shape);
        long size = size(shape);
        if (size != entries.length) {
            throw new IllegalArgumentException(
                    "tensor: expected 1..%d entries and %s for shape %s, got %d"
                            .formatted(Shape.MAX_ENTRIES, size, shape, entries.length));
        }
        for (int i = 0; i < entries.length; i++) {
            double v = entries[i];
            if (!Double.isFinite(v) || type.rounded(v) != v) {
                throw new IllegalArgumentException(
                        "tensor: expected a finite %s, got %s at entry %d".formatted(type, v, i));
            }
        }
    }

    /// Single-precision numbers; the array is copied.
    public static Tensor of(float[] entries, Integer... shape) {
        double[] copy = new double[entries.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = entries[i];
        }
        return new Tensor(Type.F32, List.of(shape), copy);
    }

    /// Double-precision numbers; the array is copied.
    public static Tensor of(double[] entries, Integer... shape) {
        return new Tensor(Type.F64, List.of(shape), entries.clone());
    }

    /// The entries rounded to single precision, in a new array; F64 beyond its range is infinite.
    public float[] floats() {
        float[] f = new float[entries.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) entries[i];
        }
        return f;
    }

    /// Entries of a shape, or -1 if it has too many dimensions or entries, or a size below 1.
    static long size(List<Integer> shape) {
        long size = 1;
        for (int n : shape) {
            if (n < 1 || shape.size() > MAX_DIMENSIONS) {
                return -1;
            }
            size *= n; // below 2^26 * 2^31 at every step
            if (size > Shape.MAX_ENTRIES) {
                return -1;
            }
        }
        return size;
    }
}
