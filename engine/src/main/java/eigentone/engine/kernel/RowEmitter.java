package eigentone.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes single rows of values: loading them from where they live, regions of elementwise values,
/// and what ends a frame.
final class RowEmitter {
    /// To load a row, take what is tiny to rest, and store it.
    static final int REST_WORDS = 8;

    /// What is unrolled must fit into a method that HotSpot compiles.
    static final int MAX_UNROLLED_WORDS = 120;

    /// The local variables of a generated method.
    ///
    /// @param tick -1 where nothing of a frame is at hand
    /// @param record the address of this frame's record
    record Arguments(
            int base,
            int shared,
            int weights,
            int in,
            int out,
            int lane,
            int frame,
            int tick,
            int record) {}

    private final RowLayout layout;
    private final RowSchedule schedule;
    private final Arguments arguments;
    private final int stage;
    private final CodeBuilder b;
    final RowCodeBuilder code;

    /// States that stay in local variables over the frames of a stretch, row by row.
    private final Map<Vec, int[]> kept = new IdentityHashMap<>();

    /// Rows in local variables: of the region's current row, and scalars for all of its rows.
    private final Map<Vec, Integer> locals = new IdentityHashMap<>();

    /// @param stage whose work is written
    RowEmitter(
            CodeBuilder b, RowLayout layout, RowSchedule schedule, Arguments arguments, int stage) {
        this.b = b;
        this.stage = stage;
        this.layout = layout;
        this.schedule = schedule;
        this.arguments = arguments;
        code = new RowCodeBuilder(b, layout.width);
    }

    Arguments arguments() {
        return arguments;
    }

    // ---- addresses ----

    /// Pushes the address `offset + index * stride` of the group's memory.
    void address(long offset, Index index, long stride) {
        b.lload(arguments.base());
        addressOf(offset, index, stride);
    }

    void sharedAddress(long offset, Index index, long stride) {
        b.lload(arguments.shared());
        addressOf(offset, index, stride);
    }

    private void addressOf(long offset, Index index, long stride) {
        b.loadConstant(offset + index.offset() * stride).ladd();
        if (!index.isConstant()) {
            b.iload(index.variable()).i2l().loadConstant(stride).lmul().ladd();
        }
    }

    /// Pushes the address of a value, `offset + index * stride` bytes in: in this frame's record
    /// where it passes between stages.
    void place(Vec v, long offset, Index index, long stride) {
        int recorded = layout.stages.recordAt(v);
        if (recorded < 0 || isOldState(v)) {
            b.lload(arguments.base());
            addressOf(layout.place(v) + offset, index, stride);
        } else {
            recordAddress(recorded + offset, index, stride);
        }
    }

    /// Whether `v` is a state that this stage keeps; others read it as it was recorded.
    private boolean isOldState(Vec v) {
        return v.operator() == Operator.STATE && layout.stages.of(v) == stage;
    }

    void recordAddress(long offset, Index index, long stride) {
        b.lload(arguments.record());
        addressOf(offset, index, stride);
    }

    private boolean isPlaced(Vec v) {
        return layout.isPlaced(v) || layout.stages.recordAt(v) >= 0;
    }

    void storeRow(Vec v, Index row, Runnable value) {
        value.run();
        int vector = code.keep();
        code.store(vector, () -> place(v, 0, row, layout.rowBytes));
    }

    /// Pushes the weights and the index `offset + index * stride`.
    void weightPlace(int offset, Index index, int stride) {
        b.aload(arguments.weights());
        b.loadConstant(offset + index.offset() * stride);
        if (!index.isConstant() && stride != 0) {
            b.iload(index.variable());
            if (stride != 1) {
                b.loadConstant(stride).imul();
            }
            b.iadd();
        }
    }

    /// Pushes a port's buffer and the index of channel `channel` of this frame.
    void portPlace(Slot port, Index channel) {
        boolean input = port instanceof Slot.Input;
        int width = input ? ((Slot.Input) port).width() : ((Slot.Output) port).width();
        b.aload(input ? arguments.in() : arguments.out());
        b.loadConstant(port.index()).aaload();
        b.iload(arguments.frame()).loadConstant(width * layout.lanes).imul();
        b.iload(arguments.lane()).iadd();
        if (channel.offset() != 0) {
            b.loadConstant(channel.offset() * layout.lanes).iadd();
        }
        if (!channel.isConstant()) {
            b.iload(channel.variable()).loadConstant(layout.lanes).imul().iadd();
        }
    }

    /// Pushes the address of a value's first row, copying it to memory when it is not there.
    void pushMemory(Vec v) {
        RowLayout.Source s = RowLayout.source(v);
        boolean contiguous = s.stride() == 1 || v.length() == 1;
        if (contiguous && isPlaced(s.base()) && (layout.isLanes || isSpread(v, s))) {
            place(s.base(), (long) s.first() * layout.entryBytes(), Index.of(0), 0);
            return;
        }
        if (contiguous && !layout.isLanes && layout.prepared.contains(s.base()) && v.length() > 1) {
            long offset = layout.sharedRow(s.base()) + (long) s.first() * RowLayout.BYTES;
            sharedAddress(offset, Index.of(0), 0);
            return;
        }
        throw new IllegalStateException("in no memory: " + v);
    }

    /// Whether what is in memory is laid out as a value of its own: a scalar must be a row of
    /// equals.
    private static boolean isSpread(Vec v, RowLayout.Source s) {
        return v.length() > 1 || s.base().length() == 1;
    }

    /// Copies a value to rows of its own, where [#pushMemory] cannot name it; the result pushes its
    /// address.
    Runnable inMemory(Vec v) {
        RowLayout.Source s = RowLayout.source(v);
        boolean contiguous = s.stride() == 1 || v.length() == 1;
        boolean placed = isPlaced(s.base()) && (layout.isLanes || isSpread(v, s));
        boolean shared = !layout.isLanes && layout.prepared.contains(s.base()) && v.length() > 1;
        if (contiguous && (placed || shared)) {
            return () -> pushMemory(v);
        }
        long at = layout.reserve(layout.rows(v));
        rows(layout.rows(v), r -> storeAt(at, r, () -> push(v, r)));
        return () -> address(at, Index.of(0), 0);
    }

    /// How often `body` is written for `count` rows.
    static int copies(int count) {
        return count <= 4 ? count : 1;
    }

    /// Writes `body` for each of `count` rows: a loop unless they are few.
    void rows(int count, java.util.function.Consumer<Index> body) {
        if (copies(count) == count) {
            for (int r = 0; r < count; r++) {
                body.accept(Index.of(r));
            }
        } else {
            code.loop(count, body);
        }
    }

    void storeAt(long offset, Index row, Runnable value) {
        value.run();
        int vector = code.keep();
        code.store(vector, () -> address(offset, row, layout.rowBytes));
    }

    // ---- rows ----

    /// Pushes row `row` of `v`; of a scalar its only one.
    void push(Vec v, Index row) {
        RowLayout.Source s = RowLayout.source(v);
        Vec base = s.base();
        Integer local = locals.get(v);
        if (local == null && s.isWhole()) {
            local = locals.get(base);
        }
        int[] rows = kept.get(base);
        if (local != null) {
            b.aload(local);
        } else if (rows != null) {
            b.aload(rows[rows.length == 1 ? 0 : row.offset()]);
        } else if (s.stride() == 0 || v.length() == 1) {
            pushEntry(base, Index.of(s.first()));
        } else if (layout.isLanes) {
            pushEntry(base, row.plus(s.first()));
        } else if (layout.prepared.contains(base)) {
            long offset = layout.sharedRow(base) + (long) s.first() * RowLayout.BYTES;
            code.load(() -> sharedAddress(offset, row, layout.rowBytes));
        } else {
            long offset = (long) s.first() * RowLayout.BYTES;
            code.load(() -> place(base, offset, row, layout.rowBytes));
        }
    }

    /// Pushes entry `k` of `v` in every float of a register (vector schedule), or for each lane.
    void pushSplat(Vec v, Index k) {
        RowLayout.Source s = RowLayout.source(v);
        if (s.stride() == 0) {
            pushEntry(s.base(), Index.of(s.first()));
        } else {
            pushEntry(s.base(), k.plus(s.first()));
        }
    }

    private void pushEntry(Vec base, Index k) {
        if (base.operator() == Operator.CONSTANT && k.isConstant()) {
            code.constant((float) ((double[]) Layout.attribute(base))[k.offset()]);
        } else if (layout.prepared.contains(base)) {
            int at = layout.sharedFloat(base);
            code.broadcast(() -> {
                weightPlace(at, k, 1);
                b.faload();
            });
        } else if (base.operator() == Operator.INPUT && !isPlaced(base)) {
            Slot port = RowLayout.slot(base);
            if (layout.isLanes) {
                code.loadArray(() -> portPlace(port, k));
            } else {
                code.broadcast(() -> {
                    portPlace(port, k);
                    b.faload();
                });
            }
        } else if (layout.isLanes || base.length() == 1) {
            code.load(() -> place(base, 0, k, layout.rowBytes));
        } else {
            code.broadcast(() -> code.get(() -> place(base, 0, k, RowLayout.BYTES)));
        }
    }

    /// Pushes entry `k` of `v` as a float (vector schedule).
    void pushFloat(Vec v, Index k) {
        RowLayout.Source s = RowLayout.source(v);
        Index entry = s.stride() == 0 ? Index.of(s.first()) : k.plus(s.first());
        Vec base = s.base();
        if (layout.prepared.contains(base)) {
            weightPlace(layout.sharedFloat(base), entry, 1);
            b.faload();
        } else if (base.operator() == Operator.INPUT && !isPlaced(base)) {
            portPlace(RowLayout.slot(base), entry);
            b.faload();
        } else {
            code.get(() -> place(base, 0, entry, RowLayout.BYTES));
        }
    }

    // ---- regions ----

    /// How many words of [RowCodeBuilder] an elementwise value takes, roughly: with its operands,
    /// and where it is a state's next value with what that takes.
    static int words(Vec v, RowLayout layout) {
        int words =
                switch (v.operator()) {
                    case FLOOR -> 11;
                    case MINIMUM, MAXIMUM -> 4;
                    case LESS, SELECT -> 3;
                    case POWER_OF_TWO, EXPONENT -> 6;
                    case MANTISSA -> 9;
                    default -> 2;
                };
        return layout.program.states().containsValue(v) ? words + REST_WORDS : words;
    }

    static int words(List<Vec> values, RowLayout layout) {
        return values.stream().mapToInt(v -> words(v, layout)).sum();
    }

    /// How many words a region takes in all, roughly.
    static int calls(RowSchedule.Region region, RowLayout layout) {
        int copies = isUnrolled(region.values(), region.rows(), layout) ? region.rows() : 1;
        return copies * words(region.values(), layout);
    }

    /// Whether a region of these values is written row by row, without a loop.
    static boolean isUnrolled(List<Vec> values, int rows, RowLayout layout) {
        return rows == 1 || rows * words(values, layout) <= MAX_UNROLLED_WORDS;
    }

    void region(RowSchedule.Region region) {
        if (isUnrolled(region.values(), region.rows(), layout)) {
            for (int r = 0; r < region.rows(); r++) {
                row(region.values(), Index.of(r));
            }
        } else {
            Map<Vec, Integer> scalars = new IdentityHashMap<>();
            for (Vec v : region.values()) {
                for (Vec o : v.operands()) {
                    if (layout.rows(o) == 1 && !scalars.containsKey(o)) {
                        push(o, Index.of(0));
                        scalars.put(o, code.keep());
                    }
                }
            }
            code.loop(
                    region.rows(),
                    r -> {
                        locals.clear();
                        locals.putAll(scalars);
                        row(region.values(), r);
                    });
        }
        locals.clear();
    }

    private void row(List<Vec> values, Index row) {
        if (row.isConstant()) {
            locals.clear();
        }
        for (Vec v : values) {
            result(v, row);
            locals.put(v, code.keep());
        }
        for (Vec v : values) {
            finish(v, row);
        }
    }

    // ---- states that stay in registers ----

    /// Loads the states of a stage that may stay in registers while its frames run.
    void keepStates() {
        for (Vec s : schedule.keepable(stage)) {
            int[] rows = new int[layout.rows(s)];
            for (int r = 0; r < rows.length; r++) {
                push(s, Index.of(r));
                rows[r] = code.keep();
            }
            kept.put(s, rows);
        }
    }

    /// At the beginning of every frame.
    void knowStates() {
        kept.values().forEach(rows -> Arrays.stream(rows).forEach(code::known));
    }

    private int @Nullable [] keptRows(Slot.State state) {
        for (Map.Entry<Vec, int[]> k : kept.entrySet()) {
            if (RowLayout.slot(k.getKey()).equals(state)) {
                return k.getValue();
            }
        }
        return null;
    }

    /// Stores them when the frames have run.
    void storeStates() {
        kept.forEach((s, rows) -> {
            for (int r = 0; r < rows.length; r++) {
                Index row = Index.of(r);
                code.store(rows[r], () -> place(s, 0, row, layout.rowBytes));
            }
        });
    }

    /// Writes a row of values, of which `given` are in local variables; the result says where all
    /// are. `sums` runs before they are stored.
    Map<Vec, Integer> row(List<Vec> values, Index row, Map<Vec, Integer> given, Runnable sums) {
        locals.clear();
        locals.putAll(given);
        for (Vec v : values) {
            result(v, row);
            locals.put(v, code.keep());
        }
        sums.run();
        for (Vec v : values) {
            if (schedule.isStored(v)) {
                int local = Objects.requireNonNull(locals.get(v));
                code.store(local, () -> place(v, 0, row, layout.rowBytes));
            }
        }
        Map<Vec, Integer> all = new IdentityHashMap<>(locals);
        locals.clear();
        return all;
    }

    private void operand(Vec o, Index row) {
        push(o, row);
        if (!locals.containsKey(o) && o.operator() != Operator.CONSTANT) {
            b.dup();
            locals.put(o, code.keep());
        }
    }

    private void result(Vec v, Index row) {
        List<Vec> a = v.operands();
        switch (v.operator()) {
            case SELECT -> {
                operand(a.get(2), row);
                operand(a.get(1), row);
                if (schedule.isMask(a.getFirst())) {
                    // Where the comparison holds: operand 1 over operand 2.
                    b.aload(Objects.requireNonNull(locals.get(a.getFirst())));
                } else {
                    b.swap();
                    operand(a.getFirst(), row);
                    code.constant(0);
                    code.equal();
                }
                code.blend();
            }
            case LESS -> {
                if (schedule.isMask(v)) {
                    operand(a.get(0), row);
                    operand(a.get(1), row);
                    code.less();
                } else {
                    code.constant(0);
                    code.constant(1);
                    operand(a.get(0), row);
                    operand(a.get(1), row);
                    code.less();
                    code.blend();
                }
            }
            case DELAY_READ -> delayed(v, row);
            default -> {
                for (Vec o : a) {
                    operand(o, row);
                }
                arithmetic(v.operator());
            }
        }
    }

    private void arithmetic(Operator op) {
        switch (op) {
            case NEGATE -> code.negate();
            case ABS -> code.absolute();
            case SQRT -> code.squareRoot();
            case FLOOR -> code.floor();
            case ADD -> code.add();
            case SUBTRACT -> code.subtract();
            case MULTIPLY -> code.multiply();
            case DIVIDE -> code.divide();
            case FMA -> code.fma();
            case MINIMUM -> code.minimum();
            case MAXIMUM -> code.maximum();
            case POWER_OF_TWO -> code.powerOfTwo();
            case EXPONENT -> code.exponent();
            case MANTISSA -> code.mantissa();
            default -> throw new IllegalStateException("not lowered: " + op);
        }
    }

    /// A delay line read a constant number of frames back: whole rows.
    private void delayed(Vec v, Index row) {
        Slot.Delay line = (Slot.Delay) RowLayout.slot(v);
        int frames = layout.constantFrames(v);
        Runnable address =
                () -> {
                    pushRing(line, () -> b.loadConstant(frames));
                    addressOf(0, row, layout.rowBytes);
                };
        if (layout.isLanes || line.width() > 1) {
            code.load(address);
        } else {
            code.broadcast(() -> code.get(address));
        }
    }

    /// Pushes the address of a delay line's row as many frames ago as `back` pushes.
    void pushRing(Slot.Delay line, Runnable back) {
        b.lload(arguments.base());
        b.iload(arguments.tick());
        back.run();
        b.isub();
        b.loadConstant(layout.ringMask(line)).iand();
        b.i2l().loadConstant((long) layout.ringRowBytes(line)).lmul().ladd();
        b.loadConstant(layout.ringAt(line)).ladd();
    }

    /// Stores a computed row wherever it is wanted.
    private void finish(Vec v, Index row) {
        int local = Objects.requireNonNull(locals.get(v));
        if (schedule.isStored(v)) {
            code.store(local, () -> place(v, 0, row, layout.rowBytes));
        }
        schedule.inPlace()
                .forEach((state, next) -> {
                    if (next == v) {
                        b.aload(local);
                        code.rest();
                        int[] rows = keptRows(state);
                        if (rows != null) {
                            b.astore(rows[row.offset()]);
                        } else {
                            storeAt(layout.stateAt(state.index()), row, () -> {});
                        }
                    }
                });
        layout.program
                .outputs()
                .forEach((port, value) -> {
                    if (value == v && writesItself(v)) {
                        write(port, local, row);
                    }
                });
    }

    /// Whether a region writes its value to the port itself.
    private boolean writesItself(Vec v) {
        return layout.perFrame.contains(v) && (layout.isLanes || v.length() == 1);
    }

    private void write(Slot.Output port, int local, Index row) {
        if (layout.isLanes) {
            code.storeArray(local, () -> portPlace(port, row));
        } else {
            portPlace(port, row);
            b.aload(local);
            code.first();
            b.fastore();
        }
    }

    // ---- beginning and end of a frame ----

    /// Records the states that later stages read, before they change.
    void recordStates() {
        for (Vec v : layout.program.values()) {
            int recorded = layout.stages.recordAt(v);
            if (v.operator() == Operator.STATE && isOldState(v) && recorded >= 0) {
                rows(
                        layout.rows(v),
                        r -> {
                            push(v, r);
                            int row = code.keep();
                            code.store(row, () -> recordAddress(recorded, r, layout.rowBytes));
                        });
            }
        }
    }

    /// Writes a port, unless a region has written it already.
    void output(Slot.Output port, Vec v) {
        if (!isWrittenInRegion(v)) {
            copy(port, v);
        }
    }

    private boolean isWrittenInRegion(Vec v) {
        if (!writesItself(v) || RowLayout.isAlias(v)) {
            return false;
        }
        for (RowSchedule.Step s : schedule.steps()) {
            if (s instanceof RowSchedule.Region r && r.values().contains(v)) {
                return true;
            }
        }
        return false;
    }

    private void copy(Slot.Output port, Vec v) {
        if (layout.isLanes) {
            rows(
                    v.length(),
                    r -> {
                        push(v, r);
                        write(port, code.keep(), r);
                    });
        } else if (v.length() <= 4) {
            for (int k = 0; k < v.length(); k++) {
                Index channel = Index.of(k);
                portPlace(port, channel);
                pushFloat(v, channel);
                b.fastore();
            }
        } else {
            Runnable from = inMemory(v);
            from.run();
            portPlace(port, Index.of(0));
            b.loadConstant(layout.lanes).loadConstant(v.length());
            code.memory("copyOut", CD_void, CD_long, RowCodeBuilder.FLOATS, CD_int, CD_int, CD_int);
        }
    }

    void feed(Slot.Delay line, Vec v) {
        if (!layout.isLanes && line.width() == 1) {
            code.set(
                    () -> pushRing(line, b::iconst_0),
                    () -> {
                        pushFloat(v, Index.of(0));
                        code.restFloat();
                    });
            return;
        }
        rows(
                layout.rows(line.width()),
                r -> {
                    push(v, r);
                    code.rest();
                    int local = code.keep();
                    code.store(
                            local,
                            () -> {
                                pushRing(line, b::iconst_0);
                                addressOf(0, r, layout.rowBytes);
                            });
                });
    }

    /// Copies a value before states change, as it names an old one.
    void setAside(Vec next, long at) {
        rows(layout.rows(next), r -> storeAt(at, r, () -> push(next, r)));
    }

    /// A state takes its next value.
    ///
    /// @param aside where that was copied to, or -1
    void commit(Slot.State state, Vec next, long aside) {
        rows(
                layout.rows(next),
                r -> {
                    if (aside < 0) {
                        push(next, r);
                    } else {
                        code.load(() -> address(aside, r, layout.rowBytes));
                    }
                    code.rest();
                    storeAt(layout.stateAt(state.index()), r, () -> {});
                });
    }

    /// Counts a step of every lane, for draws and clocks.
    void advanceSteps() {
        Runnable steps = () -> address(layout.stepsAt, Index.of(0), 0);
        code.load(steps);
        code.increment();
        code.store(code.keep(), steps);
    }

    int tick() {
        return arguments.tick();
    }

    int weights() {
        return arguments.weights();
    }
}
