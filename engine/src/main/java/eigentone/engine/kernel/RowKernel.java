package eigentone.engine.kernel;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A kernel of SIMD code: a hidden class with a method for every hundred or so Vector API calls.
final class RowKernel implements Kernel {
    private static final ClassDesc SELF = ClassDesc.of("eigentone.engine.kernel.GeneratedRows");
    private static final ClassDesc CODE = ClassDesc.of("eigentone.engine.kernel.RowCode");

    /// Beyond this many calls of VectorSupport a method is cut: some 50 bytecodes each.
    private static final int METHOD_CALLS = CompilerDirective.isInstalled() ? 150 : 60;

    /// HotSpot never compiles a larger method.
    private static final int MAX_METHOD_BYTES = 8000;

    /// base, shared, weights, in, out, lane, frame, tick, record.
    private static final MethodTypeDesc STEP =
            MethodTypeDesc.of(
                    CD_void,
                    CD_long,
                    CD_long,
                    RowCodeBuilder.FLOATS,
                    RowCodeBuilder.BUFFERS,
                    RowCodeBuilder.BUFFERS,
                    CD_int,
                    CD_int,
                    CD_int,
                    CD_long);

    private static final RowEmitter.Arguments STEP_ARGUMENTS =
            new RowEmitter.Arguments(0, 2, 4, 5, 6, 7, 8, 9, 10);

    /// base, shared, weights, in, out, lane, from, to, tick, first row of a tile.
    private static final MethodTypeDesc STAGE =
            MethodTypeDesc.of(
                    CD_void,
                    CD_long,
                    CD_long,
                    RowCodeBuilder.FLOATS,
                    RowCodeBuilder.BUFFERS,
                    RowCodeBuilder.BUFFERS,
                    CD_int,
                    CD_int,
                    CD_int,
                    CD_int,
                    CD_int);

    private static final int TO = 9, FIRST_ROW = 11, STAGE_LOCALS = 12;
    private static final RowEmitter.Arguments STAGE_ARGUMENTS =
            new RowEmitter.Arguments(0, 2, 4, 5, 6, 7, 8, 10, STAGE_LOCALS);
    private static final RowEmitter.Arguments HOIST_ARGUMENTS =
            new RowEmitter.Arguments(1, 3, 5, -1, -1, -1, -1, -1, -1);

    /// A part of a frame's work.
    ///
    /// @param group of pieces that may change places, each in a method of its own; or [#IN_ORDER]
    private record Piece(int calls, Consumer<RowEmitter> body, int group) {
        static final int IN_ORDER = -1;

        Piece(int calls, Consumer<RowEmitter> body) {
            this(calls, body, IN_ORDER);
        }
    }

    private final Program program;
    private final int lanes;
    private final RowLayout layout;
    private final int methodCalls;
    private final List<RowProducts.Packed> packed = new ArrayList<>();
    private final RowCode code;
    private final boolean countsSteps;
    private int methods;
    private int largestBytes;

    private RowKernel(Program program, int lanes, RowLayout layout, int methodCalls) {
        this.program = program;
        this.lanes = lanes;
        this.layout = layout;
        this.methodCalls = methodCalls;
        countsSteps =
                layout.program.values().stream()
                        .anyMatch(v ->
                                v.operator() == Operator.UNIFORM
                                        || v.operator() == Operator.STEP_MODULO);
        byte[] bytes = classBytes();
        for (MethodModel m : ClassFile.of().parse(bytes).methods()) {
            int length = ((CodeAttribute) m.code().orElseThrow()).codeLength();
            largestBytes = Math.max(largestBytes, length);
        }
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
            code = (RowCode) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("kernel of '" + program.name() + "' does not load", e);
        }
    }

    /// Lanes side by side in registers of `width` floats.
    static RowKernel lanes(Program program, Program lowered, int lanes, int width) {
        int padded = (lanes + width - 1) / width * width;
        return compile(program, lanes, () -> new RowLayout(lowered, width, padded, true));
    }

    /// Entries of vectors side by side, lane after lane.
    static RowKernel vector(Program program, Program lowered, int lanes, int width) {
        return compile(program, lanes, () -> new RowLayout(lowered, width, lanes, false));
    }

    /// In methods that HotSpot compiles: calls are counted roughly, so smaller cuts may be needed.
    private static RowKernel compile(Program program, int lanes, Supplier<RowLayout> layout) {
        RowKernel kernel = new RowKernel(program, lanes, layout.get(), METHOD_CALLS);
        for (int calls = METHOD_CALLS / 2; !kernel.isCompilable() && calls > 8; calls /= 2) {
            kernel = new RowKernel(program, lanes, layout.get(), calls);
        }
        return kernel;
    }

    // ---- the class ----

    private byte[] classBytes() {
        RowSchedule hoistSchedule = new RowSchedule(layout, false);
        List<List<Piece>> once = methods(pieces(hoistSchedule.steps()));
        methods = once.size();
        RowSchedule schedule = new RowSchedule(layout, true);
        return ClassFile.of()
                .build(
                        SELF,
                        c -> {
                            c.withFlags(ACC_PUBLIC | ACC_FINAL).withInterfaceSymbols(CODE);
                            c.withMethodBody(
                                    INIT_NAME,
                                    MTD_void,
                                    ACC_PUBLIC,
                                    b ->
                                            b.aload(0)
                                                    .invokespecial(CD_Object, INIT_NAME, MTD_void)
                                                    .return_());
                            hoist(c, once, hoistSchedule);
                            run(c, schedule);
                        });
    }

    private List<Piece> pieces(List<RowSchedule.Step> steps) {
        RowProducts products = new RowProducts(layout, packed);
        List<Piece> pieces = new ArrayList<>();
        for (RowSchedule.Step step : steps) {
            switch (step) {
                case RowSchedule.Region r ->
                        pieces.add(new Piece(RowEmitter.calls(r, layout), e -> e.region(r)));
                case RowSchedule.Single s ->
                        pieces.add(
                                new Piece(
                                        RowSingles.calls(s.value(), layout),
                                        e ->
                                                new RowSingles(e.code.b, e, layout)
                                                        .single(s.value())));
                case RowSchedule.Tile t ->
                        throw new IllegalStateException("no step of a frame: " + t);
                case RowSchedule.Products p when products.isLooped(p) -> {
                    for (RowProducts.Loop l : products.loops(p)) {
                        pieces.add(
                                new Piece(products.calls(l), e -> products.loop(e.code.b, e, l)));
                    }
                }
                case RowSchedule.Products p -> {
                    int group = products.isHeavy(p) ? pieces.size() : Piece.IN_ORDER;
                    for (List<RowProducts.Sum> pass : products.passes(p)) {
                        pieces.add(
                                new Piece(
                                        products.calls(pass),
                                        e -> products.pass(e.code.b, e, pass),
                                        group));
                    }
                }
            }
        }
        return pieces;
    }

    /// Puts pieces together until a method is full.
    private List<List<Piece>> methods(List<Piece> pieces) {
        List<List<Piece>> methods = new ArrayList<>();
        int calls = 0;
        int group = Piece.IN_ORDER;
        for (Piece p : pieces) {
            boolean isFull = calls > 0 && calls + p.calls() > methodCalls;
            boolean isApart = Math.max(group, p.group()) != Piece.IN_ORDER;
            group = p.group();
            if (methods.isEmpty() || isFull || isApart) {
                methods.add(new ArrayList<>());
                calls = 0;
            }
            methods.getLast().add(p);
            calls += p.calls();
        }
        return methods;
    }

    private void hoist(ClassBuilder c, List<List<Piece>> methods, RowSchedule schedule) {
        MethodTypeDesc type = MethodTypeDesc.of(CD_void, CD_long, CD_long, RowCodeBuilder.FLOATS);
        RowEmitter.Arguments part = new RowEmitter.Arguments(0, 2, 4, -1, -1, -1, -1, -1, -1);
        for (int i = 0; i < methods.size(); i++) {
            List<Piece> pieces = methods.get(i);
            c.withMethodBody(
                    "hoist" + i,
                    type,
                    ACC_PUBLIC | ACC_STATIC,
                    b -> {
                        RowEmitter e = new RowEmitter(b, layout, schedule, part, -1);
                        pieces.forEach(p -> p.body().accept(e));
                        b.return_();
                    });
        }
        c.withMethodBody(
                "hoist",
                type,
                ACC_PUBLIC,
                b -> {
                    for (int i = 0; i < methods.size(); i++) {
                        b.lload(HOIST_ARGUMENTS.base()).lload(HOIST_ARGUMENTS.shared());
                        b.aload(HOIST_ARGUMENTS.weights());
                        b.invokestatic(SELF, "hoist" + i, type);
                    }
                    b.return_();
                });
    }

    private void run(ClassBuilder c, RowSchedule schedule) {
        List<Consumer<CodeBuilder>> calls = new ArrayList<>();
        for (int stage : layout.stages.numbers()) {
            List<RowSchedule.Step> steps = schedule.steps(stage);
            switch (RowStages.Kind.of(stage)) {
                case FRAMES -> frames(c, schedule, stage, calls);
                case TILES ->
                        steps.forEach(s -> tiles(c, schedule, stage, (RowSchedule.Tile) s, calls));
                case READ ->
                        steps.forEach(s -> {
                            Vec v = s.values().getFirst();
                            lines(c, schedule, stage, (Slot.Delay) RowLayout.slot(v), v, calls);
                        });
                case WRITE ->
                        layout.program
                                .delays()
                                .forEach((line, fed) -> {
                                    if (layout.stages.ofFeed(line) == stage) {
                                        lines(c, schedule, stage, line, fed, calls);
                                    }
                                });
            }
        }
        MethodTypeDesc type =
                MethodTypeDesc.of(
                        CD_void,
                        CD_long,
                        CD_long,
                        RowCodeBuilder.FLOATS,
                        RowCodeBuilder.BUFFERS,
                        RowCodeBuilder.BUFFERS,
                        CD_int,
                        CD_int,
                        CD_int,
                        CD_int);
        c.withMethodBody(
                "run",
                type,
                ACC_PUBLIC,
                b -> {
                    calls.forEach(call -> call.accept(b));
                    b.return_();
                });
    }

    /// Calls a method of a stage from `run`.
    private static void callStage(CodeBuilder b, String name, Runnable row) {
        b.lload(1).lload(3).aload(5).aload(6).aload(7);
        b.iload(8).iload(9).iload(10).iload(11);
        row.run();
        b.invokestatic(SELF, name, STAGE);
    }

    /// What ends a frame: ports are written, delay lines fed, and states take their next values all
    /// at once, after everything has read the old ones.
    private List<Piece> ends(RowSchedule schedule, int stage) {
        List<Piece> ends = new ArrayList<>(), commits = new ArrayList<>();
        layout.program
                .outputs()
                .forEach((port, v) -> {
                    if (layout.stages.ofRoot(v) == stage) {
                        int copies = RowEmitter.copies(v.length());
                        ends.add(new Piece(3 * copies, e -> e.output(port, v)));
                    }
                });
        layout.program
                .delays()
                .forEach((line, v) -> {
                    if (!layout.stages.isChunked(line) && layout.stages.ofFeed(line) == stage) {
                        int copies = RowEmitter.copies(layout.rows(line.width()));
                        ends.add(new Piece(RowEmitter.REST_WORDS * copies, e -> e.feed(line, v)));
                    }
                });
        layout.program
                .states()
                .forEach((state, next) -> {
                    if (layout.stages.ofState(state) == stage
                            && !schedule.inPlace().containsKey(state)) {
                        int copies = RowEmitter.copies(layout.rows(next));
                        boolean old = RowSchedule.base(next).operator() == Operator.STATE;
                        long aside = old ? layout.reserve(layout.rows(next)) : -1;
                        if (old) {
                            ends.add(new Piece(2 * copies, e -> e.setAside(next, aside)));
                        }
                        commits.add(
                                new Piece(
                                        RowEmitter.REST_WORDS * copies,
                                        e -> e.commit(state, next, aside)));
                    }
                });
        ends.addAll(commits);
        return ends;
    }

    /// A stage of frames: one method if it holds all, or a loop that calls several.
    private void frames(
            ClassBuilder c, RowSchedule schedule, int stage, List<Consumer<CodeBuilder>> calls) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(0, RowEmitter::recordStates));
        pieces.addAll(pieces(schedule.steps(stage)));
        pieces.addAll(ends(schedule, stage));
        if (countsSteps && stage == RowStages.Kind.FRAMES.ordinal()) {
            pieces.add(new Piece(0, RowEmitter::advanceSteps));
        }
        List<List<Piece>> parts = methods(pieces);
        boolean inline = parts.size() == 1;
        methods += parts.size();
        String name = "stage" + stage;
        for (int i = 0; !inline && i < parts.size(); i++) {
            List<Piece> part = parts.get(i);
            c.withMethodBody(
                    name + "step" + i,
                    STEP,
                    ACC_PUBLIC | ACC_STATIC,
                    b -> {
                        RowEmitter e = new RowEmitter(b, layout, schedule, STEP_ARGUMENTS, stage);
                        part.forEach(p -> p.body().accept(e));
                        b.return_();
                    });
        }
        c.withMethodBody(
                name,
                STAGE,
                ACC_PUBLIC | ACC_STATIC,
                b -> {
                    RowEmitter e = stageEmitter(b, schedule, stage);
                    if (inline) {
                        e.keepStates();
                        frameLoop(
                                b,
                                () -> {
                                    e.knowStates();
                                    parts.getFirst().forEach(p -> p.body().accept(e));
                                });
                        e.storeStates();
                    } else {
                        frameLoop(
                                b,
                                () -> {
                                    for (int i = 0; i < parts.size(); ) {
                                        int end = endOfGroup(parts, i);
                                        callSteps(b, name + "step", i, end);
                                        i = end;
                                    }
                                });
                    }
                    b.return_();
                });
        calls.add(b -> callStage(b, name, b::iconst_0));
    }

    private static int endOfGroup(List<List<Piece>> methods, int first) {
        int group = methods.get(first).getFirst().group(), end = first + 1;
        while (group != Piece.IN_ORDER
                && end < methods.size()
                && methods.get(end).getFirst().group() == group) {
            end++;
        }
        return end;
    }

    /// Calls methods one after the other; several in reverse in every second frame, so that the
    /// weights that were read last, which the cache still has, are read first.
    private static void callSteps(CodeBuilder b, String name, int first, int end) {
        var backward = b.newLabel();
        var done = b.newLabel();
        if (end - first > 1) {
            b.iload(STAGE_ARGUMENTS.tick()).iconst_1().iand().ifne(backward);
        }
        for (int i = first; i < end; i++) {
            callStep(b, name + i);
        }
        if (end - first > 1) {
            b.goto_(done);
            b.labelBinding(backward);
            for (int i = end - 1; i >= first; i--) {
                callStep(b, name + i);
            }
            b.labelBinding(done);
        }
    }

    private RowEmitter stageEmitter(CodeBuilder b, RowSchedule schedule, int stage) {
        b.allocateLocal(TypeKind.LONG); // The address of the frame's record.
        return new RowEmitter(b, layout, schedule, STAGE_ARGUMENTS, stage);
    }

    /// Runs over the frames of a stretch.
    private void frameLoop(CodeBuilder b, Runnable frame) {
        var top = b.newLabel();
        var end = b.newLabel();
        RowEmitter.Arguments a = STAGE_ARGUMENTS;
        b.lload(a.base()).loadConstant(layout.recordsAt).ladd().lstore(a.record());
        b.labelBinding(top);
        b.iload(a.frame()).iload(TO).if_icmpge(end);
        frame.run();
        b.lload(a.record()).loadConstant((long) layout.stages.recordBytes()).ladd();
        b.lstore(a.record());
        b.iinc(a.frame(), 1).iinc(a.tick(), 1).goto_(top);
        b.labelBinding(end);
    }

    private static void callStep(CodeBuilder b, String name) {
        RowEmitter.Arguments a = STAGE_ARGUMENTS;
        b.lload(a.base()).lload(a.shared()).aload(a.weights()).aload(a.in()).aload(a.out());
        b.iload(a.lane()).iload(a.frame()).iload(a.tick()).lload(a.record());
        b.invokestatic(SELF, name, STEP);
    }

    /// Reads a chunked delay line into `v`, or writes it from `v`: a method for each register of
    /// channels.
    private void lines(
            ClassBuilder c,
            RowSchedule schedule,
            int stage,
            Slot.Delay line,
            Vec v,
            List<Consumer<CodeBuilder>> calls) {
        for (int r = 0; r < layout.rows(line.width()); r++) {
            int row = r;
            String name = "stage%dline%d".formatted(stage, methods++);
            c.withMethodBody(
                    name,
                    STAGE,
                    ACC_PUBLIC | ACC_STATIC,
                    b -> {
                        RowEmitter e = stageEmitter(b, schedule, stage);
                        RowEmitter.Arguments a = STAGE_ARGUMENTS;
                        b.lload(a.base()).loadConstant(layout.recordsAt).ladd().lstore(a.record());
                        RowLines lines = new RowLines(e, layout, TO, line, row);
                        if (RowStages.Kind.of(stage) == RowStages.Kind.READ) {
                            lines.read(v);
                        } else {
                            lines.write(v);
                        }
                        b.return_();
                    });
            calls.add(b -> callStage(b, name, b::iconst_0));
        }
    }

    /// A stage of tiles: the first and the last one have methods of their own, the others share
    /// one.
    private void tiles(
            ClassBuilder c,
            RowSchedule schedule,
            int stage,
            RowSchedule.Tile tile,
            List<Consumer<CodeBuilder>> calls) {
        int rows = RowTiles.rows(layout, tile);
        int count = (tile.rows() + rows - 1) / rows;
        String name = "stage" + stage + "rows" + tile.rows() + "tile";
        for (int i = 0; i < count; i++) {
            int first = i * rows;
            if (i > 0 && i < count - 2) {
                continue; // As the last but one.
            }
            boolean isShared = i > 0 && i == count - 2;
            Index from = isShared ? new Index(FIRST_ROW, 0) : Index.of(first);
            String method = name + i;
            methods++;
            c.withMethodBody(
                    method,
                    STAGE,
                    ACC_PUBLIC | ACC_STATIC,
                    b -> {
                        RowEmitter e = stageEmitter(b, schedule, stage);
                        new RowTiles(b, e, layout, tile)
                                .write(
                                        from,
                                        Math.min(rows, tile.rows() - first),
                                        frame -> frameLoop(b, frame));
                        b.return_();
                    });
            int begin = isShared ? rows : first;
            for (int row = begin; row <= first; row += rows) {
                int at = row;
                calls.add(b -> callStage(b, method, () -> b.loadConstant(at)));
            }
        }
    }

    // ---- the kernel ----

    RowLayout layout() {
        return layout;
    }

    List<RowProducts.Packed> packed() {
        return packed;
    }

    boolean countsSteps() {
        return countsSteps;
    }

    RowCode code() {
        return code;
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public String schedule() {
        return "%s in registers of %d bits, %d methods, the largest of %d bytecodes"
                .formatted(
                        layout.isLanes ? "lanes" : "vectors",
                        layout.width * Float.SIZE,
                        methods,
                        largestBytes);
    }

    @Override
    public boolean isCompilable() {
        return largestBytes < MAX_METHOD_BYTES;
    }

    /// Its loops go over whole registers.
    @Override
    public boolean isUnrolled() {
        return false;
    }

    @Override
    public Class<?> codeClass() {
        return code.getClass();
    }

    @Override
    public OfflineInstance instance(Weights weights, String node, long seed) {
        return new RowInstance(this, weights.checkedFor(program), node, seed);
    }
}
