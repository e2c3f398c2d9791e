package eigentone.engine.run;

import eigentone.engine.AudioThread;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long blocks take: a histogram that the audio thread fills and others read.
///
/// Sixteen steps to the octave: a figure is at most 6.3 % too high.
public final class LoadMeter {
    private static final int STEP_BITS = 4;
    private static final int STEPS = 1 << STEP_BITS;

    private static final int BLOCKS = 0;
    private static final int LATE = 1;
    private static final int MOST = 2;
    private static final int RECENT = 3;

    /// How much of the recent load a block renews.
    private static final double RENEWED = 0.05;

    private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);
    private final AtomicLongArray totals = new AtomicLongArray(4);

    /// Takes up a block.
    ///
    /// @param nanos that it took
    /// @param periodNanos that it may take
    @AudioThread
    public void record(long nanos, long periodNanos) {
        long n = Math.max(STEPS, nanos);
        int shift = 63 - Long.numberOfLeadingZeros(n) - STEP_BITS;
        int i = shift * STEPS + (int) (n >>> shift) - STEPS;
        counts.setRelease(i, counts.getPlain(i) + 1);
        totals.setRelease(BLOCKS, totals.getPlain(BLOCKS) + 1);
        double share = nanos / (double) Math.max(1, periodNanos);
        double recent = recent();
        totals.setRelease(RECENT, Double.doubleToRawLongBits(recent + RENEWED * (share - recent)));
        if (nanos > periodNanos) {
            totals.setRelease(LATE, totals.getPlain(LATE) + 1);
        }
        if (nanos > totals.getPlain(MOST)) {
            totals.setRelease(MOST, nanos);
        }
    }

    /// The share of its period that a block took, over the last few dozen blocks.
    public double recent() {
        return Double.longBitsToDouble(totals.getAcquire(RECENT));
    }

    public long blocks() {
        return totals.getAcquire(BLOCKS);
    }

    /// Blocks that took longer than their period.
    public long late() {
        return totals.getAcquire(LATE);
    }

    public double maxMicros() {
        return totals.getAcquire(MOST) / 1e3;
    }

    /// The time that `share` of the blocks took at most, 0 before the first.
    ///
    /// @param share 0..1
    public double micros(double share) {
        long wanted = (long) Math.ceil(share * blocks()), seen = 0;
        for (int i = 0; i < counts.length() && wanted > 0; i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                long upper = (long) (i % STEPS + STEPS + 1) << (i / STEPS);
                return Math.min(upper / 1e3, maxMicros());
            }
        }
        return 0;
    }
}
