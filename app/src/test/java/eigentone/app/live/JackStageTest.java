package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eigentone.app.Main;
import eigentone.app.render.Source;
import eigentone.app.render.Voicing;
import eigentone.audioio.check.JackCapture;
import eigentone.audioio.check.JackServer;
import eigentone.audioio.device.AudioCallback;
import eigentone.audioio.device.AudioStream;
import eigentone.audioio.device.DeviceException;
import eigentone.audioio.device.JackControl;
import eigentone.audioio.device.Reconnecting;
import eigentone.audioio.device.StreamInfo;
import eigentone.audioio.device.StreamRequest;
import eigentone.audioio.file.SoundFiles;
import eigentone.presets.PresetLibrary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stage on a real JACK server without a sound card.
final class JackStageTest {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK = 256;
    private static final String PIECE = "bundled:jesu-meine-freude";
    private static final String PRESET = "chorale";

    /// How long the default preset is played in time.
    private static final int SECONDS = Integer.getInteger("eigentone.stage.seconds", 60);

    private static JackServer server;

    @TempDir Path folder;

    @BeforeAll
    static void start() throws DeviceException {
        assumeTrue(JackServer.whyNot().isEmpty(), JackServer.whyNot());
        server = JackServer.start(JackServer.uniqueName(), RATE_HZ, BLOCK);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static StreamRequest request(String name) {
        return new StreamRequest(null, name, 0, 0, 0, 2, true);
    }

    private static Reconnecting open(Stage stage, String name) throws DeviceException {
        return new Reconnecting(
                server.backend(),
                request(name),
                new Reconnecting.Owner() {
                    @Override
                    public AudioCallback callback(StreamInfo stream) {
                        return stage.callback();
                    }
                });
    }

    private static void await(String what, double seconds, BooleanSupplier done)
            throws InterruptedException {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " in time").isLessThan(until);
            Thread.sleep(5);
        }
    }

    /// What a second client hears is what a render of the same events is, bit for bit.
    @Test
    void whatJackHearsIsTheRender() throws Exception {
        int seconds = 8, frames = seconds * RATE_HZ;
        float[] expected = render(seconds);
        try (Stage stage = new Stage(PresetLibrary.standard(), 1, 0, 2);
                JackControl control = server.control();
                JackCapture capture = new JackCapture(server, "ear", 2, frames + 20 * RATE_HZ);
                Reconnecting device = open(stage, "played")) {
            stage.open(PRESET, Map.of(), device.info().rateHz());
            assertThat(capture.listenTo(control, "played"))
                    .as("connected, of " + control.ports(false, false) + ", " + device.isAway())
                    .isTrue();
            assertThat(control.freewheel(true)).isTrue();
            try (ScoreFeeder score = score(stage, seconds)) {
                score.start();
                stage.begin();
                await("the music", 60, () -> stage.live().frame() > frames + RATE_HZ);
            }
            assertThat(control.freewheel(false)).isTrue();
            float[] heard = capture.samples()[0];
            // The render fades out in the end, since it is cut there.
            int compared = frames - 2 * RATE_HZ, from = firstSound(heard);
            int first = firstSound(expected);
            assertThat(Arrays.copyOfRange(heard, from, from + compared))
                    .isEqualTo(Arrays.copyOfRange(expected, first, first + compared));
        }
    }

    private static ScoreFeeder score(Stage stage, double seconds) throws Exception {
        Source.Score score = (Source.Score) Source.open(PIECE);
        Voicing voicing =
                Voicing.of(score.midi(), score.name(), RATE_HZ, PRESET, Map.of(), seconds);
        return new ScoreFeeder(voicing.events(PRESET), voicing.endFrame(), stage.live());
    }

    private float[] render(int seconds) throws Exception {
        Path file = folder.resolve("expected.wav");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(said, true, java.nio.charset.StandardCharsets.UTF_8);
        int code =
                Main.run(
                        to,
                        to,
                        "render",
                        PIECE,
                        "--preset",
                        PRESET,
                        "--format",
                        "wav32f",
                        "--length",
                        Integer.toString(seconds),
                        "--output",
                        file.toString());
        assertThat(code).as(said.toString(java.nio.charset.StandardCharsets.UTF_8)).isZero();
        return SoundFiles.read(file).channels()[0];
    }

    private static int firstSound(float[] x) {
        for (int t = 0; t < x.length; t++) {
            if (x[t] != 0) {
                return t;
            }
        }
        throw new AssertionError("nothing was heard");
    }

    /// A minute in time, notes from another client, and a thread that makes garbage beside it.
    @Test
    @Tag("allocation")
    void aMinuteOfPlayingAllocatesAndDropsNothing() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Stage stage = new Stage(PresetLibrary.standard(), 1, 0, 2);
                JackControl control = server.control();
                Reconnecting device = open(stage, "minute");
                AudioStream keys = keyboard(sent)) {
            stage.open(PRESET, Map.of(), device.info().rateHz());
            AllocationMeter allocations = new AllocationMeter();
            stage.eachTick(upTo -> allocations.look(device.audioThread()));
            Thread garbage = garbage();
            garbage.start();
            stage.begin();
            assertThat(control.connect("keys:midi_out", "minute:midi_in")).isTrue();
            await("the minute", 4 * SECONDS, () -> stage.live().frame() > (long) SECONDS * RATE_HZ);
            garbage.interrupt();
            assertThat(keys.droppedMidi()).isZero();
            stage.settle();
            stage.end();
            Performance p = Performance.of(stage, device, allocations.bytes(), 0, 0);
            System.out.printf(
                    "%d s by JACK: %d messages, xruns %d, late %.3f %%, p99.9 %.0f us%n",
                    SECONDS, sent.get(), p.xruns(), p.latePercent(), p.p999Micros());
            assertThat(sent.get()).isGreaterThan(SECONDS * 10L);
            assertThat(p.allocatedBytes()).as("bytes on the audio thread").isZero();
            assertThat(p.nonFinite()).as("not finite").isZero();
            assertThat(p.droppedEvents()).as("dropped events").isZero();
            assertThat(p.stuckNotes()).as("stuck notes").isZero();
            assertThat(device.faults()).as("faults").isZero();
        }
    }

    /// The server dies in mid-note and comes back at another rate.
    @Test
    void soundIsBackAfterTheServer() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        try (Stage stage = new Stage(PresetLibrary.standard(), 1, 0, 2);
                Reconnecting device =
                        new Reconnecting(
                                server.backend(),
                                request("survivor"),
                                new StageOwner(stage, PRESET, Map.of()))) {
            stage.tellTo(told::add);
            stage.begin();
            stage.note(0, 60, 0.9);
            await("a note", 10, () -> stage.live().levels().take(0) > 0.01);
            // The machine may be busy with something else once, not three times.
            double seconds = Double.POSITIVE_INFINITY;
            for (int rate : new int[] {44_100, 48_000, 44_100}) {
                seconds = Math.min(seconds, secondsUntilSoundAt(rate, stage, device));
            }
            assertThat(seconds).isLessThan(2);
            assertThat(stage.live().rateHz()).isEqualTo(44_100);
            assertThat(device.info().rateHz()).isEqualTo(44_100);
            assertThat(device.faults()).isZero();
            assertThat(told).anyMatch(m -> m.startsWith("the device is back, at 44100 Hz"));
        } finally {
            // For the other tests.
            server.close();
            server = JackServer.start(server.name(), RATE_HZ, BLOCK);
        }
    }

    private static double secondsUntilSoundAt(int rateHz, Stage stage, Reconnecting device)
            throws Exception {
        server.kill();
        await("the loss", 10, device::isAway);
        long frame = stage.live().frame();
        await("the clock", 2, () -> stage.live().frame() > frame + RATE_HZ / 10);
        server = JackServer.start(server.name(), rateHz, 128);
        long answered = System.nanoTime();
        await("the device", 10, () -> !device.isAway());
        stage.live().levels().take(0);
        stage.note(0, 64, 0.9);
        await("a note", 10, () -> stage.live().levels().take(0) > 0.01);
        double seconds = (System.nanoTime() - answered) / 1e9;
        System.out.printf("sound %.2f s after the server was back%n", seconds);
        return seconds;
    }

    /// Chords and arpeggios, with bend, wheel and pedal, all released in the end.
    private static AudioStream keyboard(AtomicLong sent) throws DeviceException {
        long[] frame = {0};
        int[] step = {0};
        return server.backend()
                .open(
                        new StreamRequest(null, "keys", 0, 0, 0, 1, false),
                        (in, out, n, midiIn, midiOut, transport) -> {
                            Arrays.fill(out[0], 0, n, 0);
                            frame[0] += n;
                            if (frame[0] < 4800) {
                                return;
                            }
                            frame[0] = 0;
                            int s = step[0]++, key = 48 + s * 7 % 24;
                            midiOut.add(s % n, 0x90, key, 40 + s * 13 % 80);
                            if (s >= 3) {
                                midiOut.add(n - 1, 0x80, 48 + (s - 3) * 7 % 24, 0);
                            }
                            sent.getAndAdd(2);
                        },
                        why -> {});
    }

    private static Thread garbage() {
        AtomicReference<List<byte[]>> kept = new AtomicReference<>(List.of());
        Thread thread =
                new Thread(() -> {
                    while (!Thread.interrupted()) {
                        List<byte[]> more = new ArrayList<>();
                        for (int i = 0; i < 1000; i++) {
                            more.add(new byte[1000]);
                        }
                        kept.set(more);
                        try {
                            Thread.sleep(5);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                });
        thread.setDaemon(true);
        return thread;
    }
}
