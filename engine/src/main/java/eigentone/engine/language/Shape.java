package eigentone.engine.language;

/// The size of a value: a vector of `rows`, or a matrix of `rows` times `columns`.
public record Shape(int rows, int columns) {

    /// No single value may be larger: 64 million entries, as for model files.
    public static final int MAX_ENTRIES = 1 << 26;

    public Shape {
        if (rows < 1 || columns < 1 || (long) rows * columns > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "shape: expected 1.."
                            + MAX_ENTRIES
                            + " entries, got "
                            + rows
                            + " x "
                            + columns);
        }
    }

    /// A vector of `length` entries.
    public static Shape vector(int length) {
        return new Shape(length, 1);
    }

    /// The number of entries.
    public int entries() {
        return rows * columns;
    }

    public boolean isScalar() {
        return entries() == 1;
    }

    public boolean isMatrix() {
        return columns > 1;
    }

    @Override
    public String toString() {
        return isMatrix() ? rows + " x " + columns : Integer.toString(rows);
    }
}
