package eigentone.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Draw;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.List;
import java.util.function.Consumer;

/// Writes values that are computed by themselves: sums, moves, draws and what goes float by float.
final class RowSingles {
    /// Channels of a delay line that are written out one by one.
    private static final int ROW_BY_ROW = 32;

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
                    3 * Math.min(RowSums.PARTIAL_SUMS * 4, layout.rows(v.operands().getFirst()))
                            + 12;
            case DELAY_READ -> isRowByRow(v, layout) ? 3 * v.length() : 12;
            case UNIFORM -> 45;
            default -> 12;
        };
    }

    void single(Vec v) {
        List<Vec> a = v.operands();
        switch (v.operator()) {
            case DOT, SUM -> {
                new RowSums(b, e, layout).sum(v);
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
            case STEP_MODULO -> stepModulo(v);
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
        if (isRowByRow(v, layout)) {
            for (int c = 0; c < line.width(); c++) {
                Index row = Index.of(c);
                int back = layout.constantFrames(v, c);
                code.load(() -> {
                    e.pushRing(line, () -> b.loadConstant(back));
                    pushRowOffset(row);
                });
                e.storeRow(v, row, () -> {});
            }
            return;
        }
        if (!layout.isLanes && frames.length() == 1) {
            sameTime(v, line, frames);
            return;
        }
        Runnable back = e.inMemory(frames);
        if (!layout.isLanes) {
            pushChannel(line, Index.of(0));
            pushTimes(line);
            back.run();
            pushPlace(v);
            b.loadConstant(line.width());
            callDelayed();
            return;
        }
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
    }

    /// Whether all lanes read each channel at a constant time of its own.
    private static boolean isRowByRow(Vec v, RowLayout layout) {
        return layout.isLanes && v.length() <= ROW_BY_ROW && layout.constantFrames(v, 0) > 0;
    }

    /// One time for all channels of one lane: whole rows, or the one float.
    private void sameTime(Vec v, Slot.Delay line, Vec frames) {
        int back = code.newInt();
        e.pushFloat(frames, Index.of(0));
        code.wholeFrames(line.maxFrames());
        b.istore(back);
        Runnable pushBack = () -> b.iload(back);
        if (line.width() == 1) {
            code.broadcast(() -> code.get(() -> e.pushRing(line, pushBack)));
            e.storeRow(v, Index.of(0), () -> {});
            return;
        }
        e.rows(
                layout.rows(v),
                r -> {
                    code.load(() -> {
                        e.pushRing(line, pushBack);
                        pushRowOffset(r);
                    });
                    e.storeRow(v, r, () -> {});
                });
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
        boolean consecutive = !layout.isLanes && v.length() > 1;
        Consumer<Index> row =
                r ->
                        e.storeRow(
                                v,
                                r,
                                () ->
                                        code.uniform(
                                                () -> e.address(seeds, Index.of(0), 0),
                                                () -> e.address(layout.stepsAt, Index.of(0), 0),
                                                () -> pushDraw(draw.index(), r),
                                                consecutive));
        if (layout.rows(v) == 1) {
            row.accept(Index.of(0));
        } else {
            code.loop(layout.rows(v), row);
        }
    }

    /// Pushes the draw index of a row's first float.
    private void pushDraw(int first, Index row) {
        int floats = layout.isLanes ? 1 : layout.width;
        b.loadConstant(first + row.offset() * floats);
        if (!row.isConstant()) {
            b.iload(row.variable()).loadConstant(floats).imul().iadd();
        }
    }

    private void stepModulo(Vec v) {
        int period = (Integer) Layout.attribute(v);
        Runnable step =
                () -> {
                    e.address(layout.stepsAt, Index.of(0), 0);
                    b.loadConstant(KernelMath.inverse(period)).loadConstant(period);
                };
        if (layout.isLanes) {
            step.run();
            pushPlace(v);
            b.loadConstant(layout.width);
            code.memory("stepsModulo", CD_void, CD_long, CD_long, CD_int, CD_long, CD_int);
            return;
        }
        code.broadcast(() -> {
            step.run();
            code.memory("stepModulo", CD_float, CD_long, CD_long, CD_int);
        });
        e.storeRow(v, Index.of(0), () -> {});
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
}
