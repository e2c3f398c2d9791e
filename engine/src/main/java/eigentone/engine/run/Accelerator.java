package eigentone.engine.run;

import eigentone.engine.ControlThread;
import eigentone.engine.graph.Plan;
import java.util.List;

/// Makes the kernels of plans faster while they render: on a thread of its own, from the first
/// frame on, where so many frames are worth it.
///
/// A render begins at once on plain loops. Compiling for registers costs the JVM a few tenths of a
/// second of CPU time a kernel, which short renders never earn.
@ControlThread
public final class Accelerator {
    /// Operations of plain loops in about the time that it takes to compile a kernel, half a
    /// second: an operation takes about 0.1 ns.
    private static final double WORTH = 5e9;

    /// On the only processor the render waits meanwhile, and loses more than it gains if it is
    /// short.
    private static final double WORTH_ALONE = 2e10;

    private final Thread thread;

    private Accelerator(Thread thread) {
        this.thread = thread;
    }

    /// Begins.
    ///
    /// @param frames that are still to render
    /// @param threads that render
    public static Accelerator start(List<Plan> plans, double frames, int threads) {
        boolean alone = Runtime.getRuntime().availableProcessors() <= threads;
        double leastSaving = (alone ? WORTH_ALONE : WORTH) / frames;
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("accelerator")
                        .unstarted(() -> plans.forEach(p -> p.accelerate(leastSaving)));
        thread.start();
        return new Accelerator(thread);
    }

    /// Ends it after the kernel that is being made.
    public void stop() {
        thread.interrupt();
    }
}
