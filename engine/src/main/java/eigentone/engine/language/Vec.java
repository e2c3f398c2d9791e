package eigentone.engine.language;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of the language: a vector or matrix whose size is known while defining.
///
/// A `Vec` is a node of the definition's graph and immutable. Elementwise operators take operands
/// of one shape; a scalar goes with every shape. Functions such as `tanh` are in [Functions].
public final class Vec {
    private final Definition owner;
    private final Operator operator;
    private final Shape shape;
    private final List<Vec> operands;
    private final @Nullable Object attribute;

    Vec(
            Definition owner,
            Operator operator,
            Shape shape,
            @Nullable Object attribute,
            List<Vec> operands) {
        this.owner = owner;
        this.operator = operator;
        this.shape = shape;
        this.attribute = attribute;
        this.operands = operands;
        for (Vec o : operands) {
            if (o.owner != owner) {
                throw new IllegalArgumentException(
                        "recurrence '%s', %s: expected operands of this definition, got one of '%s'"
                                .formatted(owner.name(), operator.word(), o.owner.name()));
            }
        }
    }

    public Vec plus(Vec b) {
        return elementwise(Operator.ADD, this, b);
    }

    public Vec plus(double b) {
        return plus(constant(b));
    }

    public Vec minus(Vec b) {
        return elementwise(Operator.SUBTRACT, this, b);
    }

    public Vec minus(double b) {
        return minus(constant(b));
    }

    /// Entry by entry; for a matrix product see [Functions#matvec].
    public Vec times(Vec b) {
        return elementwise(Operator.MULTIPLY, this, b);
    }

    public Vec times(double b) {
        return times(constant(b));
    }

    public Vec over(Vec b) {
        return elementwise(Operator.DIVIDE, this, b);
    }

    public Vec over(double b) {
        return over(constant(b));
    }

    public Vec negate() {
        return elementwise(Operator.NEGATE, this);
    }

    public Vec min(Vec b) {
        return elementwise(Operator.MINIMUM, this, b);
    }

    public Vec min(double b) {
        return min(constant(b));
    }

    public Vec max(Vec b) {
        return elementwise(Operator.MAXIMUM, this, b);
    }

    public Vec max(double b) {
        return max(constant(b));
    }

    public Vec clamp(double low, double high) {
        return max(low).min(high);
    }

    /// 1 where this is less than `b`, else 0: a mask for [Functions#select].
    public Vec lessThan(Vec b) {
        return elementwise(Operator.LESS, this, b);
    }

    public Vec lessThan(double b) {
        return lessThan(constant(b));
    }

    public Vec greaterThan(Vec b) {
        return b.lessThan(this);
    }

    public Vec greaterThan(double b) {
        return constant(b).lessThan(this);
    }

    /// The entry at `index`, a scalar.
    public Vec at(int index) {
        return gather(index);
    }

    /// The entries from `from` (inclusive) to `to` (exclusive).
    public Vec slice(int from, int to) {
        int[] indices = new int[Math.max(0, to - from)];
        Arrays.setAll(indices, i -> from + i);
        return gather(indices);
    }

    /// The entries at constant `indices`, in that order: slices, permutations, repeats.
    public Vec gather(int... indices) {
        for (int i : indices) {
            if (i < 0 || i >= length()) {
                throw error(
                        Operator.GATHER, "indices in 0.." + (length() - 1), Integer.toString(i));
            }
        }
        if (indices.length == 0) {
            throw error(Operator.GATHER, "at least one index", "none");
        }
        return new Vec(
                owner,
                Operator.GATHER,
                Shape.vector(indices.length),
                indices.clone(),
                List.of(this));
    }

    /// The entries at `indices`, row by row, as a value of `shape`: for passes over a program.
    public Vec gather(Shape entries, int... indices) {
        Vec row = gather(indices);
        if (indices.length != entries.entries()) {
            throw error(
                    Operator.GATHER,
                    entries.entries() + " indices for " + entries,
                    Integer.toString(indices.length));
        }
        return new Vec(owner, Operator.GATHER, entries, row.attribute, row.operands);
    }

    /// This matrix with its rows as columns.
    public Vec transposed() {
        int rows = shape.rows(), columns = shape.columns();
        int[] indices = new int[length()];
        Arrays.setAll(indices, i -> i % rows * columns + i / rows);
        return gather(new Shape(columns, rows), indices);
    }

    /// This scalar in each of `length` entries.
    public Vec repeat(int length) {
        return gather(new int[length]);
    }

    /// The sum of all entries.
    public Vec sum() {
        return new Vec(owner, Operator.SUM, Shape.vector(1), null, List.of(this));
    }

    /// The greatest entry.
    public Vec greatest() {
        return new Vec(owner, Operator.GREATEST, Shape.vector(1), null, List.of(this));
    }

    /// The inner product with a vector of the same length.
    public Vec dot(Vec b) {
        if (!shape.equals(b.shape)) {
            throw error(Operator.DOT, "two equal shapes", shape + " and " + b.shape);
        }
        return new Vec(owner, Operator.DOT, Shape.vector(1), null, List.of(this, b));
    }

    /// The matrix with entry [i][j] = this[i] * b[j].
    public Vec outer(Vec b) {
        if (shape.isMatrix() || b.shape.isMatrix()) {
            throw error(Operator.OUTER, "two vectors", shape + " and " + b.shape);
        }
        return new Vec(
                owner, Operator.OUTER, new Shape(length(), b.length()), null, List.of(this, b));
    }

    /// The number of entries.
    public int length() {
        return shape.entries();
    }

    public Shape shape() {
        return shape;
    }

    public Operator operator() {
        return operator;
    }

    public List<Vec> operands() {
        return operands;
    }

    /// What the operator needs beside its operands: a [Slot], constants `double[]`, indices
    /// `int[]`, a [Draw], an `Integer` (period) or a `Double` (limit).
    public @Nullable Object attribute() {
        return attribute;
    }

    /// The declared name for a slot, else empty.
    public String slotName() {
        return attribute instanceof Slot s ? s.name() : "";
    }

    /// This operator on other operands of the same shapes: for passes over a program.
    public Vec on(List<Vec> others) {
        return new Vec(owner, operator, shape, attribute, List.copyOf(others));
    }

    /// An elementwise operator by name: for passes over a program.
    public static Vec of(Operator elementwise, Vec... operands) {
        return elementwise(elementwise, operands);
    }

    /// Constants in this value's place: for passes over a program.
    ///
    /// @param entries finite, one for each entry of this value
    public Vec constants(double[] entries) {
        if (entries.length != length()) {
            throw error(Operator.CONSTANT, length() + " entries", Integer.toString(entries.length));
        }
        return owner.constant(shape, entries);
    }

    Definition owner() {
        return owner;
    }

    /// A scalar constant of the same definition.
    public Vec constant(double value) {
        return owner.constant(value);
    }

    ShapeException error(Operator op, String expected, String got) {
        return new ShapeException(owner.name(), op.word(), expected, got);
    }

    static Vec elementwise(Operator op, Vec... operands) {
        Vec first = operands[0];
        Shape shape = first.shape;
        for (Vec o : operands) {
            if (shape.isScalar()) {
                shape = o.shape;
            } else if (!o.shape.isScalar() && !o.shape.equals(shape)) {
                throw first.error(op, "equal shapes or a scalar", shape + " and " + o.shape);
            }
        }
        return new Vec(first.owner, op, shape, null, List.of(operands));
    }

    @Override
    public String toString() {
        return operator.word()
                + (slotName().isEmpty() ? "" : " " + slotName())
                + " ["
                + shape
                + "]";
    }
}
