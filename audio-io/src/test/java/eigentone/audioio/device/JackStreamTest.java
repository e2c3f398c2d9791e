package eigentone.audioio.device;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eigentone.audioio.check.JackCapture;
import eigentone.audioio.check.JackServer;
import eigentone.engine.event.MidiBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Against a real server, which runs in freewheel where no sample may be missing: a busy machine
/// skips cycles of one that runs in time.
final class JackStreamTest {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK = 256;

    private static JackServer server;

    @BeforeAll
    static void start() throws DeviceException {
        assumeTrue(JackServer.whyNot().isEmpty(), JackServer.whyNot());
        server = JackServer.start(JackServer.uniqueName(), RATE_HZ, BLOCK);
    }

    @AfterAll
    static void stop() {
        if (server != null) server.close();
    }

    private static StreamRequest request(String name, int inputs, int outputs, boolean connect) {
        return new StreamRequest(null, name, 0, 0, inputs, outputs, connect);
    }

    private static AudioStream open(StreamRequest request, AudioCallback callback)
            throws DeviceException {
        return server.backend().open(request, callback, why -> {});
    }

    private static void await(String what, BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + 10_000_000_000L;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " within 10 s").isLessThan(until);
            Thread.sleep(5);
        }
    }

    @Test
    void aStreamIsWhatTheServerIs() throws Exception {
        AtomicInteger blocks = new AtomicInteger();
        AtomicInteger frames = new AtomicInteger();
        try (JackControl control = server.control();
                AudioStream stream =
                        open(
                                request("is", 3, 2, true),
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    blocks.getAndIncrement();
                                    frames.set(n);
                                })) {
            await("a callback", () -> blocks.get() > 10);
            StreamInfo info = stream.info();
            assertThat(info.rateHz()).isEqualTo(RATE_HZ);
            assertThat(info.blockFrames()).isEqualTo(BLOCK);
            assertThat(frames.get()).isEqualTo(BLOCK);
            assertThat(info.device()).isEqualTo(server.name());
            assertThat(stream.audioThread()).isNotNull();
            assertThat(control.ports(false, true)).contains("is:in_1", "is:in_2", "is:in_3");
            assertThat(control.ports(false, false)).contains("is:out_1", "is:out_2");
            assertThat(control.ports(true, true)).contains("is:midi_in");
            assertThat(control.ports(true, false)).contains("is:midi_out");
        }
    }

    @Test
    void midiArrivesAtItsFrame() throws Exception {
        int[][] messages = {
            {0, 0x90, 60, 100},
            {17, 0x80, 60, 0},
            {17, 0xc3, 5, 0},
            {100, 0xf8, 0, 0},
            {200, 0xe1, 1, 127},
            {254, 0xf2, 3, 4},
            {255, 0xb0, 7, 99}
        };
        List<String> sent = new ArrayList<>();
        List<String> received = new ArrayList<>();
        AtomicBoolean send = new AtomicBoolean();
        AtomicInteger after = new AtomicInteger();
        try (JackControl control = server.control();
                AudioStream sender =
                        open(
                                request("sender", 0, 1, false),
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    if (!send.get() || transport.frame == 0) return;
                                    if (after.getAndIncrement() >= 50) return;
                                    for (int[] m : messages) {
                                        midiOut.add(m[0], m[1], m[2], m[3]);
                                        sent.add(
                                                text(
                                                        transport,
                                                        m[0],
                                                        MidiBlock.message(m[1], m[2], m[3])));
                                    }
                                });
                AudioStream receiver =
                        open(
                                request("receiver", 0, 1, false),
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    for (int i = 0; i < midiIn.count(); i++)
                                        received.add(
                                                text(
                                                        transport,
                                                        midiIn.offset(i),
                                                        midiIn.message(i)));
                                })) {
            assertThat(control.connect("sender:midi_out", "receiver:midi_in")).isTrue();
            assertThat(control.freewheel(true)).isTrue();
            control.transport(true);
            send.set(true);
            await("all blocks", () -> after.get() > 60);
            control.transport(false);
            assertThat(control.freewheel(false)).isTrue();
            assertThat(sender.droppedMidi() + receiver.droppedMidi()).isZero();
        }
        assertThat(sent).hasSize(50 * messages.length);
        assertThat(received).isEqualTo(sent);
    }

    private static String text(Transport transport, int offset, int message) {
        return "%d %06x".formatted(transport.frame + offset, message);
    }

    @Test
    void anotherClientHearsTheSameBits() throws Exception {
        int length = 2 * RATE_HZ;
        float[][] expected = new float[2][length];
        var random = new java.util.Random(4);
        for (int i = 0; i < length; i++) {
            expected[0][i] = random.nextFloat() * 2 - 1;
            expected[1][i] = Float.intBitsToFloat(random.nextInt() & 0xbf7fffff);
        }
        AtomicBoolean play = new AtomicBoolean();
        int[] at = {0};
        try (JackControl control = server.control();
                JackCapture capture = new JackCapture(server, "listener", 2, length);
                AudioStream player =
                        open(
                                request("player", 0, 2, true),
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    for (int c = 0; c < 2; c++) {
                                        java.util.Arrays.fill(out[c], 0, n, 0);
                                        if (play.get())
                                            System.arraycopy(
                                                    expected[c],
                                                    at[0],
                                                    out[c],
                                                    0,
                                                    Math.min(n, length - at[0]));
                                    }
                                    if (play.get()) at[0] = Math.min(length, at[0] + n);
                                })) {
            assertThat(player.info().outputChannels()).isEqualTo(2);
            assertThat(capture.listenTo(control, "player")).isTrue();
            assertThat(control.freewheel(true)).isTrue();
            play.set(true);
            await("2 s of sound", () -> capture.frames() == length);
            assertThat(control.freewheel(false)).isTrue();
            for (int c = 0; c < 2; c++) assertThat(capture.samples()[c]).isEqualTo(expected[c]);
        }
    }

    @Test
    void latencyIsTheDevicesAndNothingOfOurs() throws Exception {
        AtomicInteger blocks = new AtomicInteger();
        try (JackControl control = server.control();
                AudioStream stream =
                        open(
                                request("latency", 2, 2, true),
                                (in, out, n, midiIn, midiOut, transport) ->
                                        blocks.getAndIncrement())) {
            int playback = control.latencyFrames("system:playback_1", true);
            int capture = control.latencyFrames("system:capture_1", false);
            assertThat(capture).isPositive();
            await("the latency", () -> stream.info().outputLatencyFrames() == playback);
            await("the latency", () -> stream.info().inputLatencyFrames() == capture);
            for (String port : List.of("in_1", "in_2", "midi_in"))
                assertThat(control.latencyFrames("latency:" + port, true))
                        .as(port)
                        .isEqualTo(playback);
            for (String port : List.of("out_1", "out_2", "midi_out"))
                assertThat(control.latencyFrames("latency:" + port, false))
                        .as(port)
                        .isEqualTo(capture);
        }
    }

    @Test
    void aMidiSourceThatIsPluggedInLaterIsConnected() throws Exception {
        try (AudioStream stream =
                open(request("plug", 0, 2, true), (in, out, n, midiIn, midiOut, transport) -> {})) {
            assertThat(stream.info().outputChannels()).isEqualTo(2);
            long keyboard = JackConnection.open("keyboard", server.name());
            long port =
                    JackLibrary.portRegister(
                            keyboard,
                            "keys",
                            JackLibrary.MIDI,
                            JackLibrary.PORT_IS_OUTPUT | JackLibrary.PORT_IS_PHYSICAL);
            JackLibrary.of("jack_activate", keyboard);
            await("the connection", () -> JackLibrary.of("jack_port_connected", port) > 0);
            JackLibrary.of("jack_client_close", keyboard);
        }
    }

    @Test
    void soundIsConnectedToTheFirstPhysicalPorts() throws Exception {
        try (AudioStream mono =
                open(request("mono", 1, 1, true), (in, out, n, midiIn, midiOut, transport) -> {})) {
            assertThat(mono.info().inputChannels()).isEqualTo(1);
            for (String port : List.of("playback_1", "playback_2", "capture_1"))
                assertThat(isConnected("system:" + port)).as(port).isTrue();
            assertThat(isConnected("system:capture_2")).isFalse();
        }
    }

    private static boolean isConnected(String port) throws DeviceException {
        long client = JackConnection.open("looks", server.name());
        try {
            return JackLibrary.of("jack_port_connected", JackLibrary.portByName(client, port)) > 0;
        } finally {
            JackLibrary.of("jack_client_close", client);
        }
    }

    @Test
    void transportIsFollowed() throws Exception {
        long[] frame = new long[1];
        AtomicBoolean rolled = new AtomicBoolean();
        try (JackControl control = server.control();
                AudioStream stream =
                        open(
                                request("transport", 0, 1, false),
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    if (transport.available && transport.rolling) {
                                        frame[0] = transport.frame;
                                        rolled.set(true);
                                    }
                                })) {
            control.locate(1_000_000);
            control.transport(true);
            await("rolling", () -> rolled.get());
            control.transport(false);
            assertThat(frame[0]).isBetween(1_000_000L, 1_000_000L + 10 * RATE_HZ);
            assertThat(stream.info().rateHz()).isEqualTo(RATE_HZ);
        }
    }

    /// JACK itself says where the fields of its position lie: it is given one, and is asked for it.
    @Test
    void barsAndTempoOfTheTransportAreRead() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment position = arena.allocate(JackLibrary.POSITION_BYTES, 8);
            position.set(JAVA_INT, 20, 48_000);
            position.set(JAVA_INT, 24, 0x10);
            position.set(JAVA_INT, 28, 3);
            position.set(JAVA_INT, 32, 2);
            position.set(JAVA_INT, 36, 480);
            position.set(JAVA_FLOAT, 48, 3);
            position.set(JAVA_FLOAT, 52, 4);
            position.set(JAVA_DOUBLE, 56, 1920);
            position.set(JAVA_DOUBLE, 64, 93.5);
            double[] seen = new double[3];
            AtomicBoolean there = new AtomicBoolean();
            try (JackControl control = server.control();
                    AudioStream stream =
                            open(
                                    request("bars", 0, 1, false),
                                    (in, out, n, midiIn, midiOut, transport) -> {
                                        if (transport.beatsPerMinute == 0 || there.get()) return;
                                        seen[0] = transport.frame;
                                        seen[1] = transport.beatsPerMinute;
                                        seen[2] = transport.beat;
                                        there.set(true);
                                    })) {
                assertThat(stream.info().outputChannels()).isEqualTo(1);
                assertThat(control.reposition(position)).isTrue();
                await("the tempo", there::get);
                control.locate(0);
            }
            assertThat(seen).containsExactly(48_000, 93.5, 2 * 3 + 1 + 0.25);
        }
    }

    @Test
    void blockSizeChangesWhilePlaying() throws Exception {
        AtomicInteger frames = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        StreamListener listener =
                new StreamListener() {
                    @Override
                    public void lost(String why) {}

                    @Override
                    public void blockFrames(int blockFrames) {
                        told.set(blockFrames);
                    }
                };
        try (JackControl control = server.control();
                AudioStream stream =
                        server.backend()
                                .open(
                                        request("blocks", 2, 2, true),
                                        (in, out, n, midiIn, midiOut, transport) -> {
                                            frames.set(n);
                                            in[1][n - 1] = 1;
                                            out[1][n - 1] = 0;
                                        },
                                        listener)) {
            for (int size : new int[] {1024, 64, BLOCK}) {
                assertThat(control.blockFrames(size)).isTrue();
                await("blocks of " + size, () -> frames.get() == size && told.get() == size);
                assertThat(stream.info().blockFrames()).isEqualTo(size);
            }
        }
    }

    @Test
    void closeDoesNotWaitForACallbackThatHangs() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AudioStream stream =
                open(
                        request("hangs", 0, 1, false),
                        (in, out, n, midiIn, midiOut, transport) -> {
                            inside.countDown();
                            try {
                                release.await(20, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        long began = System.nanoTime();
        stream.close();
        assertThat(System.nanoTime() - began).as("ns").isBetween(1_000_000_000L, 2_500_000_000L);
        release.countDown();
        try (JackControl control = server.control()) {
            await("its end", () -> !control.ports(false, false).contains("hangs:out_1"));
        }
    }

    @Test
    void aCallbackThatThrowsEndsTheStreamAndNothingElse() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        StringBuffer why = new StringBuffer();
        AudioStream stream =
                server.backend()
                        .open(
                                request("throws", 0, 1, false),
                                (in, out, n, midiIn, midiOut, transport) -> {
                                    throw new IllegalStateException("planted");
                                },
                                reason -> {
                                    why.append(reason);
                                    lost.countDown();
                                });
        assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(why.toString()).contains("planted");
        stream.close();
    }

    /// Without a word of its end, as PipeWire does it.
    @Test
    void aServerThatNoLongerCallsIsLost() throws Exception {
        AtomicInteger blocks = new AtomicInteger();
        CountDownLatch lost = new CountDownLatch(1);
        StringBuffer why = new StringBuffer();
        try (AudioStream stream =
                server.backend()
                        .open(
                                request("silent", 0, 1, false),
                                (in, out, n, midiIn, midiOut, transport) ->
                                        blocks.getAndIncrement(),
                                reason -> {
                                    why.append(reason);
                                    lost.countDown();
                                })) {
            await("a callback", () -> blocks.get() > 10);
            server.pause(true);
            try {
                assertThat(lost.await(5, TimeUnit.SECONDS)).isTrue();
            } finally {
                server.pause(false);
            }
            assertThat(why.toString()).contains("no longer calls back");
            assertThat(stream.info().device()).isEqualTo(server.name());
        }
    }

    @Test
    void theServerIsADevice() {
        assertThat(server.backend().whyNot()).isEmpty();
        DeviceInfo device = server.backend().devices().getFirst();
        assertThat(device.name()).isEqualTo(server.name());
        assertThat(device.ratesHz()).containsExactly(RATE_HZ);
        assertThat(device.inputChannels()).isEqualTo(2);
        assertThat(device.outputChannels()).isEqualTo(2);
        assertThat(device.latencyFrames()).isPositive();
    }

    @Test
    void withoutAServerItSaysHowToStartOne() {
        String why = new JackBackend("eigentone-nobody").whyNot();
        assertThat(why).contains("'eigentone-nobody'", "no server answers", "jackd -d");
        assertThat(new JackBackend("eigentone-nobody").devices()).isEmpty();
    }
}
