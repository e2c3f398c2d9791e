package eigentone.engine.kernel;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.invoke.MethodHandles;

/// The kernel of plain scalar loops: lane by lane, a lane's scalars in local variables over the
/// block.
///
/// It is compiled to a hidden class, small programs unrolled completely, larger ones with loops
/// over the entries of vectors.
final class PlainKernel implements Kernel {
    /// HotSpot never compiles a larger method.
    private static final int MAX_METHOD_BYTES = 8000;

    /// Near its limit HotSpot's optimising compiler takes seconds for a method or gives it up
    /// (measured: 5,300 bytecodes are done in half a second, 7,900 never).
    private static final int MAX_UNROLLED_BYTES = 6000;

    /// Above this estimate an unrolled method is not even tried.
    private static final int MAX_UNROLLED_ESTIMATE = 9000;

    private final Program program;
    private final Layout layout;
    private final PlainCode code;
    private final int hoistBytes;
    private final int runBytes;

    private PlainKernel(
            Program program, Layout layout, PlainCode code, int hoistBytes, int runBytes) {
        this.program = program;
        this.layout = layout;
        this.code = code;
        this.hoistBytes = hoistBytes;
        this.runBytes = runBytes;
    }

    static PlainKernel compile(Program program, Program lowered, int lanes) {
        for (Layout.Unrolling unrolling : Layout.Unrolling.values()) {
            Layout layout = new Layout(lowered, lanes, unrolling);
            if (PlainEmitter.unrolledEstimate(layout) <= MAX_UNROLLED_ESTIMATE) {
                PlainKernel kernel = compile(program, layout);
                boolean fits =
                        kernel.runBytes < MAX_UNROLLED_BYTES
                                && kernel.hoistBytes < MAX_METHOD_BYTES;
                if (fits || unrolling == Layout.Unrolling.NONE) {
                    return kernel;
                }
            }
        }
        throw new IllegalStateException("nothing unrolled is estimated too large");
    }

    /// For one schedule, whichever fits.
    static PlainKernel compile(Program program, Layout layout) {
        PlainEmitter emitter = new PlainEmitter(layout);
        byte[] bytes = emitter.classBytes();
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
            PlainCode code =
                    (PlainCode) hidden.lookupClass().getDeclaredConstructor().newInstance();
            return new PlainKernel(program, layout, code, emitter.hoistBytes(), emitter.runBytes());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("kernel of '" + program.name() + "' does not load", e);
        }
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public int lanes() {
        return layout.lanes;
    }

    @Override
    public String schedule() {
        return "%s unrolled, %d bytecodes per frame, %d hoisted"
                .formatted(
                        layout.unrolling.name().toLowerCase(java.util.Locale.ROOT),
                        runBytes,
                        hoistBytes);
    }

    @Override
    public boolean isCompilable() {
        return Math.max(runBytes, hoistBytes) < MAX_METHOD_BYTES;
    }

    @Override
    public boolean isUnrolled() {
        return layout.unrollsFrame();
    }

    @Override
    public Class<?> codeClass() {
        return code.getClass();
    }

    @Override
    public OfflineInstance instance(Weights weights, String node, long seed) {
        return new PlainInstance(layout, code, weights.checkedFor(program), node, seed);
    }
}
