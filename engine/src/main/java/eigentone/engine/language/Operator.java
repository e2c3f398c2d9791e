package eigentone.engine.language;

/// Every operator of the language. Elementwise ones take operands of one shape, or scalars.
///
/// `opsPerEntry` is what `explain` counts for one entry of the result: the arithmetic of simple
/// operators, and a weight for functions. Lowered, these have more operations (tanh 19, sigmoid 22,
/// exp 23, exp2 and sin 19, log 27), some of which run side by side; the limits of what is fused
/// and the cost rule were fitted to times with these weights.
public enum Operator {
    CONSTANT(Kind.LEAF, 0),
    WEIGHT(Kind.LEAF, 0),
    CONTROL(Kind.LEAF, 0),
    INPUT(Kind.LEAF, 0),
    STATE(Kind.LEAF, 0),
    /// Uniform draw in the open interval 0..1, a hash of seed, node, voice, step and draw index:
    /// see [Draw].
    UNIFORM(Kind.LEAF, 10),
    /// The number of steps since the reset, modulo a constant period.
    STEP_MODULO(Kind.LEAF, 2),
    /// Reads a delay line: operand 0 is how many frames back, rounded down, held to 1..max.
    DELAY_READ(Kind.GATHER, 4),

    /// Entry of operand 0, a constant or weight, at the index in operand 1, rounded down and held
    /// to the table.
    LOOKUP(Kind.GATHER, 3),

    NEGATE(Kind.ELEMENTWISE, 1),
    ABS(Kind.ELEMENTWISE, 1),
    SQRT(Kind.ELEMENTWISE, 1),
    FLOOR(Kind.ELEMENTWISE, 1),
    EXP(Kind.ELEMENTWISE, 12),
    EXP2(Kind.ELEMENTWISE, 11),
    /// Natural logarithm of max(x, least normal float32).
    LOG(Kind.ELEMENTWISE, 15),
    /// sin(2 pi x).
    SIN2PI(Kind.ELEMENTWISE, 12),
    TANH(Kind.ELEMENTWISE, 11),
    SIGMOID(Kind.ELEMENTWISE, 13),

    ADD(Kind.ELEMENTWISE, 1),
    SUBTRACT(Kind.ELEMENTWISE, 1),
    MULTIPLY(Kind.ELEMENTWISE, 1),
    DIVIDE(Kind.ELEMENTWISE, 1),
    /// a < b ? a : b, so NaN in `a` gives `b`.
    MINIMUM(Kind.ELEMENTWISE, 1),
    /// a > b ? a : b.
    MAXIMUM(Kind.ELEMENTWISE, 1),
    /// 1 where a < b, else 0.
    LESS(Kind.ELEMENTWISE, 1),
    /// a * b + c, rounded once.
    FMA(Kind.ELEMENTWISE, 2),
    /// Operand 1 where operand 0 is not 0, else operand 2.
    SELECT(Kind.ELEMENTWISE, 1),

    /// Operand 2 (bias; may be absent) + matrix times vector: per row one chain of fused
    /// multiply-adds, ascending columns.
    MATVEC(Kind.LINEAR, 0),
    /// 16 partial sums by index mod 16, fused multiply-add; then added 8-4-2-1.
    DOT(Kind.LINEAR, 0),
    /// As DOT without the products.
    SUM(Kind.LINEAR, 0),
    /// The greatest entry.
    GREATEST(Kind.LINEAR, 0),
    /// Column times row: entry [i][j] = a[i] * b[j].
    OUTER(Kind.LINEAR, 1),
    /// Entries of operand 0 by constant index.
    GATHER(Kind.GATHER, 0),
    /// The operands one after the other.
    CONCAT(Kind.GATHER, 0),

    /// Made by lowering only: 2 to the power of an integral operand in -126..127.
    POWER_OF_TWO(Kind.ELEMENTWISE, 1),
    /// Made by lowering only: exponent e of x = m 2^e with m in sqrt(1/2)..sqrt(2).
    EXPONENT(Kind.ELEMENTWISE, 1),
    /// Made by lowering only: mantissa m of x = m 2^e with m in sqrt(1/2)..sqrt(2).
    MANTISSA(Kind.ELEMENTWISE, 1);

    /// How an operator's result depends on its operands' entries.
    public enum Kind {
        /// No operands.
        LEAF,
        /// Entry i of the result needs entry i of each operand (or the scalar).
        ELEMENTWISE,
        /// Whole operands are needed.
        LINEAR,
        /// Entries are moved, not computed.
        GATHER
    }

    private final Kind kind;
    private final int opsPerEntry;

    Operator(Kind kind, int opsPerEntry) {
        this.kind = kind;
        this.opsPerEntry = opsPerEntry;
    }

    public Kind kind() {
        return kind;
    }

    public int opsPerEntry() {
        return opsPerEntry;
    }

    /// The name in messages and printed programs, e.g. `matvec`.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
