package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import eigentone.audioio.check.JackServer;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// On the real audio thread of a real server, which runs in freewheel to be done sooner.
@Tag("allocation")
final class JackAllocationTest {
    private static final int BLOCKS = 20_000;
    private static final int PLANTED = 100;

    private static volatile Object sink;

    @Test
    void aCallbackAllocatesNothing() throws Exception {
        assumeTrue(JackServer.whyNot().isEmpty(), JackServer.whyNot());
        AtomicLong blocks = new AtomicLong();
        AtomicLong allocating = new AtomicLong(Long.MAX_VALUE);
        AtomicLong messages = new AtomicLong();
        try (JackServer server = JackServer.start(JackServer.uniqueName(), 48_000, 64);
                JackControl control = server.control();
                AudioStream stream =
                        server.backend()
                                .open(
                                        new StreamRequest(null, "allocates", 0, 0, 2, 2, true),
                                        (in, out, n, midiIn, midiOut, transport) -> {
                                            System.arraycopy(in[0], 0, out[1], 0, n);
                                            messages.getAndAdd(midiIn.count());
                                            midiOut.add(3, 0x90, 60, 100);
                                            midiOut.add(5, 0xf8, 0, 0);
                                            long block = blocks.getAndIncrement();
                                            if (block >= allocating.get()
                                                    && block < allocating.get() + PLANTED)
                                                sink = new Object();
                                        },
                                        why -> {})) {
            // Our own messages come back a cycle later: the way in and the way out are both used.
            assertThat(control.connect("allocates:midi_out", "allocates:midi_in")).isTrue();
            assertThat(control.freewheel(true)).isTrue();
            await(blocks, BLOCKS / 2);

            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = stream.audioThread().threadId();
            long from = blocks.get();
            long before = threads.getThreadAllocatedBytes(thread);
            await(blocks, from + BLOCKS);
            assertThat(threads.getThreadAllocatedBytes(thread) - before)
                    .as("bytes in %d blocks", blocks.get() - from)
                    .isZero();
            assertThat(messages.get()).isGreaterThan(BLOCKS);

            allocating.set(blocks.get() + 1000);
            await(blocks, blocks.get() + 2000 + PLANTED);
            assertThat(threads.getThreadAllocatedBytes(thread) - before)
                    .as("bytes of the planted objects")
                    .isBetween(8L * PLANTED, 64L * PLANTED);
            assertThat(control.freewheel(false)).isTrue();
        }
    }

    private static void await(AtomicLong blocks, long count) throws InterruptedException {
        long until = System.nanoTime() + 30_000_000_000L;
        while (blocks.get() < count) {
            assertThat(System.nanoTime())
                    .as("block %d of %d", blocks.get(), count)
                    .isLessThan(until);
            Thread.sleep(2);
        }
    }
}
