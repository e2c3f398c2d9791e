package eigentone.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import eigentone.engine.language.Draw;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the bytecode of single entries: loading, computing and storing entry `i` of a value,
/// where `i` is a constant or a loop's variable.
final class ElementEmitter {
    static final int MEMORY = 1;
    static final int BASE = 2;
    private static final int CLOCK = 3;
    private static final int CLOCK_AT = 4;
    private static final int RUN_SHARED = 5;
    private static final int INPUTS = 6;
    private static final int OUTPUTS = 7;
    private static final int LANE = 8;
    static final int FROM = 9;
    static final int TO = 10;
    private static final int HOIST_SHARED = 3;

    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final ClassDesc HELPERS = ClassDesc.of("eigentone.engine.kernel.KernelMath");
    private static final ClassDesc DRAWS = ClassDesc.of("eigentone.engine.program.Draws");

    /// An entry's index: `offset`, plus the int variable `variable` unless it is -1.
    record Index(int variable, int offset) {
        static Index of(int constant) {
            return new Index(-1, constant);
        }

        boolean isConstant() {
            return variable < 0;
        }

        Index plus(int more) {
            return new Index(variable, offset + more);
        }
    }

    private final CodeBuilder b;
    private final Layout layout;
    private final int sharedVariable;
    private final Map<Vec, int[]> locals = new IdentityHashMap<>();
    private final Map<Vec, Integer> regionLocals = new IdentityHashMap<>();
    private final Map<Slot, Integer> portBuffer = new HashMap<>();
    private final Map<Slot, Integer> portAt = new HashMap<>();
    private final Set<Vec> fused = Collections.newSetFromMap(new IdentityHashMap<>());
    private int stepVariable;
    private final Map<Integer, Integer> seedVariables = new HashMap<>();

    private ElementEmitter(CodeBuilder b, Layout layout, int sharedVariable) {
        this.b = b;
        this.layout = layout;
        this.sharedVariable = sharedVariable;
        findFused();
    }

    static ElementEmitter forHoist(CodeBuilder b, Layout layout) {
        return new ElementEmitter(b, layout, HOIST_SHARED);
    }

    static ElementEmitter forRun(CodeBuilder b, Layout layout) {
        return new ElementEmitter(b, layout, RUN_SHARED);
    }

    /// A comparison that only selects is written into its selects.
    private void findFused() {
        for (Vec v : layout.program.values()) {
            if (v.operator() == Operator.LESS) {
                fused.add(v);
            }
        }
        for (Vec v : layout.program.values()) {
            List<Vec> operands = v.operands();
            for (int i = 0; i < operands.size(); i++) {
                boolean mask = v.operator() == Operator.SELECT && i == 0;
                if (!mask || v.length() != operands.get(i).length()) {
                    fused.remove(operands.get(i));
                }
            }
        }
        fused.removeAll(layout.program.states().values());
        fused.removeAll(layout.program.delays().values());
        fused.removeAll(layout.program.outputs().values());
        // A hoisted comparison must be stored for the frame's code.
        fused.removeIf(v -> !layout.perFrame.contains(v));
    }

    boolean isFused(Vec v) {
        return fused.contains(v);
    }

    boolean hasLocals(Vec v) {
        return locals.containsKey(v);
    }

    int newInt() {
        return b.allocateLocal(java.lang.classfile.TypeKind.INT);
    }

    int newFloat() {
        return b.allocateLocal(java.lang.classfile.TypeKind.FLOAT);
    }

    // ---- clock and ports ----

    void loadClock() {
        stepVariable = newInt();
        b.aload(CLOCK).iload(CLOCK_AT).iaload().istore(stepVariable);
        for (Vec v : layout.program.values()) {
            if (v.operator() == Operator.UNIFORM) {
                seedVariables.computeIfAbsent(draw(v).stream(), this::loadSeed);
            }
        }
        for (Slot.Input p : layout.program.inputs()) {
            openPort(p, INPUTS);
        }
        layout.program.outputs().keySet().forEach(p -> openPort(p, OUTPUTS));
    }

    private int loadSeed(int stream) {
        int seed = newInt();
        b.aload(CLOCK).iload(CLOCK_AT).loadConstant(1 + stream).iadd().iaload().istore(seed);
        return seed;
    }

    private static Draw draw(Vec uniform) {
        return (Draw) Layout.attribute(uniform);
    }

    private void openPort(Slot port, int buffers) {
        int buffer = b.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
        b.aload(buffers).loadConstant(port.index()).aaload().astore(buffer);
        portBuffer.put(port, buffer);
        portAt.put(port, newInt());
    }

    void advanceClock() {
        b.iinc(stepVariable, 1);
    }

    void storeClock() {
        b.aload(CLOCK).iload(CLOCK_AT).iload(stepVariable).iastore();
    }

    void startInput(Slot.Input port) {
        startPort(port, port.width());
    }

    void startOutput(Slot.Output port) {
        startPort(port, port.width());
    }

    private void startPort(Slot port, int width) {
        b.iload(FROM).loadConstant(width * layout.lanes).imul().iload(LANE).iadd();
        b.istore(Objects.requireNonNull(portAt.get(port)));
    }

    void computeInput(Vec v, int k) {
        pushPort((Slot.Input) Layout.attribute(v), Index.of(k));
        b.fstore(newLocal(v, k));
    }

    private void pushPort(Slot.Input port, Index i) {
        b.aload(Objects.requireNonNull(portBuffer.get(port)));
        pushPortIndex(port, i);
        b.faload();
    }

    private void pushPortIndex(Slot port, Index i) {
        b.iload(Objects.requireNonNull(portAt.get(port)));
        if (!i.isConstant()) {
            b.iload(i.variable()).loadConstant(layout.lanes).imul().iadd();
        }
        if (i.offset() != 0) {
            b.loadConstant(i.offset() * layout.lanes).iadd();
        }
    }

    void writeOutput(Slot.Output port, Vec value) {
        forEntries(
                value,
                i -> {
                    b.aload(Objects.requireNonNull(portBuffer.get(port)));
                    pushPortIndex(port, i);
                    push(value, i);
                    b.fastore();
                });
    }

    // ---- memory ----

    /// Feeds a delay line at the end of a frame.
    void feed(Slot.Delay line, Vec value) {
        int row = newInt();
        b.iload(stepVariable).loadConstant(layout.ringMask[line.index()]).iand();
        b.loadConstant(line.width()).imul().iload(BASE).iadd();
        b.loadConstant(layout.ringAt[line.index()]).iadd().istore(row);
        forEntries(
                value,
                i -> {
                    b.aload(MEMORY).iload(row);
                    pushOffset(i, 0);
                    push(value, i);
                    helper("rest", 1);
                    b.fastore();
                });
    }

    /// Takes aside what the moves of other states would overwrite; the result makes this state's
    /// move.
    Runnable prepareCommit(Slot.State slot, @Nullable Vec state, Vec next) {
        int at = layout.stateAt[slot.index()];
        boolean aside = dependsOnState(next);
        int n = next.length();
        if (aside && (n == 1 || layout.unrollsFrame())) {
            int[] taken = new int[n];
            for (int k = 0; k < n; k++) {
                push(next, Index.of(k));
                b.fstore(taken[k] = newFloat());
            }
            return () -> moveEach(state, at, n, k -> b.fload(taken[k]));
        }
        if (aside) {
            int pending = layout.reserveScratch(next);
            forEntries(
                    next,
                    i -> {
                        b.aload(MEMORY);
                        pushConstantIndex(i, pending);
                        push(next, i);
                        b.fastore();
                    });
            return () ->
                    loop(
                            n,
                            i -> {
                                b.aload(MEMORY);
                                pushLaneIndex(i, at);
                                b.aload(MEMORY);
                                pushConstantIndex(i, pending);
                                b.faload();
                                helper("rest", 1);
                                b.fastore();
                            });
        }
        if (n == 1 || layout.unrollsFrame()) {
            return () -> moveEach(state, at, n, k -> push(next, Index.of(k)));
        }
        return () ->
                loop(
                        n,
                        i -> {
                            b.aload(MEMORY);
                            pushLaneIndex(i, at);
                            push(next, i);
                            helper("rest", 1);
                            b.fastore();
                        });
    }

    private void moveEach(
            @Nullable Vec state, int at, int n, java.util.function.IntConsumer pushEntry) {
        int[] variables = state == null ? null : locals.get(state);
        for (int k = 0; k < n; k++) {
            if (variables == null) {
                b.aload(MEMORY);
                pushLaneIndex(Index.of(k), at);
            }
            pushEntry.accept(k);
            helper("rest", 1);
            if (variables == null) {
                b.fastore();
            } else {
                b.fstore(variables[k]);
            }
        }
    }

    private boolean dependsOnState(Vec v) {
        return v.operator() == Operator.STATE
                || (layout.isAlias(v) && v.operands().stream().anyMatch(this::dependsOnState));
    }

    // ---- values ----

    /// Loads a value's entries into local variables.
    void preload(Vec v) {
        for (int k = 0; k < v.length(); k++) {
            pushStored(v, Index.of(k));
            b.fstore(newLocal(v, k));
        }
    }

    private int newLocal(Vec v, int k) {
        int[] l = locals.computeIfAbsent(v, x -> new int[x.length()]);
        return l[k] = newFloat();
    }

    /// Keeps what is on the stack as entry `k` of `v`.
    void keep(Vec v, int k) {
        b.fstore(newLocal(v, k));
    }

    /// Computes entry `k` into a local variable.
    void compute(Vec v, int k) {
        pushResult(v, Index.of(k));
        keep(v, k);
    }

    /// Stores all entries from local variables to the value's place in the lane's memory.
    void storeAll(Vec v) {
        int[] l = Objects.requireNonNull(locals.get(v));
        for (int k = 0; k < l.length; k++) {
            b.aload(MEMORY);
            pushLaneIndex(Index.of(k), layout.laneAt(v));
            b.fload(l[k]).fastore();
        }
    }

    /// One loop that computes entrywise vectors of the same length and stores those used outside.
    void region(List<Vec> values) {
        loop(
                values.getFirst().length(),
                i -> {
                    regionLocals.clear();
                    for (Vec v : values) {
                        if (isFused(v)) {
                            continue;
                        }
                        pushResult(v, i);
                        int local = newFloat();
                        b.fstore(local);
                        regionLocals.put(v, local);
                        if (usedOutside(v, values)) {
                            store(v, i, () -> b.fload(local));
                        }
                    }
                    regionLocals.clear();
                });
    }

    private boolean usedOutside(Vec v, List<Vec> region) {
        if (layout.program.states().containsValue(v)
                || layout.program.delays().containsValue(v)
                || layout.program.outputs().containsValue(v)
                || !layout.perFrame.contains(v)) {
            return true;
        }
        Set<Vec> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        inside.addAll(region);
        for (Vec user : layout.program.values()) {
            // What a fused comparison reads may be read again by a select in a later loop.
            if (user.operands().contains(v) && (!inside.contains(user) || isFused(user))) {
                return true;
            }
        }
        return false;
    }

    /// Stores what `pushValue` pushes as entry `i` of `v`.
    void store(Vec v, Index i, Runnable pushValue) {
        b.aload(MEMORY);
        int lane = layout.laneAt(v);
        if (lane >= 0) {
            pushLaneIndex(i, lane);
        } else {
            pushConstantIndex(i, layout.scratchAt(v));
        }
        pushValue.run();
        b.fastore();
    }

    /// Pushes entry `i` of `v`, a scalar for any `i`.
    void push(Vec v, Index index) {
        Index i = v.length() == 1 ? Index.of(0) : index;
        int[] l = locals.get(v);
        Integer r = regionLocals.get(v);
        if (l != null && i.isConstant()) {
            b.fload(l[i.offset()]);
        } else if (r != null && !i.isConstant()) {
            b.fload(r);
        } else if (v.operator() == Operator.CONSTANT && i.isConstant()) {
            b.loadConstant((float) ((double[]) Layout.attribute(v))[i.offset()]);
        } else if (layout.isAlias(v)) {
            pushAlias(v, i);
        } else if (v.operator() == Operator.INPUT) {
            pushPort((Slot.Input) Layout.attribute(v), i);
        } else {
            pushStored(v, i);
        }
    }

    private void pushAlias(Vec v, Index i) {
        if (v.operator() == Operator.CONCAT) {
            int k = i.offset();
            for (Vec part : v.operands()) {
                if (k < part.length()) {
                    push(part, Index.of(k));
                    return;
                }
                k -= part.length();
            }
            throw new IllegalStateException("no entry " + i + " in " + v);
        }
        int[] indices = (int[]) Layout.attribute(v);
        Vec source = v.operands().getFirst();
        if (i.isConstant()) {
            push(source, Index.of(indices[i.offset()]));
        } else if (indices.length > 1 && indices[1] == indices[0]) {
            push(source, Index.of(indices[0]));
        } else {
            push(source, i.plus(indices[0]));
        }
    }

    private void pushStored(Vec v, Index i) {
        if (layout.isShared(v)) {
            b.aload(sharedVariable);
            pushConstantIndex(i, layout.sharedAt(v));
        } else if (layout.laneAt(v) >= 0) {
            b.aload(MEMORY);
            pushLaneIndex(i, layout.laneAt(v));
        } else {
            b.aload(MEMORY);
            pushConstantIndex(i, layout.scratchAt(v));
        }
        b.faload();
    }

    /// Pushes entry [row][column] of a matrix; shared ones are read column by column.
    void pushMatrix(Vec matrix, Index row, Index column) {
        int rows = matrix.shape().rows(), columns = matrix.shape().columns();
        if (layout.isShared(matrix)) {
            b.aload(sharedVariable);
            pushProduct(column, rows, row, layout.sharedColumnsAt(matrix));
            b.faload();
        } else if (row.isConstant() && column.isConstant()) {
            push(matrix, Index.of(row.offset() * columns + column.offset()));
        } else {
            int at = newInt();
            pushProduct(row, columns, column, 0);
            b.istore(at);
            push(matrix, new Index(at, 0));
        }
    }

    /// Pushes `major * stride + minor + offset`.
    private void pushProduct(Index major, int stride, Index minor, int offset) {
        b.loadConstant(offset + major.offset() * stride + minor.offset());
        if (!major.isConstant()) {
            b.iload(major.variable()).loadConstant(stride).imul().iadd();
        }
        if (!minor.isConstant()) {
            b.iload(minor.variable()).iadd();
        }
    }

    private void pushLaneIndex(Index i, int at) {
        b.iload(BASE);
        pushOffset(i, at);
    }

    /// Adds index and offset to the int on the stack.
    private void pushOffset(Index i, int at) {
        int constant = at + i.offset();
        if (constant != 0) {
            b.loadConstant(constant).iadd();
        }
        if (!i.isConstant()) {
            b.iload(i.variable()).iadd();
        }
    }

    private void pushConstantIndex(Index i, int at) {
        b.loadConstant(at + i.offset());
        if (!i.isConstant()) {
            b.iload(i.variable()).iadd();
        }
    }

    // ---- operators ----

    private void pushResult(Vec v, Index i) {
        List<Vec> a = v.operands();
        switch (v.operator()) {
            case UNIFORM -> {
                b.iload(Objects.requireNonNull(seedVariables.get(draw(v).stream())));
                b.iload(stepVariable);
                pushConstantIndex(i, draw(v).index());
                b.invokestatic(
                        DRAWS, "uniform", MethodTypeDesc.of(CD_float, CD_int, CD_int, CD_int));
            }
            case STEP_MODULO -> {
                int period = (Integer) Layout.attribute(v);
                b.iload(stepVariable).loadConstant(KernelMath.inverse(period)).loadConstant(period);
                b.invokestatic(
                        HELPERS,
                        "stepModulo",
                        MethodTypeDesc.of(CD_float, CD_int, CD_long, CD_int));
            }
            case DELAY_READ -> pushDelayed((Slot.Delay) Layout.attribute(v), a.getFirst(), i);
            case LOOKUP -> {
                b.aload(sharedVariable).loadConstant(layout.sharedAt(a.get(0)));
                b.loadConstant(a.get(0).length());
                push(a.get(1), i);
                b.invokestatic(
                        HELPERS,
                        "lookup",
                        MethodTypeDesc.of(CD_float, FLOATS, CD_int, CD_int, CD_float));
            }
            case OUTER -> {
                push(a.get(0), Index.of(i.offset() / a.get(1).length()));
                push(a.get(1), Index.of(i.offset() % a.get(1).length()));
                b.fmul();
            }
            case SELECT -> {
                Vec mask = a.getFirst();
                boolean compare = isFused(mask);
                if (compare) {
                    push(mask.operands().get(0), i);
                    push(mask.operands().get(1), i);
                } else {
                    push(mask, i);
                }
                push(a.get(1), i);
                push(a.get(2), i);
                helper(compare ? "selectLess" : "select", compare ? 4 : 3);
            }
            default -> {
                a.forEach(o -> push(o, i));
                arithmetic(v.operator());
            }
        }
    }

    private void arithmetic(Operator op) {
        switch (op) {
            case NEGATE -> b.fneg();
            case ABS -> b.invokestatic(MATH, "abs", MethodTypeDesc.of(CD_float, CD_float));
            case ADD -> b.fadd();
            case SUBTRACT -> b.fsub();
            case MULTIPLY -> b.fmul();
            case DIVIDE -> b.fdiv();
            case FMA -> fma();
            case SQRT, FLOOR, EXPONENT, MANTISSA -> helper(op.word(), 1);
            case POWER_OF_TWO -> helper("powerOfTwo", 1);
            case MINIMUM, MAXIMUM, LESS -> helper(op.word(), 2);
            default -> throw new IllegalStateException("not lowered: " + op);
        }
    }

    void fma() {
        b.invokestatic(MATH, "fma", MethodTypeDesc.of(CD_float, CD_float, CD_float, CD_float));
    }

    void maximum() {
        helper("maximum", 2);
    }

    private void helper(String name, int arguments) {
        ClassDesc[] types = new ClassDesc[arguments];
        Arrays.fill(types, CD_float);
        b.invokestatic(HELPERS, name, MethodTypeDesc.of(CD_float, types));
    }

    private void pushDelayed(Slot.Delay line, Vec frames, Index i) {
        b.aload(MEMORY);
        b.iload(BASE).loadConstant(layout.ringAt[line.index()]).iadd();
        b.loadConstant(layout.ringMask[line.index()]);
        b.loadConstant(line.width());
        pushConstantIndex(i, 0);
        b.iload(stepVariable).loadConstant(line.maxFrames());
        push(frames, i);
        b.invokestatic(
                HELPERS,
                "delayed",
                MethodTypeDesc.of(
                        CD_float, FLOATS, CD_int, CD_int, CD_int, CD_int, CD_int, CD_int,
                        CD_float));
    }

    // ---- loops ----

    /// Writes `body` for each entry of `v`: unrolled where entries are local variables.
    private void forEntries(Vec v, java.util.function.Consumer<Index> body) {
        if (layout.unrollsFrame() || v.length() == 1) {
            for (int k = 0; k < v.length(); k++) {
                body.accept(Index.of(k));
            }
        } else {
            loop(v.length(), body);
        }
    }

    /// Writes a loop over 0..count - 1.
    void loop(int count, java.util.function.Consumer<Index> body) {
        int r = newInt();
        var top = b.newLabel();
        var end = b.newLabel();
        b.iconst_0().istore(r);
        b.labelBinding(top);
        b.iload(r).loadConstant(count).if_icmpge(end);
        body.accept(new Index(r, 0));
        b.iinc(r, 1).goto_(top);
        b.labelBinding(end);
    }
}
