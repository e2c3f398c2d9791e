package eigentone.engine.kernel;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the class of a [PlainKernel]: schedules the values of a step and frames them by the loop
/// over time. [ElementEmitter] writes single entries, [ProductEmitter] sums and products.
final class PlainEmitter {
    private static final ClassDesc SELF = ClassDesc.of("eigentone.engine.kernel.Generated");
    private static final ClassDesc CODE = ClassDesc.of("eigentone.engine.kernel.PlainCode");
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final ClassDesc BUFFERS = FLOATS.arrayType();
    private static final MethodTypeDesc HOIST = MethodTypeDesc.of(CD_void, FLOATS, CD_int, FLOATS);
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(
                    CD_void,
                    FLOATS,
                    CD_int,
                    CD_int.arrayType(),
                    CD_int,
                    FLOATS,
                    BUFFERS,
                    BUFFERS,
                    CD_int,
                    CD_int,
                    CD_int);

    /// Input channels up to this width are read once a frame, into local variables.
    private static final int PRELOADED_WIDTH = 16;

    private final Layout layout;
    private final Program program;
    private int hoistBytes;
    private int runBytes;

    PlainEmitter(Layout layout) {
        this.layout = layout;
        this.program = layout.program;
    }

    /// Roughly the bytecodes of what the layout unrolls.
    static long unrolledEstimate(Layout layout) {
        long bytes = 0;
        for (Vec v : layout.program.values()) {
            if (!layout.isUnrolled(v)) {
                continue;
            }
            long n = v.length();
            bytes +=
                    switch (v.operator()) {
                        case MATVEC -> 13L * v.operands().getFirst().length() + 4 * n;
                        case DOT, SUM, GREATEST -> 10L * v.operands().getFirst().length() + 60;
                        case DELAY_READ -> 28 * n;
                        case LOOKUP, UNIFORM, STATE -> 18 * n;
                        case CONSTANT, WEIGHT, CONTROL, GATHER, CONCAT -> 0;
                        case FMA, SELECT -> 11 * n;
                        default -> 8 * n;
                    };
        }
        for (Slot.Delay l : layout.program.delays().keySet()) {
            bytes += 20L * l.width();
        }
        return bytes;
    }

    /// Bytecodes of the hoisted part, once [#classBytes()] was called.
    int hoistBytes() {
        return hoistBytes;
    }

    /// Bytecodes of the frame loop, once [#classBytes()] was called.
    int runBytes() {
        return runBytes;
    }

    byte[] classBytes() {
        byte[] bytes =
                ClassFile.of()
                        .build(
                                SELF,
                                c ->
                                        c.withFlags(ACC_PUBLIC | ACC_FINAL)
                                                .withInterfaceSymbols(CODE)
                                                .withMethodBody(
                                                        INIT_NAME,
                                                        MTD_void,
                                                        ACC_PUBLIC,
                                                        b ->
                                                                b.aload(0)
                                                                        .invokespecial(
                                                                                CD_Object,
                                                                                INIT_NAME, MTD_void)
                                                                        .return_())
                                                .withMethodBody(
                                                        "hoist", HOIST, ACC_PUBLIC, this::hoist)
                                                .withMethodBody("run", RUN, ACC_PUBLIC, this::run));
        for (MethodModel m : ClassFile.of().parse(bytes).methods()) {
            int length = ((CodeAttribute) m.code().orElseThrow()).codeLength();
            switch (m.methodName().stringValue()) {
                case "hoist" -> hoistBytes = length;
                case "run" -> runBytes = length;
                default -> {}
            }
        }
        return bytes;
    }

    private void hoist(CodeBuilder b) {
        ElementEmitter e = ElementEmitter.forHoist(b, layout);
        List<Vec> values = new ArrayList<>(program.values());
        values.removeIf(v -> layout.perFrame.contains(v) || layout.isShared(v));
        compute(b, e, values);
        b.return_();
    }

    private void run(CodeBuilder b) {
        ElementEmitter e = ElementEmitter.forRun(b, layout);
        e.loadClock();
        preloadOncePerBlock(e);
        var top = b.newLabel();
        var end = b.newLabel();
        b.labelBinding(top);
        b.iload(ElementEmitter.FROM).iload(ElementEmitter.TO).if_icmpge(end);
        program.inputs().forEach(p -> e.startInput(p));
        program.outputs().keySet().forEach(p -> e.startOutput(p));
        List<Vec> values = new ArrayList<>(program.values());
        values.removeIf(v -> !layout.perFrame.contains(v));
        for (Vec v : values) {
            if (v.operator() == Operator.INPUT
                    && (layout.unrollsFrame() || v.length() <= PRELOADED_WIDTH)) {
                for (int k = 0; k < v.length(); k++) {
                    e.computeInput(v, k);
                }
            }
        }
        compute(b, e, values);
        program.outputs().forEach(e::writeOutput);
        program.delays().forEach(e::feed);
        commit(e);
        e.advanceClock();
        b.iinc(ElementEmitter.FROM, 1).goto_(top);
        b.labelBinding(end);
        for (Vec v : program.values()) {
            if (v.operator() == Operator.STATE && e.hasLocals(v)) {
                e.storeAll(v);
            }
        }
        e.storeClock();
        b.return_();
    }

    /// Knobs, hoisted values and states that stay in local variables over the block.
    private void preloadOncePerBlock(ElementEmitter e) {
        for (Vec v : program.values()) {
            boolean small = v.length() == 1 || layout.unrollsFrame();
            boolean kept =
                    v.operator() == Operator.STATE
                            || (!layout.perFrame.contains(v) && usedPerFrame(v));
            if (small && kept && !layout.isAlias(v) && v.operator() != Operator.CONSTANT) {
                if (!layout.isShared(v) || v.length() == 1) {
                    e.preload(v);
                }
            }
        }
    }

    private boolean usedPerFrame(Vec v) {
        for (Vec user : program.values()) {
            if (user.operands().contains(v)
                    && (layout.perFrame.contains(user)
                            || (layout.isAlias(user) && usedPerFrame(user)))) {
                return true;
            }
        }
        return program.states().containsValue(v)
                || program.delays().containsValue(v)
                || program.outputs().containsValue(v);
    }

    /// States take their next values all at once, after everything has read the old ones.
    private void commit(ElementEmitter e) {
        Map<Slot.State, Runnable> moves = new java.util.LinkedHashMap<>();
        Map<Slot.State, Vec> stateVecs = new java.util.HashMap<>();
        for (Vec v : program.values()) {
            if (v.operator() == Operator.STATE) {
                stateVecs.put((Slot.State) Layout.attribute(v), v);
            }
        }
        program.states()
                .forEach((s, next) -> moves.put(s, e.prepareCommit(s, stateVecs.get(s), next)));
        moves.values().forEach(Runnable::run);
    }

    /// Writes the code for `values`, operands first.
    private void compute(CodeBuilder b, ElementEmitter e, List<Vec> values) {
        ProductEmitter products = new ProductEmitter(b, e, layout);
        List<Vec> left = new ArrayList<>(values);
        left.removeIf(v -> isGiven(v));
        Set<Vec> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
        waiting.addAll(left);
        while (!left.isEmpty()) {
            List<Vec> now = new ArrayList<>();
            for (Vec v : left) {
                if (isSmall(v) && v.operands().stream().noneMatch(waiting::contains)) {
                    now.add(v);
                    waiting.remove(v);
                    small(e, products, v);
                }
            }
            if (now.isEmpty()) {
                now.addAll(region(left, waiting));
                waiting.removeAll(now);
                if (!now.isEmpty()) {
                    e.region(now);
                }
            }
            if (now.isEmpty()) {
                for (Vec v : left) {
                    if (v.operands().stream().noneMatch(waiting::contains)) {
                        now.add(v);
                        waiting.remove(v);
                        products.whole(v);
                        break;
                    }
                }
            }
            Set<Vec> done = Collections.newSetFromMap(new IdentityHashMap<>());
            done.addAll(now);
            left.removeIf(done::contains);
        }
    }

    private boolean isGiven(Vec v) {
        return switch (v.operator()) {
            case CONSTANT, WEIGHT, CONTROL, INPUT, STATE -> true;
            default -> false;
        };
    }

    private boolean isSmall(Vec v) {
        return layout.isUnrolled(v) || v.length() == 1 || layout.isAlias(v);
    }

    private void small(ElementEmitter e, ProductEmitter products, Vec v) {
        if (layout.isAlias(v) || e.isFused(v)) {
            return;
        }
        if (v.operator().kind() == Operator.Kind.LINEAR && v.operator() != Operator.OUTER) {
            products.unrolled(v);
        } else {
            for (int k = 0; k < v.length(); k++) {
                e.compute(v, k);
            }
        }
        if (!layout.perFrame.contains(v)) {
            e.storeAll(v);
        }
    }

    /// Elementwise vectors of one length that can share a loop.
    private List<Vec> region(List<Vec> left, Set<Vec> waiting) {
        List<Vec> region = new ArrayList<>();
        Set<Vec> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Vec v : left) {
            boolean entrywise =
                    switch (v.operator()) {
                        case DELAY_READ, LOOKUP, UNIFORM -> true;
                        default -> v.operator().kind() == Operator.Kind.ELEMENTWISE;
                    };
            if (!isSmall(v)
                    && entrywise
                    && (region.isEmpty() || region.getFirst().length() == v.length())
                    && v.operands().stream()
                            .allMatch(o -> !waiting.contains(o) || inside.contains(o))) {
                region.add(v);
                inside.add(v);
            }
        }
        return region;
    }
}
