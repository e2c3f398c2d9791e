package eigentone.audioio.osc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.language.ControlSpec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OscServerTest {
    private static final long FRAME = 1_000_000;
    private static final int RATE = 48_000;

    /// Writes down what it is told.
    private static final class Told implements OscTarget {
        final List<String> all = new CopyOnWriteArrayList<>();
        private int asked;
        private volatile long begin = FRAME;

        @Override
        public List<Parameter> parameters() {
            return List.of(
                    new Parameter(
                            "brightness",
                            ControlSpec.linear("brightness", "", 0, 1, 0.5, ""),
                            0.25,
                            "How bright it is."),
                    new Parameter(
                            "filter.cutoff",
                            ControlSpec.exponential("cutoff", "Hz", 20, 20_000, 1000, ""),
                            440,
                            ""));
        }

        @Override
        public long frameIn(double seconds) {
            // Time goes on from question to question.
            return begin + asked++ + Math.round(seconds * RATE);
        }

        @Override
        public void turn(long frame, String name, double value) {
            all.add(frame + " turn " + name + " " + value);
        }

        @Override
        public void noteOn(
                long frame, int channel, int key, double pitchSemitones, double velocity) {
            all.add(frame + " on " + channel + " " + key + " " + pitchSemitones + " " + velocity);
        }

        @Override
        public void noteOff(long frame, int channel, int key, double velocity) {
            all.add(frame + " off " + channel + " " + key + " " + velocity);
        }

        @Override
        public void tempo(long frame, double beatsPerMinute) {
            all.add(frame + " tempo " + beatsPerMinute);
        }

        @Override
        public void locate(long frame, double beat) {
            all.add(frame + " locate " + beat);
        }

        @Override
        public void run(long frame, boolean runs) {
            all.add(frame + " run " + runs);
        }

        @Override
        public void preset(String name) {
            if (name.equals("nowhere")) {
                throw new IllegalArgumentException("preset 'nowhere': expected another");
            }
            if (name.equals("broken")) {
                throw new IllegalStateException("out of luck");
            }
            all.add("preset " + name);
        }

        @Override
        public String preset() {
            return "chorale";
        }

        @Override
        public void panic() {
            all.add("panic");
        }
    }

    private final Told told = new Told();
    private OscServer server;
    private DatagramSocket client;

    @BeforeEach
    void open() throws IOException {
        server = new OscServer(OscServer.loopback(0), told);
        client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        client.setSoTimeout(5000);
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private void send(byte[] packet) throws IOException {
        client.send(new DatagramPacket(packet, packet.length, server.address()));
    }

    private void send(String address, Object... arguments) throws IOException {
        send(OscCodec.write(OscMessage.of(address, arguments)));
    }

    private OscMessage receive() throws Exception {
        DatagramPacket p = new DatagramPacket(new byte[65_536], 65_536);
        client.receive(p);
        return OscCodec.read(p.getData(), p.getLength()).getFirst();
    }

    /// Everything before has been done when the answer comes.
    private void settle() throws Exception {
        send("/eigentone/preset");
        while (!receive().address().equals("/eigentone/reply/preset")) {}
    }

    @Test
    void itDoesWhatItIsTold() throws Exception {
        send("/eigentone/knob/brightness", 0.75f);
        send("/eigentone/control/filter/cutoff", 1_000_000);
        send("/eigentone/note/on", 1, 60, 127);
        send("/eigentone/note/on", 16, 60.5, 0.5f);
        send("/eigentone/note/off", 1, 60);
        send("/eigentone/note/on", 2, 61, 0);
        send("/eigentone/tempo", 132.5f);
        send("/eigentone/locate", 16);
        send("/eigentone/run", 0);
        send("/eigentone/preset", "warm-pad");
        send("/eigentone/panic");
        settle();
        assertThat(told.all)
                .containsExactly(
                        "0 turn brightness 0.75",
                        "0 turn filter.cutoff 20000.0",
                        "0 on 0 60 60.0 1.0",
                        "0 on 15 60 60.5 0.5",
                        "0 off 0 60 0.5",
                        "0 off 1 61 0.5",
                        "0 tempo 132.5",
                        "0 locate 16.0",
                        "0 run false",
                        "preset warm-pad",
                        "panic");
    }

    @Test
    void patternsReachSeveral() throws Exception {
        send("/eigentone/{knob,control}/*", 0.5f);
        send("/eigentone/*/*/*", 100f);
        settle();
        assertThat(told.all).containsExactly("0 turn brightness 0.5", "0 turn filter.cutoff 100.0");
    }

    @Test
    void itAnswersWhatItIsAsked() throws Exception {
        send("/eigentone/knob/brightness");
        assertThat(receive()).isEqualTo(OscMessage.of("/eigentone/reply/knob/brightness", 0.25f));
        send("/eigentone/list", "/eigentone/control");
        assertThat(receive())
                .isEqualTo(
                        OscMessage.of(
                                "/eigentone/reply/list",
                                "/eigentone/control/filter/cutoff",
                                "[f]",
                                "Hz",
                                20f,
                                20_000f,
                                440f,
                                ""));
        assertThat(receive()).isEqualTo(OscMessage.of("/eigentone/reply/list/end", 1));
        send("/eigentone/list");
        List<String> listed = new ArrayList<>();
        for (OscMessage m = receive(); !m.address().endsWith("end"); m = receive()) {
            listed.add((String) m.arguments().getFirst());
        }
        assertThat(listed)
                .contains("/eigentone/note/on", "/eigentone/knob/brightness")
                .hasSize(OscAddress.all(told.parameters()).size());
    }

    @Test
    void whatMakesNoSenseIsAnsweredAndCounted() throws Exception {
        for (Object[] wrong :
                new Object[][] {
                    {"/eigentone/knob/nowhere", 1f},
                    {"/elsewhere", 1f},
                    {"/eigentone/knob/brightness", Float.NaN},
                    {"/eigentone/knob/brightness", "loud"},
                    {"/eigentone/note/on", 1, 60},
                    {"/eigentone/note/on", 0, 60, 1},
                    {"/eigentone/note/on", 1, 128, 1},
                    {"/eigentone/note/on", 1, 60, 128},
                    {"/eigentone/note/on", 1, 60, 1.5f},
                    {"/eigentone/tempo", 0f},
                    {"/eigentone/locate", -1},
                    {"/eigentone/run", 2},
                    {"/eigentone/subscribe", -1},
                    {"/eigentone/preset", "nowhere"},
                    {"/eigentone/preset", "broken"},
                    {"/eigentone/preset", "../../etc/passwd"},
                    {"/eigentone/preset", "mine.json"},
                    {"/eigentone/preset", new byte[3]},
                }) {
            send((String) wrong[0], java.util.Arrays.copyOfRange(wrong, 1, wrong.length));
            OscMessage answer = receive();
            assertThat(answer.address()).as("%s", wrong).isEqualTo("/eigentone/reply/error");
            assertThat((String) answer.arguments().getFirst()).doesNotContain("\n");
        }
        assertThat(told.all).isEmpty();
        assertThat(server.refused()).isEqualTo(18);
    }

    @Test
    void aBundleWaitsForItsTimeAndHasOneFrame() throws Exception {
        Instant now = Instant.now();
        long in300Ms =
                OscTime.ofEpochNanos(
                        now.getEpochSecond() * 1_000_000_000L + now.getNano() + 300_000_000L);
        byte[] knob = OscCodec.write(OscMessage.of("/eigentone/knob/brightness", 1f));
        byte[] tempo = OscCodec.write(OscMessage.of("/eigentone/tempo", 90f));
        send(OscCodec.bundle(in300Ms, List.of(knob, tempo)));
        send(OscCodec.bundle(in300Ms - (1L << 30) / 4, List.of(tempo)));
        send(OscCodec.bundle(OscTime.ofEpochNanos(0), List.of(knob)));
        settle();
        assertThat(told.all).as("only what is past").containsExactly("0 turn brightness 1.0");
        long end = System.nanoTime() + 10_000_000_000L;
        while (told.all.size() < 4 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(told.all).hasSize(4);
        String first = told.all.get(1), second = told.all.get(2), third = told.all.get(3);
        assertThat(first).endsWith("tempo 90.0");
        assertThat(second).endsWith("turn brightness 1.0");
        assertThat(third).endsWith("tempo 90.0");
        long frame = Long.parseLong(second.split(" ")[0]);
        assertThat(Long.parseLong(third.split(" ")[0])).isEqualTo(frame);
        assertThat(Long.parseLong(first.split(" ")[0])).isLessThan(frame);
        // Sent at once, it arrives after at most 300 ms.
        assertThat(frame).isBetween(FRAME, FRAME + 300 * RATE / 1000);
    }

    /// After a change of rate the instrument counts from 0; what waits keeps its time.
    @Test
    void whatWaitsIsNumberedAgain() throws Exception {
        Instant now = Instant.now();
        long in400Ms =
                OscTime.ofEpochNanos(
                        now.getEpochSecond() * 1_000_000_000L + now.getNano() + 400_000_000L);
        byte[] knob = OscCodec.write(OscMessage.of("/eigentone/knob/brightness", 1f));
        byte[] tempo = OscCodec.write(OscMessage.of("/eigentone/tempo", 90f));
        send(OscCodec.bundle(in400Ms, List.of(knob, tempo)));
        settle();
        told.begin = 0;
        server.framesBeginAnew();
        long end = System.nanoTime() + 10_000_000_000L;
        while (told.all.size() < 2 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(told.all).hasSize(2);
        long frame = Long.parseLong(told.all.get(0).split(" ")[0]);
        assertThat(frame).isBetween(1L, 400L * RATE / 1000 + 10);
        assertThat(told.all.get(0)).endsWith("turn brightness 1.0");
        assertThat(told.all.get(1)).isEqualTo(frame + " tempo 90.0");
    }

    @Test
    void whoSubscribesHearsWhatChanges() throws Exception {
        server.tellTurned("brightness", 0.1);
        send("/eigentone/subscribe", 60);
        settle();
        server.tellTurned("filter.cutoff", 300);
        server.tell("preset", "warm-pad");
        assertThat(receive())
                .isEqualTo(OscMessage.of("/eigentone/reply/control/filter/cutoff", 300f));
        assertThat(receive()).isEqualTo(OscMessage.of("/eigentone/reply/preset", "warm-pad"));
        send("/eigentone/subscribe", 0);
        settle();
        server.tellTurned("brightness", 0.1);
        client.setSoTimeout(200);
        assertThatThrownBy(this::receive).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void rubbishIsCountedAndNeverFatal() throws Exception {
        Random random = new Random(1);
        byte[] good = OscCodec.write(OscMessage.of("/eigentone/note/on", 1, 60, 127));
        int sent = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] packet = random.nextBoolean() ? good.clone() : new byte[random.nextInt(500)];
            if (packet.length == good.length) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(packet);
            }
            send(packet);
            sent++;
            // A socket drops what it has no room for.
            if (i % 50 == 0) {
                settle();
                sent++;
            }
        }
        settle();
        assertThat(server.packets()).isEqualTo(sent + 1);
        assertThat(server.malformed()).isGreaterThan(500);
        assertThat(told.all).allMatch(t -> t.matches("0 o(n|ff) .*"));
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatThrownBy(
                        () -> new OscServer(OscServer.loopback(server.address().getPort()), told))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a free port");
        assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
    }
}
