package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class NullStreamTest {
    private static final StreamRequest REQUEST =
            new StreamRequest(null, "clock", 48_000, 480, 1, 2, false);

    @Test
    void blocksAreNeverEarlyAndLateOnesAreCaughtUp() throws Exception {
        AtomicLong blocks = new AtomicLong();
        long began = System.nanoTime();
        AtomicLong early = new AtomicLong();
        try (AudioStream stream =
                new NullBackend()
                        .open(
                                REQUEST,
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    long due = began + blocks.get() * 10_000_000L;
                                    if (System.nanoTime() < due) early.incrementAndGet();
                                    if (blocks.getAndIncrement() == 10) pause(105);
                                },
                                why -> {})) {
            while (blocks.get() < 50) Thread.sleep(1);
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(early.get()).as("early blocks").isZero();
            assertThat(blocks.get()).isGreaterThan((long) (seconds * 100) - 20);
            assertThat(stream.xruns()).isGreaterThanOrEqualTo(9);
            assertThat(stream.info().rateHz()).isEqualTo(48_000);
            assertThat(stream.info().blockFrames()).isEqualTo(480);
        }
        long ended = blocks.get();
        Thread.sleep(30);
        assertThat(blocks.get()).as("blocks after the end").isEqualTo(ended);
    }

    @Test
    void unpacedItRunsAsFastAsItCan() throws Exception {
        AtomicLong blocks = new AtomicLong();
        long began = System.nanoTime();
        try (AudioStream stream =
                NullBackend.unpaced()
                        .open(
                                REQUEST,
                                (in, out, n, midiIn, midiOut, transport) ->
                                        blocks.incrementAndGet(),
                                why -> {})) {
            while (blocks.get() < 2000) Thread.sleep(1);
            assertThat(stream.audioThread()).isNotNull();
        }
        assertThat(System.nanoTime() - began).isLessThan(2000 * 10_000_000L / 2);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
