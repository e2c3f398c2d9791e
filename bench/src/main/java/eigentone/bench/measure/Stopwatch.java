package eigentone.bench.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/// Times a block of work by the CPU time of the thread that does it, so that other programs on the
/// machine count less than they would by the clock on the wall.
///
/// The launcher starts the JVM with `-Xbatch`: what is hot waits for its compilation, so that a
/// warm block is a compiled one, however busy the machine.
public final class Stopwatch {
    /// Long against the clock's own cost of about half a microsecond.
    private static final long ROUND_NANOSECONDS = 1_000_000;

    /// HotSpot's last compiler wants a method called some 800 times, loops apart.
    private static final int WARM_UP_BLOCKS = 2000;

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// What was measured.
    ///
    /// @param nanoseconds CPU time of one block: the median of all rounds
    /// @param allocatedBytes on the heap, by all timed rounds together
    public record Reading(double nanoseconds, long allocatedBytes) {}

    private Stopwatch() {}

    /// Runs `block` over and over, first until it is warm, then in timed rounds.
    public static Reading measure(Effort effort, Runnable block) {
        long end = cpuNanoseconds() + (long) (effort.warmUpSeconds() * 1e9);
        for (int i = 0; i < WARM_UP_BLOCKS || cpuNanoseconds() < end; i++) {
            block.run();
        }
        int blocks = 1;
        while (round(blocks, block) * blocks < ROUND_NANOSECONDS) {
            blocks *= 2;
        }
        double[] nanoseconds = new double[effort.rounds()];
        long id = Thread.currentThread().threadId();
        long allocated = -THREAD.getThreadAllocatedBytes(id);
        for (int r = 0; r < nanoseconds.length; r++) {
            nanoseconds[r] = round(blocks, block);
        }
        allocated += THREAD.getThreadAllocatedBytes(id);
        return new Reading(median(nanoseconds), allocated);
    }

    private static double round(int blocks, Runnable block) {
        long start = cpuNanoseconds();
        for (int i = 0; i < blocks; i++) {
            block.run();
        }
        return (double) (cpuNanoseconds() - start) / blocks;
    }

    private static long cpuNanoseconds() {
        return THREAD.getCurrentThreadCpuTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
