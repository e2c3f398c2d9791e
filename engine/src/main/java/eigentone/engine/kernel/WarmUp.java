package eigentone.engine.kernel;

import com.sun.management.ThreadMXBean;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// Runs a kernel on scratch memory until it is compiled, so that it may go live.
///
/// Cold SIMD code is interpreted: it allocates and takes a fifth of a millisecond a frame. Warm
/// code allocates nothing, so the thread's allocation meter tells the one from the other. A kernel
/// that still allocates after the limit is boxing its registers: a defect of the compiler, which is
/// reported, and the next best schedule is taken.
///
/// For control threads, never the audio thread.
public final class WarmUp {

    /// What a warm-up found.
    ///
    /// @param isWarm whether the kernel runs without allocating
    /// @param frames run
    /// @param allocatedBytes of the last block of 16 frames
    public record Report(boolean isWarm, double seconds, long frames, long allocatedBytes) {}

    private static final System.Logger LOG = System.getLogger("eigentone.kernel");
    private static final double NANOS = 1e-9;
    private static final int BLOCK_FRAMES = 16;

    /// Blocks in a row without allocation.
    private static final int QUIET_BLOCKS = 64;

    /// What a scalar loop needs to be compiled; it never tells by allocating.
    private static final long LEAST_FRAMES = 20_000;

    private WarmUp() {}

    /// Compiles `program` and warms it, by the cheapest schedule that allocates nothing.
    ///
    /// @param limitSeconds CPU time of this thread for each schedule: waiting for the JVM's
    ///   compiler does not count, however busy the machine
    public static Kernel compile(Program program, int lanes, double limitSeconds) {
        return firstThatWarms(
                CostRule.choices(program, lanes, Simd.width()),
                choice -> Kernel.compile(program, lanes, choice),
                limitSeconds);
    }

    static Kernel firstThatWarms(
            List<CostRule.Choice> choices,
            Function<CostRule.Choice, Kernel> compile,
            double limitSeconds) {
        Kernel kernel = compile.apply(choices.getFirst());
        for (CostRule.Choice choice : choices) {
            kernel = compile.apply(choice);
            if (!kernel.isCompilable()) {
                LOG.log(
                        Level.WARNING,
                        "kernel of ''{0}'' ({1}) is too large for the JVM''s compiler: a defect of the"
                                + " kernel compiler, please report it; another schedule is taken",
                        kernel.program().name(),
                        kernel.schedule());
                continue;
            }
            Report report = run(kernel, limitSeconds);
            if (report.isWarm() || Thread.currentThread().isInterrupted()) {
                return kernel;
            }
            LOG.log(
                    Level.WARNING,
                    "kernel of ''{0}'' ({1}) still allocates {2} bytes a block after {3} s: a defect"
                            + " of the kernel compiler, please report it; another schedule is taken",
                    kernel.program().name(),
                    kernel.schedule(),
                    report.allocatedBytes(),
                    report.seconds());
        }
        return kernel;
    }

    /// Runs `kernel` until it is warm, the thread has used so much CPU time, or is interrupted.
    public static Report run(Kernel kernel, double limitSeconds) {
        Program program = kernel.program();
        KernelInstance instance = kernel.instance(Weights.initial(program, 1), "warm-up", 1);
        int lanes = kernel.lanes();
        boolean[] sounding = new boolean[lanes];
        Arrays.fill(sounding, true);
        float[][] in = buffers(program.inputs(), lanes), out = outputs(program, lanes);
        ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime(), cpuStart = meter.getCurrentThreadCpuTime();
        long frames = 0, bytes = 0;
        double cpuSeconds = 0;
        int quiet = 0;
        while (cpuSeconds < limitSeconds
                && (quiet < QUIET_BLOCKS || frames < LEAST_FRAMES)
                && !Thread.currentThread().isInterrupted()) {
            touchKnobs(program, instance, (int) (frames / BLOCK_FRAMES));
            long before = meter.getCurrentThreadAllocatedBytes();
            instance.run(in, out, 0, BLOCK_FRAMES, sounding);
            bytes = meter.getCurrentThreadAllocatedBytes() - before;
            quiet = bytes == 0 ? quiet + 1 : 0;
            frames += BLOCK_FRAMES;
            cpuSeconds = (meter.getCurrentThreadCpuTime() - cpuStart) * NANOS;
        }
        double seconds = (System.nanoTime() - start) * NANOS;
        return new Report(quiet >= QUIET_BLOCKS, seconds, frames, bytes);
    }

    /// Moves a knob a little, so that what hangs on knobs is computed anew.
    private static void touchKnobs(Program program, KernelInstance instance, int block) {
        for (Slot.Control c : program.controls()) {
            float initial = (float) c.spec().initial();
            instance.setControl(c.index(), 0, block % 2 == 0 ? initial : Math.nextUp(initial));
        }
    }

    private static float[][] outputs(Program program, int lanes) {
        return buffers(program.outputs().keySet(), lanes);
    }

    private static float[][] buffers(Collection<? extends Slot> ports, int lanes) {
        return ports.stream()
                .map(p -> new float[width(p) * lanes * BLOCK_FRAMES])
                .toArray(float[][]::new);
    }

    private static int width(Slot port) {
        return port instanceof Slot.Input in ? in.width() : ((Slot.Output) port).width();
    }
}
