package eigentone.engine.kernel;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.function.Consumer;

/// Writes sums and products, whose order of addition is part of the language: matrix products in
/// ascending columns, dot products and sums in 16 partial sums by index mod 16, then 8-4-2-1.
final class ProductEmitter {
    private static final int PARTIAL_SUMS = 16;

    /// Rows of a looped matrix product whose sums are in local variables at once.
    private static final int ROW_BLOCK = 8;

    /// Shorter sums are written without a loop.
    private static final int UNROLLED_SUM = 64;

    private final CodeBuilder b;
    private final ElementEmitter e;
    private final Layout layout;

    ProductEmitter(CodeBuilder b, ElementEmitter e, Layout layout) {
        this.b = b;
        this.e = e;
        this.layout = layout;
    }

    /// A linear operator with every entry in a local variable.
    void unrolled(Vec v) {
        Vec a = v.operands().getFirst();
        switch (v.operator()) {
            case MATVEC -> {
                if (layout.isUnrolled(v)) {
                    for (int k = 0; k < v.length(); k++) {
                        unrolledRow(v, k);
                    }
                } else {
                    rows(
                            v,
                            Index.of(0),
                            1,
                            (k, sum) -> {
                                b.fload(sum);
                                e.keep(v, 0);
                            });
                }
            }
            case DOT, SUM -> {
                partialSums(v, a);
                e.keep(v, 0);
            }
            case GREATEST -> {
                greatest(v, a);
                e.keep(v, 0);
            }
            default -> throw new IllegalStateException("not a sum or product: " + v);
        }
    }

    private void unrolledRow(Vec v, int row) {
        Vec matrix = v.operands().get(0), x = v.operands().get(1);
        int sum = e.newFloat();
        pushBias(v, Index.of(row));
        b.fstore(sum);
        for (int j = 0; j < x.length(); j++) {
            e.pushMatrix(matrix, Index.of(row), Index.of(j));
            e.push(x, Index.of(j));
            b.fload(sum);
            e.fma();
            b.fstore(sum);
        }
        b.fload(sum);
        e.keep(v, row);
    }

    private void pushBias(Vec v, Index row) {
        if (v.operands().size() > 2) {
            e.push(v.operands().get(2), row);
        } else {
            b.loadConstant(0f);
        }
    }

    /// A linear operator or a copy whose result goes to memory.
    void whole(Vec v) {
        Vec a = v.operands().getFirst();
        switch (v.operator()) {
            case MATVEC -> matrixProduct(v);
            case OUTER -> {
                Vec row = v.operands().get(1);
                e.loop(
                        a.length(),
                        i ->
                                e.loop(
                                        row.length(),
                                        j -> {
                                            int at = e.newInt();
                                            b.iload(i.variable()).loadConstant(row.length()).imul();
                                            b.iload(j.variable()).iadd().istore(at);
                                            e.store(
                                                    v,
                                                    new Index(at, 0),
                                                    () -> {
                                                        e.push(a, i);
                                                        e.push(row, j);
                                                        b.fmul();
                                                    });
                                        }));
            }
            case GATHER -> {
                int[] indices = (int[]) Layout.attribute(v);
                for (int k = 0; k < indices.length; k++) {
                    int from = indices[k];
                    e.store(v, Index.of(k), () -> e.push(a, Index.of(from)));
                }
            }
            case CONCAT -> {
                int at = 0;
                for (Vec part : v.operands()) {
                    int offset = at;
                    if (part.length() == 1) {
                        e.store(v, Index.of(offset), () -> e.push(part, Index.of(0)));
                    } else {
                        e.loop(
                                part.length(),
                                i -> e.store(v, i.plus(offset), () -> e.push(part, i)));
                    }
                    at += part.length();
                }
            }
            default -> throw new IllegalStateException("no code for " + v);
        }
    }

    /// Receives the variable that holds the sum of row `k` of a block.
    private interface RowSum {
        void take(int k, int sum);
    }

    private void matrixProduct(Vec v) {
        int rows = v.length(), blocks = rows / ROW_BLOCK;
        if (blocks > 0) {
            e.loop(
                    blocks,
                    block -> {
                        int first = e.newInt();
                        b.iload(block.variable()).loadConstant(ROW_BLOCK).imul().istore(first);
                        storedRows(v, new Index(first, 0), ROW_BLOCK);
                    });
        }
        if (rows % ROW_BLOCK > 0) {
            storedRows(v, Index.of(blocks * ROW_BLOCK), rows % ROW_BLOCK);
        }
    }

    private void storedRows(Vec v, Index first, int count) {
        rows(v, first, count, (k, sum) -> e.store(v, first.plus(k), () -> b.fload(sum)));
    }

    /// `count` rows from `first` on, one chain of fused multiply-adds each, columns ascending.
    private void rows(Vec v, Index first, int count, RowSum result) {
        Vec matrix = v.operands().get(0), x = v.operands().get(1);
        int[] sums = new int[count];
        for (int k = 0; k < count; k++) {
            sums[k] = e.newFloat();
            pushBias(v, first.plus(k));
            b.fstore(sums[k]);
        }
        Consumer<Index> column =
                j -> {
                    int xj = e.newFloat();
                    e.push(x, j);
                    b.fstore(xj);
                    for (int k = 0; k < count; k++) {
                        e.pushMatrix(matrix, first.plus(k), j);
                        b.fload(xj).fload(sums[k]);
                        e.fma();
                        b.fstore(sums[k]);
                    }
                };
        if (x.length() == 1) {
            column.accept(Index.of(0));
        } else {
            e.loop(x.length(), column);
        }
        for (int k = 0; k < count; k++) {
            result.take(k, sums[k]);
        }
    }

    /// Pushes the sum of `a`, or of its products with operand 1.
    private void partialSums(Vec v, Vec a) {
        int n = a.length();
        int used = Math.min(PARTIAL_SUMS, n);
        int[] sums = new int[used];
        for (int k = 0; k < used; k++) {
            sums[k] = e.newFloat();
            pushTerm(v, a, Index.of(k));
            b.fstore(sums[k]);
        }
        int chunks = n / PARTIAL_SUMS;
        if (n > UNROLLED_SUM && !layout.isUnrolled(v)) {
            e.loop(
                    chunks - 1,
                    c -> {
                        int first = e.newInt();
                        b.iload(c.variable()).loadConstant(PARTIAL_SUMS).imul();
                        b.loadConstant(PARTIAL_SUMS).iadd().istore(first);
                        for (int k = 0; k < PARTIAL_SUMS; k++) {
                            addTerm(v, a, new Index(first, k), sums[k]);
                        }
                    });
            for (int i = chunks * PARTIAL_SUMS; i < n; i++) {
                addTerm(v, a, Index.of(i), sums[i % PARTIAL_SUMS]);
            }
        } else {
            for (int i = PARTIAL_SUMS; i < n; i++) {
                addTerm(v, a, Index.of(i), sums[i % PARTIAL_SUMS]);
            }
        }
        tree(sums);
    }

    /// Adds 16 partial sums 8-4-2-1. A missing one is +0, added all the same: it turns -0 into 0.
    private void tree(int[] sums) {
        int[] s = new int[PARTIAL_SUMS];
        java.util.Arrays.fill(s, -1);
        System.arraycopy(sums, 0, s, 0, sums.length);
        for (int half = PARTIAL_SUMS / 2; half >= 1; half /= 2) {
            for (int k = 0; k < half; k++) {
                if (s[k] >= 0) {
                    b.fload(s[k]);
                    if (s[k + half] >= 0) {
                        b.fload(s[k + half]);
                    } else {
                        b.loadConstant(0f);
                    }
                    b.fadd().fstore(s[k]);
                }
            }
        }
        b.fload(s[0]);
    }

    private void pushTerm(Vec v, Vec a, Index i) {
        e.push(a, i);
        if (v.operator() == Operator.DOT) {
            e.push(v.operands().get(1), i);
            b.fmul();
        }
    }

    private void addTerm(Vec v, Vec a, Index i, int sum) {
        e.push(a, i);
        if (v.operator() == Operator.DOT) {
            e.push(v.operands().get(1), i);
            b.fload(sum);
            e.fma();
        } else {
            b.fload(sum).fadd();
        }
        b.fstore(sum);
    }

    private void greatest(Vec v, Vec a) {
        int best = e.newFloat();
        e.push(a, Index.of(0));
        b.fstore(best);
        Consumer<Index> compare =
                i -> {
                    b.fload(best);
                    e.push(a, i);
                    e.maximum();
                    b.fstore(best);
                };
        if (layout.isUnrolled(v) || a.length() <= UNROLLED_SUM) {
            for (int k = 1; k < a.length(); k++) {
                compare.accept(Index.of(k));
            }
        } else {
            e.loop(a.length(), compare);
        }
        b.fload(best);
    }
}
