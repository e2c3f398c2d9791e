package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.event.MidiBlock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MidiArrivalsTest {
    private static final double RATE_HZ = 48_000;
    private static final int FRAMES = 256;
    private static final double PERIOD = FRAMES * 1e9 / RATE_HZ;

    /// Blocks come up to a third of a period early or late.
    private static final double JITTER = PERIOD / 3;

    /// What an early block has not heard yet is late by as much; the clock's own jitter is a tenth.
    /// Without the clock it would be twice the blocks' jitter, without places in the block a
    /// period.
    private static final double LEFT = 1.3 * JITTER;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMessageIsLateByTheSameTime(long seed) {
        Random random = new Random(seed);
        MidiArrivals arrivals = new MidiArrivals();
        MidiBlock block = new MidiBlock(16);
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        int heard = 0;
        double[] sent = new double[4096];
        int count = 0;
        for (int k = 0; k < 1000; k++) {
            double begin = 1e12 + k * PERIOD;
            double now = begin + (random.nextDouble() * 2 - 1) * JITTER;
            block.clear();
            arrivals.take((long) now, FRAMES, RATE_HZ, block);
            for (int i = 0; i < block.count(); i++) {
                double late = begin + block.offset(i) * 1e9 / RATE_HZ - sent[heard];
                assertThat(block.message(i)).isEqualTo(MidiBlock.message(0x90, heard % 128, 1));
                heard++;
                if (k > 100) {
                    least = Math.min(least, late);
                    most = Math.max(most, late);
                }
            }
            double at = now + random.nextDouble() * (PERIOD - 2 * JITTER);
            sent[count] = at;
            arrivals.add((long) at, MidiBlock.message(0x90, count++ % 128, 1));
        }
        assertThat(heard).isGreaterThan(990);
        assertThat(most - least).as("jitter in ns").isLessThan(LEFT);
        assertThat((most + least) / 2).isBetween(0.7 * PERIOD, 1.3 * PERIOD);
    }

    @Test
    void afterAPauseMessagesAreHeardInTheNextBlock() {
        MidiArrivals arrivals = new MidiArrivals();
        MidiBlock block = new MidiBlock(16);
        arrivals.take(1_000_000_000, FRAMES, RATE_HZ, block);
        arrivals.add(1_500_000_000, 0x903c40);
        arrivals.add(2_000_000_000, 0x803c40);
        arrivals.take(2_000_000_001, FRAMES, RATE_HZ, block);
        assertThat(block.count()).isEqualTo(2);
        assertThat(block.offset(0)).isZero();
        assertThat(block.offset(1)).isEqualTo(FRAMES - 1);
    }

    @Test
    void aFullRingIsCounted() {
        MidiArrivals arrivals = new MidiArrivals();
        for (int i = 0; i < 5000; i++) arrivals.add(i, 0xf80000);
        assertThat(arrivals.refused()).isPositive();
    }
}
