package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JackStreamTest {
    private static JackServer server;

    @BeforeAll
    static void start() throws DeviceException {
        assumeTrue(JackServer.whyNot().isEmpty(), JackServer.whyNot());
        server = JackServer.start(JackServer.uniqueName(), 48_000, 256);
    }

    @AfterAll
    static void stop() {
        if (server != null) server.close();
    }

    @Test
    void callsBack() throws Exception {
        AtomicInteger blocks = new AtomicInteger();
        AtomicInteger frames = new AtomicInteger();
        long before = System.nanoTime();
        try (AudioStream stream =
                server.backend()
                        .open(
                                new StreamRequest(null, "callsBack", 0, 0, 2, 2, true),
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    blocks.getAndIncrement();
                                    frames.set(n);
                                },
                                why -> System.err.println(why))) {
            System.err.println("open ms " + (System.nanoTime() - before) / 1e6);
            Thread.sleep(1000);
            System.err.println(
                    stream.info()
                            + " "
                            + blocks
                            + " "
                            + stream.audioThread()
                            + " xruns "
                            + stream.xruns());
            System.err.println(server.backend().devices());
            assertThat(blocks.get()).isBetween(150, 200);
            assertThat(frames.get()).isEqualTo(256);
            before = System.nanoTime();
        }
        System.err.println("close ms " + (System.nanoTime() - before) / 1e6);
    }
}
