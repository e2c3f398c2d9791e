package eigentone.engine.kernel;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;

/// A program compiled for a fixed number of lanes: parallel instances with their own state and
/// knobs and shared weights. Immutable; make one on any thread, never on the audio thread.
///
/// Every schedule gives the same bits.
public interface Kernel {
    int MAX_LANES = 256;

    /// Compiles `program` for `lanes` instances to plain loops, which run well from the first
    /// frame. [WarmUp#compile] takes longer and gives the fastest kernel that there is.
    ///
    /// @param lanes 1..256
    static Kernel compile(Program program, int lanes) {
        return compile(program, lanes, new CostRule.Choice(CostRule.Schedule.PLAIN, 1, 0));
    }

    /// Compiles `program` as it is told. Equal programs share a kernel.
    static Kernel compile(Program program, int lanes, CostRule.Choice choice) {
        if (lanes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException(
                    "kernel of '%s': expected 1..%d lanes, got %d"
                            .formatted(program.name(), MAX_LANES, lanes));
        }
        return KernelCache.OF_PROCESS.get(
                program, lanes, choice, () -> Kernels.compile(program, lanes, choice));
    }

    /// `program` as every schedule computes it: functions written out as the polynomials they are.
    /// What is lowered by itself before it is joined to others keeps its bits there.
    static Program lowered(Program program) {
        return Kernels.lower(program);
    }

    Program program();

    int lanes();

    /// How the program was compiled, in words: schedule and size.
    String schedule();

    /// Whether the JVM will compile the code: beyond 8,000 bytecodes a method stays interpreted.
    boolean isCompilable();

    /// Whether a frame is straight-line code, without loops over the entries of small vectors.
    boolean isUnrolled();

    /// The hidden class that does the work.
    Class<?> codeClass();

    /// Allocates state for all lanes, each reset as voice 0.
    ///
    /// @param node the node's name, for its random draws
    /// @param seed the render's seed
    OfflineInstance instance(Weights weights, String node, long seed);
}
