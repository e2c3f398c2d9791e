package eigentone.engine.kernel;

/// The sum of outer products over frames and lanes: the gradient of a matrix, or without columns
/// that of a vector.
///
/// Buffers are a kernel's ports of 16 lanes. Each lane has a partial sum of its own, from the last
/// frame to the first, so that the way back through time gives the same bits however it is cut;
/// [#total] adds the lanes in ascending order in float64. Not thread-safe.
public final class OuterSums {
    /// The lanes of the buffers.
    public static final int LANES = OuterKernel.LANES;

    private static final int BLOCK = OuterKernel.BLOCK;
    private final int rows;
    private final int columns;
    private final float[] sums;

    /// @param columns 0 for the sum of the rows themselves
    public OuterSums(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        sums = new float[Math.multiplyExact(rows * Math.max(1, columns), LANES)];
    }

    /// Adds frames `to - 1` down to `from`.
    ///
    /// @param rowBuffer port with `rows` channels
    /// @param columnBuffer port with `columns` channels; any array when there are none
    public void add(float[] rowBuffer, float[] columnBuffer, int from, int to) {
        int rowStride = rows * LANES, columnStride = columns * LANES;
        if (from < 0
                || (long) to * rowStride > rowBuffer.length
                || (long) to * columnStride > columnBuffer.length) {
            throw new IndexOutOfBoundsException(
                    "outer sums: frames %d..%d do not fit".formatted(from, to));
        }
        int at = 0;
        for (int i = 0; i < rows; i += BLOCK) {
            int height = Math.min(BLOCK, rows - i);
            for (int j = 0; j < Math.max(1, columns); j += BLOCK) {
                int width = Math.min(BLOCK, columns - j);
                OuterKernel.CODE_OF_PROCESS.add(
                        height,
                        width,
                        rowBuffer,
                        (to - 1) * rowStride + i * LANES,
                        -rowStride,
                        columnBuffer,
                        (to - 1) * columnStride + j * LANES,
                        -columnStride,
                        sums,
                        at,
                        to - from);
                at += height * Math.max(1, width) * LANES;
            }
        }
    }

    /// Adds the sums of the first `lanes` lanes to `gradient`, row by row, and begins anew.
    public void total(double[] gradient, int lanes) {
        int at = 0;
        for (int i = 0; i < rows; i += BLOCK) {
            int height = Math.min(BLOCK, rows - i);
            for (int j = 0; j < Math.max(1, columns); j += BLOCK) {
                int width = Math.max(1, Math.min(BLOCK, columns - j));
                for (int k = 0; k < height * width; k++) {
                    int entry = (i + k / width) * Math.max(1, columns) + j + k % width;
                    double sum = 0;
                    for (int lane = 0; lane < LANES; lane++) {
                        // Idle lanes may hold what is not a number.
                        sum += lane < lanes ? sums[at] : 0;
                        sums[at++] = 0;
                    }
                    gradient[entry] += sum;
                }
            }
        }
    }
}
