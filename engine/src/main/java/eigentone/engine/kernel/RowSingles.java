package eigentone.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Draw;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.List;
import java.util.function.Consumer;

/// Writes values that are computed by themselves: sums, moves, draws and what goes float by float.
final class RowSingles {
    static final int PARTIAL_SUMS = 16;

    private final CodeBuilder b;
    private final RowEmitter e;
    private final RowCodeBuilder code;
    private final RowLayout layout;

    RowSingles(CodeBuilder b, RowEmitter e, RowLayout layout) {
        this.b = b;
        this.e = e;
        this.code = e.code;
        this.layout = layout;
    }

    /// How many Vector API calls a value takes, roughly.
    static int calls(Vec v, RowLayout layout) {
        return switch (v.operator()) {
            case DOT, SUM, GREATEST ->
                    3 * Math.min(PARTIAL_SUMS * 4, layout.rows(v.operands().getFirst())) + 12;
            default -> 12;
        };
    }

    void single(Vec v) {
        List<Vec> a = v.operands();
        switch (v.operator()) {
            case DOT, SUM -> {
                partialSums(v);
                e.storeRow(v, Index.of(0), () -> {});
            }
            case GREATEST -> greatest(v, a.getFirst());
            case INPUT -> {
                Slot.Input port = (Slot.Input) RowLayout.slot(v);
                e.portPlace(port, Index.of(0));
                b.loadConstant(layout.lanes);
                pushPlace(v);
                b.loadConstant(port.width());
                code.memory(
                        "copyIn", CD_void, RowCodeBuilder.FLOATS, CD_int, CD_int, CD_long, CD_int);
            }
            case GATHER -> {
                Runnable from = e.inMemory(a.getFirst());
                from.run();
                e.sharedAddress(layout.indexTable(v), Index.of(0), 0);
                pushPlace(v);
                b.loadConstant(v.length()).loadConstant(layout.entryBytes());
                code.memory("gather", CD_void, CD_long, CD_long, CD_long, CD_int, CD_int);
            }
            case CONCAT -> concat(v);
            case DELAY_READ -> delayed(v);
            case LOOKUP -> lookup(v);
            case UNIFORM -> uniform(v);
            case STEP_MODULO -> {
                e.address(layout.stepsAt, Index.of(0), 0);
                b.loadConstant((Integer) Layout.attribute(v));
                pushPlace(v);
                b.loadConstant(layout.width);
                code.memory("stepModulo", CD_void, CD_long, CD_int, CD_long, CD_int);
            }
            case OUTER -> outer(v);
            case MATVEC -> matvec(v);
            default -> throw new IllegalStateException("no code for " + v);
        }
    }

    private void pushPlace(Vec v) {
        e.place(v, 0, Index.of(0), 0);
    }

    /// In the vector schedule a scalar is a row of equals.
    private void spreadScalar(Vec v) {
        if (!layout.isLanes && v.length() == 1) {
            pushPlace(v);
            pushPlace(v);
            b.loadConstant(layout.width);
            code.memory("spread", CD_void, CD_long, CD_long, CD_int);
        }
    }

    // ---- moves ----

    private void concat(Vec v) {
        long at = 0;
        for (Vec part : v.operands()) {
            long offset = at;
            Consumer<Index> row =
                    r -> {
                        e.push(part, r);
                        int local = code.keep();
                        code.store(local, () -> e.place(v, offset, r, layout.rowBytes));
                    };
            if (layout.isLanes) {
                e.rows(part.length(), row);
            } else if (part.length() == 1) {
                code.set(
                        () -> e.place(v, offset, Index.of(0), 0),
                        () -> e.pushFloat(part, Index.of(0)));
            } else {
                e.rows(layout.rows(part), row);
            }
            at += (long) part.length() * layout.entryBytes();
        }
    }

    private void delayed(Vec v) {
        Slot.Delay line = (Slot.Delay) RowLayout.slot(v);
        Vec frames = v.operands().getFirst();
        if (layout.isLanes) {
            Runnable back = e.inMemory(frames);
            e.rows(
                    line.width(),
                    c -> {
                        pushChannel(line, c);
                        pushTimes(line);
                        back.run();
                        pushRowOffset(frames.length() == 1 ? Index.of(0) : c);
                        e.place(v, 0, c, layout.rowBytes);
                        b.loadConstant(layout.width);
                        callDelayed();
                    });
            return;
        }
        Runnable back = e.inMemory(frames);
        if (frames.length() == v.length()) {
            pushChannel(line, Index.of(0));
            pushTimes(line);
            back.run();
            pushPlace(v);
            b.loadConstant(line.width());
            callDelayed();
            spreadScalar(v);
        } else {
            // One time for all channels: float by float of one row.
            code.loop(
                    line.width(),
                    c -> {
                        pushChannel(line, Index.of(0));
                        b.iload(c.variable()).i2l().loadConstant(4L).lmul().ladd();
                        pushTimes(line);
                        back.run();
                        e.place(v, 0, c, RowLayout.BYTES);
                        b.loadConstant(1);
                        callDelayed();
                    });
        }
    }

    private void callDelayed() {
        code.memory(
                "delayed", CD_void, CD_long, CD_int, CD_int, CD_int, CD_int, CD_long, CD_long,
                CD_int);
    }

    private void pushChannel(Slot.Delay line, Index channel) {
        e.address(layout.ringAt(line), channel, layout.rowBytes);
    }

    private void pushTimes(Slot.Delay line) {
        b.loadConstant(layout.ringRowBytes(line)).loadConstant(layout.ringMask(line));
        b.iload(e.tick()).loadConstant(line.maxFrames());
    }

    private void pushRowOffset(Index row) {
        b.loadConstant((long) row.offset() * layout.rowBytes).ladd();
        if (!row.isConstant()) {
            b.iload(row.variable()).i2l().loadConstant((long) layout.rowBytes).lmul().ladd();
        }
    }

    private void lookup(Vec v) {
        Vec table = v.operands().get(0);
        Runnable index = e.inMemory(v.operands().get(1));
        Vec at = v.operands().get(1);
        int floats = layout.isLanes || v.length() == 1 ? layout.width : v.length();
        e.rows(
                layout.isLanes ? v.length() : 1,
                r -> {
                    b.aload(e.weights()).loadConstant(layout.sharedFloat(table));
                    b.loadConstant(table.length());
                    index.run();
                    pushRowOffset(at.length() == 1 ? Index.of(0) : r);
                    e.place(v, 0, r, layout.rowBytes);
                    b.loadConstant(floats);
                    code.memory(
                            "lookup",
                            CD_void,
                            RowCodeBuilder.FLOATS,
                            CD_int,
                            CD_int,
                            CD_long,
                            CD_long,
                            CD_int);
                });
    }

    private void uniform(Vec v) {
        Draw draw = (Draw) Layout.attribute(v);
        long seeds = layout.seedsAt + (long) draw.stream() * layout.rowBytes;
        int index = draw.index();
        if (layout.isLanes) {
            e.rows(
                    v.length(),
                    r -> {
                        e.address(seeds, Index.of(0), 0);
                        e.address(layout.stepsAt, Index.of(0), 0);
                        b.loadConstant(index + r.offset());
                        if (!r.isConstant()) {
                            b.iload(r.variable()).iadd();
                        }
                        e.place(v, 0, r, layout.rowBytes);
                        b.loadConstant(layout.width);
                        code.memory(
                                "uniformLanes", CD_void, CD_long, CD_long, CD_int, CD_long, CD_int);
                    });
            return;
        }
        e.address(seeds, Index.of(0), 0);
        e.address(layout.stepsAt, Index.of(0), 0);
        b.loadConstant(index);
        pushPlace(v);
        b.loadConstant(v.length());
        code.memory("uniformRow", CD_void, CD_long, CD_long, CD_int, CD_long, CD_int);
        spreadScalar(v);
    }

    // ---- products that are no weights' ----

    private void outer(Vec v) {
        Vec column = v.operands().get(0), row = v.operands().get(1);
        if (!layout.isLanes) {
            Runnable left = e.inMemory(column), right = e.inMemory(row);
            left.run();
            right.run();
            pushPlace(v);
            b.loadConstant(column.length()).loadConstant(row.length());
            code.memory("outer", CD_void, CD_long, CD_long, CD_long, CD_int, CD_int);
            spreadScalar(v);
            return;
        }
        e.rows(
                column.length(),
                i -> {
                    e.push(column, i);
                    int left = code.keep();
                    e.rows(
                            row.length(),
                            j -> {
                                int at = code.newInt();
                                b.loadConstant(i.offset());
                                if (!i.isConstant()) {
                                    b.iload(i.variable()).iadd();
                                }
                                b.loadConstant(row.length()).imul().loadConstant(j.offset());
                                b.iadd();
                                if (!j.isConstant()) {
                                    b.iload(j.variable()).iadd();
                                }
                                b.istore(at);
                                e.storeRow(
                                        v,
                                        new Index(at, 0),
                                        () -> {
                                            b.aload(left);
                                            e.push(row, j);
                                            code.multiply();
                                        });
                            });
                });
    }

    /// A matrix that is no weight, in the vector schedule.
    private void matvec(Vec v) {
        Vec matrix = v.operands().get(0), x = v.operands().get(1);
        e.rows(
                layout.rows(v),
                r ->
                        e.storeRow(
                                v,
                                r,
                                () -> {
                                    if (v.operands().size() > 2) {
                                        e.push(v.operands().get(2), r);
                                    } else {
                                        code.constant(0);
                                    }
                                }));
        Runnable m = e.inMemory(matrix), from = e.inMemory(x);
        m.run();
        from.run();
        pushPlace(v);
        b.loadConstant(v.length()).loadConstant(x.length());
        code.memory("matvec", CD_void, CD_long, CD_long, CD_long, CD_int, CD_int);
        spreadScalar(v);
    }

    // ---- sums ----

    private void greatest(Vec v, Vec a) {
        if (!layout.isLanes && a.length() > 1) {
            Runnable from = e.inMemory(a);
            code.broadcast(() -> {
                from.run();
                b.loadConstant(a.length());
                code.memory("greatest", CD_float, CD_long, CD_int);
            });
            e.storeRow(v, Index.of(0), () -> {});
            return;
        }
        int best = code.newVector();
        e.push(a, Index.of(0));
        b.astore(best);
        e.rows(
                a.length(),
                r -> {
                    code.known(best);
                    b.aload(best);
                    e.push(a, r);
                    code.maximum();
                    b.astore(best);
                });
        code.known(best);
        e.storeRow(v, Index.of(0), () -> b.aload(best));
    }

    /// Pushes the sum of operand 0, or of its products with operand 1: 16 partial sums by index mod
    /// 16, then 8-4-2-1.
    private void partialSums(Vec v) {
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
            java.util.Arrays.fill(sums, used, PARTIAL_SUMS, zero);
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
            int looped = isUnrolledSum(v, layout) ? 0 : wholeRounds(v) * sums.length;
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
    static boolean isUnrolledSum(Vec v, RowLayout layout) {
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
