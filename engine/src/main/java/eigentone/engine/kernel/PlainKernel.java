package eigentone.engine.kernel;

import eigentone.engine.kernel.passes.LowerFunctions;
import eigentone.engine.kernel.passes.ShareCommon;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.invoke.MethodHandles;

/// The kernel of plain scalar loops: lane by lane, a lane's scalars in local variables over the
/// block.
///
/// It is compiled to a hidden class, small programs unrolled completely, larger ones with loops
/// over the entries of vectors.
final class PlainKernel implements Kernel {
    private static final int MAX_LANES = 256;

    /// HotSpot never compiles a larger method.
    static final int MAX_METHOD_BYTES = 8000;

    /// Above this estimate an unrolled method would not fit.
    private static final int MAX_UNROLLED_ESTIMATE = 9000;

    private final Program program;
    private final Layout layout;
    private final PlainCode code;
    private final int largestMethodBytes;

    private PlainKernel(Program program, Layout layout, PlainCode code, int largestMethodBytes) {
        this.program = program;
        this.layout = layout;
        this.code = code;
        this.largestMethodBytes = largestMethodBytes;
    }

    static PlainKernel compile(Program program, int lanes) {
        if (lanes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException(
                    "kernel of '%s': expected 1..%d lanes, got %d"
                            .formatted(program.name(), MAX_LANES, lanes));
        }
        Program lowered = ShareCommon.apply(LowerFunctions.apply(ShareCommon.apply(program)));
        if (PlainEmitter.unrolledEstimate(lowered) <= MAX_UNROLLED_ESTIMATE) {
            PlainKernel unrolled = compile(program, new Layout(lowered, lanes, true));
            if (unrolled.largestMethodBytes < MAX_METHOD_BYTES) {
                return unrolled;
            }
        }
        return compile(program, new Layout(lowered, lanes, false));
    }

    /// For one schedule, whichever fits.
    static PlainKernel compile(Program program, Layout layout) {
        PlainEmitter emitter = new PlainEmitter(layout);
        byte[] bytes = emitter.classBytes();
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
            PlainCode code =
                    (PlainCode) hidden.lookupClass().getDeclaredConstructor().newInstance();
            return new PlainKernel(program, layout, code, emitter.largestMethodBytes());
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
        return "%s, %d bytecodes"
                .formatted(layout.unrolled ? "unrolled" : "looped", largestMethodBytes);
    }

    @Override
    public boolean isCompilable() {
        return largestMethodBytes < MAX_METHOD_BYTES;
    }

    @Override
    public KernelInstance instance(Weights weights, String node, long seed) {
        return new PlainInstance(layout, code, weights.checkedFor(program), node, seed);
    }
}
