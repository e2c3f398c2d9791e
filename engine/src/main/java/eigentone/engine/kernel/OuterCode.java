package eigentone.engine.kernel;

/// What a generated class implements: a few sums of products over frames, all of them in registers.
public interface OuterCode {

    /// For each of `frames` frames adds the product of every row with every column; without columns
    /// the rows themselves. Nothing checks bounds.
    ///
    /// @param rows the first float of the first row; rows are 16 floats apart, frames `rowStride`
    /// @param columns likewise
    /// @param sums 16 floats for each product, row by row
    void add(
            int rowCount,
            int columnCount,
            float[] rows,
            int rowsAt,
            int rowStride,
            float[] columns,
            int columnsAt,
            int columnStride,
            float[] sums,
            int sumsAt,
            int frames);
}
