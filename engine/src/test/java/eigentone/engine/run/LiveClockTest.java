package eigentone.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import eigentone.engine.graph.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveClockTest {
    private static final int RATE = 48_000;
    private static final int BLOCK = 64;

    private final MidiBlock in = new MidiBlock(64);
    private final MidiBlock out = new MidiBlock(64);
    private final Live live = new Live(scene(0), 0, 1, RATE, BLOCK, 1);
    private final List<String> sent = new ArrayList<>();
    private final float[][] sound = new float[1][BLOCK];

    /// Counts beats.
    private static Scene scene(int number) {
        Patch patch =
                new Patch(
                        "beats",
                        0,
                        0,
                        1,
                        List.of(
                                new NodeSpec(
                                        "n",
                                        "test-counter",
                                        false,
                                        Map.of(),
                                        Map.of(),
                                        new Rate.EveryBeats(1),
                                        1)),
                        List.of(Connection.of("n", "out", 0.01)));
        return new Scene(number, Plan.compile(patch, RATE, BLOCK, 1), ControllerMap.NONE);
    }

    private void blocks(int count) {
        for (int i = 0; i < count; i++) {
            out.clear();
            long frame = live.frame();
            live.process(new float[0][], sound, BLOCK, in, out);
            in.clear();
            for (int m = 0; m < out.count(); m++) {
                sent.add(frame + out.offset(m) + " " + Integer.toHexString(out.message(m) >> 16));
            }
        }
    }

    @Test
    void theMidiClockThatComesInLeadsMusicalTime() {
        blocks(1);
        in.add(3, 0xfa, 0, 0);
        blocks(1);
        for (int tick = 0; tick < 100; tick++) {
            in.add(5, 0xf8, 0, 0);
            blocks(12);
        }
        // A tick in 12 blocks of 64 frames.
        assertThat(live.tempo()).isCloseTo(60.0 * RATE / (24 * 12 * BLOCK), within(0.01));
        assertThat(live.beat()).isCloseTo((100 - 5 / (12.0 * BLOCK)) / 24, within(0.001));
        in.add(0, 0xfc, 0, 0);
        blocks(1);
        double stood = live.beat();
        blocks(100);
        assertThat(live.beat()).isEqualTo(stood).isEqualTo(100 / 24.0);
        List<Integer> kinds = new ArrayList<>();
        for (EventQueue j = live.journal(); j.hasNext(); j.advance()) {
            kinds.add(j.kind());
        }
        assertThat(kinds)
                .contains(EventQueue.TEMPO, EventQueue.LOCATE, EventQueue.RUN)
                .doesNotContain(EventQueue.MIDI);
    }

    @Test
    void musicalTimeGoesOnInTheNextScene() {
        live.inlet(0).tempo(0, 100);
        blocks(1000);
        double beat = live.beat();
        Scene next = scene(1);
        next.plan().process(new float[0][], new float[1][BLOCK], BLOCK);
        assertThat(live.swap(next)).isTrue();
        blocks(1);
        assertThat(live.beat()).isCloseTo(beat + 100.0 * BLOCK / (60 * RATE), within(1e-9));
        List<Long> steps = new ArrayList<>();
        float last = sound[0][BLOCK - 1];
        for (int i = 0; i < 1000; i++) {
            blocks(1);
            for (int t = 0; t < BLOCK; t++) {
                if (Math.abs(sound[0][t] - last) > 0.005) {
                    steps.add(live.frame() - BLOCK + t);
                }
                last = sound[0][t];
            }
        }
        // A beat lasts 28800 frames; the first is past.
        assertThat(steps).hasSize(2);
        assertThat(steps.get(0)).isBetween(3 * 28_800L, 3 * 28_800L + 1);
        assertThat(steps.get(1)).isBetween(4 * 28_800L, 4 * 28_800L + 1);
    }

    @Test
    void theHostsTransportLeadsMusicalTime() {
        live.transport(false, 0, 0, 90);
        blocks(1);
        assertThat(live.beat()).isGreaterThan(0);
        for (int i = 0; i < 10; i++) {
            live.transport(true, 0, 32 + i * 90.0 * BLOCK / (60 * RATE), 90);
            blocks(1);
        }
        assertThat(live.beat()).isCloseTo(32 + 10 * 90.0 * BLOCK / (60 * RATE), within(1e-6));
        live.transport(false, 0, 33, 90);
        blocks(1);
        double stood = live.beat();
        blocks(10);
        assertThat(live.beat()).isEqualTo(stood);
    }

    @Test
    void clockIsSentToTheFrame() {
        live.clockOut().enable(true);
        live.inlet(0).add(2500, EventQueue.RUN, 0, 0, 0);
        blocks(50);
        assertThat(sent).containsExactly("0 fa", "0 f8", "1000 f8", "2000 f8", "2500 fc");
    }
}
