package eigentone.engine.kernel;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.Arrays;

/// Writes sums and dot products, in the order of the language: 16 partial sums by index mod 16,
/// then 8-4-2-1.
final class RowSums {
    static final int PARTIAL_SUMS = 16;

    private final CodeBuilder b;
    private final RowEmitter e;
    private final RowCodeBuilder code;
    private final RowLayout layout;

    RowSums(CodeBuilder b, RowEmitter e, RowLayout layout) {
        this.b = b;
        this.e = e;
        code = e.code;
        this.layout = layout;
    }

    /// Pushes the sum of operand 0, or of its products with operand 1: 16 partial sums by index mod
    /// 16, then 8-4-2-1.
    void sum(Vec v) {
        if (layout.isLanes || v.operands().getFirst().length() == 1) {
            laneSums(v);
        } else {
            rowSums(v);
        }
    }

    private void term(Vec v, Index r) {
        e.push(v.operands().get(0), r);
        if (v.operator() == Operator.DOT) {
            e.push(v.operands().get(1), r);
            code.multiply();
        }
    }

    private void addTerm(Vec v, Index r, int sum) {
        e.push(v.operands().get(0), r);
        if (v.operator() == Operator.DOT) {
            e.push(v.operands().get(1), r);
            b.aload(sum);
            code.fma();
        } else {
            b.aload(sum);
            code.add();
        }
    }

    /// A register for each partial sum.
    private void laneSums(Vec v) {
        int n = v.operands().getFirst().length(), used = Math.min(PARTIAL_SUMS, n);
        int[] sums = new int[PARTIAL_SUMS];
        for (int k = 0; k < used; k++) {
            term(v, Index.of(k));
            sums[k] = code.keep();
        }
        if (used < PARTIAL_SUMS) {
            code.constant(0);
            int zero = code.keep();
            Arrays.fill(sums, used, PARTIAL_SUMS, zero);
        }
        int chunks = n / PARTIAL_SUMS;
        if (chunks > 2) {
            code.loop(
                    chunks - 1,
                    c -> {
                        int first = code.newInt();
                        b.iload(c.variable()).loadConstant(PARTIAL_SUMS).imul();
                        b.loadConstant(PARTIAL_SUMS).iadd().istore(first);
                        for (int k = 0; k < PARTIAL_SUMS; k++) {
                            addTerm(v, new Index(first, k), sums[k]);
                            b.astore(sums[k]);
                        }
                    });
        }
        for (int k = 0; chunks > 2 && k < used; k++) {
            code.known(sums[k]);
        }
        for (int i = chunks > 2 ? chunks * PARTIAL_SUMS : PARTIAL_SUMS; i < n; i++) {
            addTerm(v, Index.of(i), sums[i % PARTIAL_SUMS]);
            b.astore(sums[i % PARTIAL_SUMS]);
        }
        int[] tree = sums.clone();
        for (int half = PARTIAL_SUMS / 2; half >= 1; half /= 2) {
            for (int k = 0; k < Math.min(half, used); k++) {
                b.aload(tree[k]).aload(tree[k + half]);
                code.add();
                tree[k] = code.keep();
            }
        }
        b.aload(tree[0]);
    }

    /// A row for each `width` partial sums; what lies beyond the vector's end stays out.
    private void rowSums(Vec v) {
        int rows = layout.rows(v.operands().getFirst());
        int[] sums = new int[PARTIAL_SUMS / layout.width];
        if (layout.stages.tilesOf(v) >= 0) {
            loadPartial(v, sums);
        } else {
            int looped = isUnrolled(v, layout) ? 0 : wholeRounds(v) * sums.length;
            for (int r = 0; r < Math.min(rows, sums.length); r++) {
                addRow(v, Index.of(r), sums);
            }
            if (looped > 0) {
                code.loop(
                        looped / sums.length - 1,
                        c -> {
                            int first = code.newInt();
                            b.iload(c.variable()).loadConstant(sums.length).imul();
                            b.loadConstant(sums.length).iadd().istore(first);
                            for (int k = 0; k < sums.length; k++) {
                                addRow(v, new Index(first, k), sums);
                            }
                        });
            }
            for (int k = 0; looped > 0 && k < sums.length; k++) {
                code.known(sums[k]);
            }
            for (int r = Math.max(looped, sums.length); r < rows; r++) {
                addRow(v, Index.of(r), sums);
            }
        }
        for (int k = rows; k < sums.length; k++) {
            code.constant(0);
            sums[k] = code.keep();
        }
        for (int half = sums.length / 2; half >= 1; half /= 2) {
            for (int k = 0; k < half; k++) {
                b.aload(sums[k]).aload(sums[k + half]);
                code.add();
                sums[k] = code.keep();
            }
        }
        // Across the register: each float and its partner, so that all end as the sum.
        b.aload(sums[0]);
        for (int half = layout.width / 2; half >= 1; half /= 2) {
            b.dup();
            code.exchange(half);
            code.add();
        }
    }

    /// Rows of all partial sums that are full.
    private static int wholeRounds(Vec sum) {
        return sum.operands().getFirst().length() / PARTIAL_SUMS;
    }

    /// Whether a sum names its rows one by one.
    static boolean isUnrolled(Vec v, RowLayout layout) {
        return switch (v.operator()) {
            case DOT, SUM -> wholeRounds(v) <= (layout.isLanes ? 2 : 4);
            default -> false;
        };
    }

    /// Adds a row to its partial sums; the first ones begin them.
    void addRow(Vec v, Index r, int[] sums) {
        int n = v.operands().getFirst().length(), tail = n % layout.width;
        int k = r.offset() % sums.length;
        boolean isFirst = r.isConstant() && r.offset() < sums.length;
        boolean isPartial = r.isConstant() && r.offset() == n / layout.width && tail > 0;
        if (isPartial && isFirst) {
            code.constant(0);
        } else if (isPartial) {
            b.aload(sums[k]);
        }
        if (isFirst) {
            term(v, r);
        } else {
            addTerm(v, r, sums[k]);
        }
        if (isPartial) {
            code.firstMask(tail);
            code.blend();
        }
        if (isFirst) {
            sums[k] = code.keep();
        } else {
            b.astore(sums[k]);
        }
    }

    /// Loads what tiles have added up in this frame.
    void loadPartial(Vec v, int[] sums) {
        int at = layout.stages.partialAt(v);
        for (int k = 0; k < used(v, sums); k++) {
            Index row = Index.of(k);
            code.load(() -> e.recordAddress(at, row, layout.rowBytes));
            sums[k] = code.keep();
        }
    }

    void storePartial(Vec v, int[] sums) {
        int at = layout.stages.partialAt(v);
        for (int k = 0; k < used(v, sums); k++) {
            Index row = Index.of(k);
            code.store(sums[k], () -> e.recordAddress(at, row, layout.rowBytes));
        }
    }

    private int used(Vec v, int[] sums) {
        return Math.min(sums.length, layout.rows(v.operands().getFirst()));
    }
}
