package eigentone.engine.kernel;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;

/// A program compiled for a fixed number of lanes: parallel instances with their own state and
/// knobs and shared weights. Immutable; make one on any thread, never on the audio thread.
public interface Kernel {

    /// Compiles `program` for `lanes` instances.
    ///
    /// @param lanes 1..256
    static Kernel compile(Program program, int lanes) {
        return PlainKernel.compile(program, lanes);
    }

    Program program();

    int lanes();

    /// How the program was compiled, in words: schedule and size.
    String schedule();

    /// Whether the JVM will compile the code: beyond 8,000 bytecodes a method stays interpreted.
    boolean isCompilable();

    /// Allocates state for all lanes, each reset as voice 0.
    ///
    /// @param node the node's name, for its own random draws
    /// @param seed the render's seed
    KernelInstance instance(Weights weights, String node, long seed);
}
