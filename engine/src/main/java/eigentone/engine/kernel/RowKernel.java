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

import eigentone.engine.language.Operator;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
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

    /// base, shared, weights, in, out, lane, frame, tick.
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
                    CD_int);

    private static final RowEmitter.Arguments STEP_ARGUMENTS =
            new RowEmitter.Arguments(0, 2, 4, 5, 6, 7, 8, 9);
    private static final RowEmitter.Arguments HOIST_ARGUMENTS =
            new RowEmitter.Arguments(1, 3, 5, -1, -1, -1, -1, -1);
    private static final RowEmitter.Arguments RUN_ARGUMENTS =
            new RowEmitter.Arguments(1, 3, 5, 6, 7, 8, 9, 11);
    private static final int TO = 10;

    /// A part of a frame's work.
    private record Piece(int calls, Consumer<RowEmitter> body) {}

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
        List<Piece> hoisted = pieces(hoistSchedule);
        RowSchedule schedule = new RowSchedule(layout, true);
        List<Piece> frame = pieces(schedule);
        frame.add(new Piece(0, RowEmitter::outputs));
        frame.add(new Piece(0, RowEmitter::feeds));
        frame.add(new Piece(0, RowEmitter::commits));
        if (countsSteps) {
            frame.add(new Piece(0, RowEmitter::advanceSteps));
        }
        List<List<Piece>> perFrame = methods(frame), once = methods(hoisted);
        methods = perFrame.size() + once.size();
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
                            run(c, perFrame, schedule);
                        });
    }

    private List<Piece> pieces(RowSchedule schedule) {
        RowProducts products = new RowProducts(layout, packed);
        List<Piece> pieces = new ArrayList<>();
        for (RowSchedule.Step step : schedule.steps()) {
            switch (step) {
                case RowSchedule.Region r ->
                        pieces.add(new Piece(RowEmitter.calls(r), e -> e.region(r)));
                case RowSchedule.Single s ->
                        pieces.add(
                                new Piece(
                                        RowSingles.calls(s.value(), layout),
                                        e ->
                                                new RowSingles(e.code.b, e, layout)
                                                        .single(s.value())));
                case RowSchedule.Products p -> {
                    for (List<RowProducts.Sum> pass : products.passes(p)) {
                        pieces.add(
                                new Piece(
                                        products.calls(pass),
                                        e -> products.pass(e.code.b, e, pass)));
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
        for (Piece p : pieces) {
            if (methods.isEmpty() || (calls > 0 && calls + p.calls() > methodCalls)) {
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
        RowEmitter.Arguments part = new RowEmitter.Arguments(0, 2, 4, -1, -1, -1, -1, -1);
        for (int i = 0; i < methods.size(); i++) {
            List<Piece> pieces = methods.get(i);
            c.withMethodBody(
                    "hoist" + i,
                    type,
                    ACC_PUBLIC | ACC_STATIC,
                    b -> {
                        RowEmitter e = new RowEmitter(b, layout, schedule, part);
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

    private void run(ClassBuilder c, List<List<Piece>> methods, RowSchedule schedule) {
        boolean inline = methods.size() == 1;
        for (int i = 0; !inline && i < methods.size(); i++) {
            List<Piece> pieces = methods.get(i);
            c.withMethodBody(
                    "step" + i,
                    STEP,
                    ACC_PUBLIC | ACC_STATIC,
                    b -> {
                        RowEmitter e = new RowEmitter(b, layout, schedule, STEP_ARGUMENTS);
                        pieces.forEach(p -> p.body().accept(e));
                        b.return_();
                    });
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
                    var top = b.newLabel();
                    var end = b.newLabel();
                    RowEmitter.Arguments a = RUN_ARGUMENTS;
                    b.labelBinding(top);
                    b.iload(a.frame()).iload(TO).if_icmpge(end);
                    if (inline) {
                        RowEmitter e = new RowEmitter(b, layout, schedule, a);
                        methods.getFirst().forEach(p -> p.body().accept(e));
                    } else {
                        for (int i = 0; i < methods.size(); i++) {
                            callStep(b, a, i);
                        }
                    }
                    b.iinc(a.frame(), 1).iinc(a.tick(), 1).goto_(top);
                    b.labelBinding(end);
                    b.return_();
                });
    }

    private static void callStep(CodeBuilder b, RowEmitter.Arguments a, int index) {
        b.lload(a.base()).lload(a.shared()).aload(a.weights()).aload(a.in()).aload(a.out());
        b.iload(a.lane()).iload(a.frame()).iload(a.tick());
        b.invokestatic(SELF, "step" + index, STEP);
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
    public KernelInstance instance(Weights weights, String node, long seed) {
        return new RowInstance(this, weights.checkedFor(program), node, seed);
    }
}
