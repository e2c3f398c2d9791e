package eigentone.analysis;

import static eigentone.analysis.PlayedPresets.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import eigentone.analysis.PlayedPresets.Event;
import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.AudioRing;
import eigentone.engine.run.Live;
import eigentone.engine.run.Scene;
import eigentone.presets.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Live is as offline, and what is late replays.
@Timeout(60)
class ListeningThreadTest {
    private static final int BLOCK = 256;

    private final MidiBlock midi = new MidiBlock(1);

    private static Live live(Preset preset) {
        Plan plan = PlayedPresets.plan(preset, BLOCK);
        return new Live(new Scene(1, plan, ControllerMap.NONE), 1, 2, RATE, BLOCK, 1);
    }

    private static float[] sound() {
        float[] x = Arrays.copyOf(ListeningTest.song(0), (int) (1.5 * RATE));
        Sounds.strike(x, RATE, Sounds.Kind.CLAP, -6, 0.1, 0.25, 0.5, 0.75);
        return x;
    }

    private static void drain(Live live, List<Event> to) {
        EventQueue journal = live.journal();
        for (; journal.hasNext(); journal.advance()) {
            to.add(
                    new Event(
                            journal.frame(),
                            journal.kind(),
                            journal.target(),
                            journal.a(),
                            journal.b()));
        }
    }

    private float[][] block(Live live, float[] x, int at) {
        float[][] out = new float[2][BLOCK];
        live.process(new float[][] {Arrays.copyOfRange(x, at, at + BLOCK)}, out, BLOCK, midi);
        return out;
    }

    /// The clock of a device leaves the thread a period; here it is waited for, so that a slow
    /// machine does not matter.
    @Test
    void liveEventsTakeEffectAtTheFramesOfTheOfflineOnes() throws Exception {
        for (String name : List.of("pitch-to-midi", "onset-to-trigger")) {
            Preset preset = PlayedPresets.preset(name);
            Live live = live(preset);
            Listening ear = new Listening(preset.listen(), PlayedPresets.plan(preset, BLOCK));
            AtomicLong heard = new AtomicLong();
            ear.onHeard(h -> heard.set(h.endFrame()));
            List<Event> events = new ArrayList<>();
            float[] x = sound();
            try (ListeningThread thread = ListeningThread.start(ear, live, live.inlet(0))) {
                for (int t = 0; t + BLOCK <= x.length; t += BLOCK) {
                    block(live, x, t);
                    // The hop before the last has been played when the last is heard.
                    while (heard.get() < live.frame()) {
                        Thread.sleep(0, 100_000);
                    }
                    drain(live, events);
                }
                assertThat(thread.lateEvents()).isZero();
                assertThat(thread.refusedEvents() + thread.lostFrames()).isZero();
            }
            List<Event> offline =
                    PlayedPresets.events(preset, x).stream()
                            .filter(e -> e.frame() < live.frame() - BLOCK)
                            .toList();
            assertThat(offline).anyMatch(Event::isNoteOn);
            assertThat(events).startsWith(offline.toArray(new Event[0]));
        }
    }

    @Test
    void whatIsLateActsWhenItArrivesAndReplays() throws Exception {
        Preset preset = PlayedPresets.preset("onset-to-trigger");
        Live live = live(preset);
        Listening ear = new Listening(preset.listen(), PlayedPresets.plan(preset, BLOCK));
        AtomicLong heard = new AtomicLong();
        ear.onHeard(h -> heard.set(h.endFrame()));
        AudioRing ring = ListeningThread.ring(1, RATE);
        float[] x = sound();
        List<float[][]> played = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        live.listen(ring);
        int t = 0;
        for (; t < 0.6 * RATE; t += BLOCK) {
            played.add(block(live, x, t));
        }
        long behind = live.frame();
        try (ListeningThread thread =
                new ListeningThread(ear, ring, live.inlet(0)::add, live::frame, () -> {})) {
            while (heard.get() < behind) {
                Thread.sleep(1);
            }
            for (; t + BLOCK <= x.length; t += BLOCK) {
                played.add(block(live, x, t));
            }
            assertThat(thread.lateEvents()).isPositive();
            assertThat(thread.latestFrames()).isGreaterThan((long) (0.4 * RATE));
        }
        drain(live, events);
        assertThat(events).allSatisfy(e -> assertThat(e.frame()).isGreaterThanOrEqualTo(behind));
        assertThat(events).anyMatch(Event::isNoteOn);

        // The take: the same input and the journal's events, nobody listening.
        Live again = live(preset);
        for (Event e : events) {
            again.inlet(0).add(e.frame(), e.kind(), e.target(), e.a(), e.b());
        }
        for (int i = 0; i < played.size(); i++) {
            assertThat(block(again, x, i * BLOCK)).isDeepEqualTo(played.get(i));
        }
    }

    @Test
    void framesAreRightAgainBehindAGap() throws IOException, InterruptedException {
        Preset preset = PlayedPresets.preset("onset-to-trigger");
        Live live = live(preset);
        Listening ear = new Listening(preset.listen(), PlayedPresets.plan(preset, BLOCK));
        AudioRing ring = new AudioRing(1, 4096);
        List<Long> onsets = new ArrayList<>();
        AtomicLong heard = new AtomicLong();
        ear.onHeard(h -> {
            if (h.isOnset()) {
                onsets.add(h.onsetFrame());
            }
            heard.set(h.endFrame());
        });
        float[] x = new float[(int) (2 * RATE)];
        Sounds.strike(x, RATE, Sounds.Kind.CLICK, -6, 1.5);
        live.listen(ring);
        int t = 0;
        // Nobody reads: the ring runs over.
        for (; t < RATE; t += BLOCK) {
            block(live, x, t);
        }
        assertThat(ring.lost()).isPositive();
        try (ListeningThread thread =
                new ListeningThread(ear, ring, live.inlet(0)::add, live::frame, () -> {})) {
            for (; t + BLOCK <= x.length; t += BLOCK) {
                block(live, x, t);
                // What waited at the gap is left out; the rest is heard before the ring is full
                // again.
                for (int i = 0; i < 200 && heard.get() < live.frame() - BLOCK; i++) {
                    Thread.sleep(1);
                }
            }
            assertThat(thread.lostFrames()).isEqualTo(ring.lost());
        }
        assertThat(onsets).hasSize(1);
        assertThat(Math.abs(onsets.getFirst() - 1.5 * RATE)).isLessThan(0.005 * RATE);
    }

    @Test
    void whoEndsListeningLetsTheNoteGo() throws Exception {
        Preset preset = PlayedPresets.preset("pitch-to-midi");
        Live live = live(preset);
        Listening ear = new Listening(preset.listen(), PlayedPresets.plan(preset, BLOCK));
        AtomicLong heard = new AtomicLong();
        ear.onHeard(h -> heard.set(h.endFrame()));
        float[] x = Sounds.tone(RATE, 220, 0.3, true, 0);
        ListeningThread thread = ListeningThread.start(ear, live, live.inlet(0));
        for (int t = 0; t + BLOCK <= x.length; t += BLOCK) {
            block(live, x, t);
            while (heard.get() < live.frame()) {
                Thread.sleep(0, 100_000);
            }
        }
        thread.close();
        for (int i = 0; i < 4; i++) {
            block(live, x, 0);
        }
        List<Event> events = new ArrayList<>();
        drain(live, events);
        assertThat(events.stream().filter(Event::isNoteOn)).hasSize(1);
        assertThat(events.stream().filter(e -> e.kind() == EventQueue.NOTE_OFF)).hasSize(1);
        assertThat(live.inlet(0).hasNext()).isFalse();
        assertThat(live.stuckNotes()).isZero();
    }
}
