package eigentone.models.data;

import java.util.Arrays;

/// A matrix of frames times width, each entry a float: 4 bytes an entry, all in memory.
///
/// An hour of mono sound at 48 kHz takes 691 MB. The array is shared, not copied: whoever builds a
/// sequence hands it over. Equality is that of the array's identity.
///
/// @param name what messages call it
/// @param width channels of a frame
/// @param values channel c of frame t at `t * width + c`, all finite
public record DenseSequence(String name, int width, float[] values) implements Sequence {
    /// @throws IllegalArgumentException if there is no frame, the last one is not whole, or an
    ///   entry is not finite
    public DenseSequence {
        if (width < 1 || values.length == 0 || values.length % width != 0) {
            throw new IllegalArgumentException(
                    "sequence '%s': expected at least one frame of %d entries, got %d entries"
                            .formatted(name, width, values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "sequence '%s', frame %d, channel %d: expected a finite entry, got %s"
                                .formatted(name, i / width, i % width, values[i]));
            }
        }
    }

    /// Rows of equal length, each a frame, rounded to float.
    ///
    /// @throws IllegalArgumentException naming the row of another length, or as the constructor
    public static DenseSequence of(String name, double[][] rows) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, width)];
        for (int t = 0; t < rows.length; t++) {
            if (rows[t].length != width) {
                throw new IllegalArgumentException(
                        "sequence '%s', frame %d: expected %d entries, got %d"
                                .formatted(name, t, width, rows[t].length));
            }
            for (int c = 0; c < width; c++) {
                values[t * width + c] = (float) rows[t][c];
            }
        }
        return new DenseSequence(name, width, values);
    }

    /// Matrices of equal size, each a frame, row-major, rounded to float: row r and column c of
    /// frame t becomes channel `r * columns + c`.
    ///
    /// @throws IllegalArgumentException naming the matrix of another size, or as the constructor
    public static DenseSequence ofMatrices(String name, double[][][] matrices) {
        double[][] rows = new double[matrices.length][];
        for (int t = 0; t < matrices.length; t++) {
            for (double[] row : matrices[t]) {
                if (row.length != matrices[0][0].length) {
                    throw new IllegalArgumentException(
                            "sequence '%s', frame %d: expected rows of %d entries, got %d"
                                    .formatted(name, t, matrices[0][0].length, row.length));
                }
            }
            rows[t] = Arrays.stream(matrices[t]).flatMapToDouble(Arrays::stream).toArray();
        }
        return of(name, rows);
    }

    @Override
    public int frames() {
        return values.length / width;
    }

    @Override
    public void copy(int frame, float[] to, int at, int stride) {
        for (int c = 0; c < width; c++) {
            to[at + c * stride] = values[frame * width + c];
        }
    }

    @Override
    public long bytes() {
        return (long) values.length * Float.BYTES;
    }
}
