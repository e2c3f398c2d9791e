package eigentone.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTest {
    private static final int RATE = 48000;
    private static final int MAX = 512;
    private static final int INLETS = 2;

    private static NodeSpec node(
            String id, String type, boolean perVoice, Map<String, Double> controls) {
        return NodeSpec.of(id, type, perVoice, Map.of(), controls);
    }

    /// A voice with an envelope through a shared filter; one input goes beside it.
    private static Patch synth(double cutoff) {
        return new Patch(
                "synth",
                6,
                1,
                2,
                List.of(
                        node("osc", "saw", true, Map.of("pitch", 0.0)),
                        node("env", "adsr", true, Map.of("attack", 0.002, "release", 0.01)),
                        node("level", "amplifier", true, Map.of("level", 0.0)),
                        node("noise", "white-noise", false, Map.of()),
                        node("filter", "one-pole", false, Map.of("cutoff", cutoff))),
                List.of(
                        Connection.of("note.pitch", "osc.pitch"),
                        Connection.of("note.gate", "env.gate"),
                        Connection.of("osc", "level", 0.1),
                        Connection.of("env", "level.level"),
                        Connection.of("level", "filter"),
                        Connection.of("in", "filter"),
                        Connection.of("noise", "filter", 0.001),
                        Connection.of("filter.low", "out")));
    }

    private static Patch tone(double semitones, double level) {
        return new Patch(
                "tone",
                0,
                0,
                1,
                List.of(node("osc", "sine", false, Map.of("pitch", semitones))),
                List.of(Connection.of("osc", "out", level)));
    }

    private static Scene scene(int number, Patch patch) {
        return new Scene(number, Plan.compile(patch, RATE, MAX, 7), ControllerMap.NONE);
    }

    /// An event that took effect.
    private record Event(long frame, int kind, int target, double a, double b) {}

    /// What came out, with what took effect.
    private record Take(float[][] sound, List<Event> events) {}

    /// Plays `frames` frames in blocks of `block.applyAsInt(frame)`, with `before` each block.
    private static Take play(
            Live live,
            float[][] in,
            int frames,
            IntUnaryOperator block,
            java.util.function.BiConsumer<Integer, MidiBlock> before) {
        float[][] sound = new float[live.outputs()][frames];
        List<Event> events = new ArrayList<>();
        MidiBlock midi = new MidiBlock(64);
        for (int t = 0; t < frames; ) {
            int n = Math.min(block.applyAsInt(t), frames - t);
            float[][] x = new float[live.inputs()][];
            for (int c = 0; c < x.length; c++) {
                x[c] = Arrays.copyOfRange(in[c], t, t + n);
            }
            midi.clear();
            before.accept(t, midi);
            float[][] y = new float[live.outputs()][n];
            live.process(x, y, n, midi);
            for (int c = 0; c < y.length; c++) {
                System.arraycopy(y[c], 0, sound[c], t, n);
            }
            EventQueue j = live.journal();
            for (; j.hasNext(); j.advance()) {
                events.add(new Event(j.frame(), j.kind(), j.target(), j.a(), j.b()));
            }
            t += n;
        }
        return new Take(sound, events);
    }

    private static float[][] noise(int frames) {
        Random random = new Random(5);
        float[][] x = new float[1][frames];
        for (int t = 0; t < frames; t++) {
            x[0][t] = 0.1f * (random.nextFloat() - 0.5f);
        }
        return x;
    }

    /// MIDI of the device at random frames.
    private static void randomMidi(Random random, int block, MidiBlock midi) {
        for (int i = 0, at = 0; i < 3 && block > 0; i++) {
            at += random.nextInt(Math.max(1, (block - at) / 3 + 1));
            if (at >= block) {
                return;
            }
            int key = 48 + random.nextInt(24), value = random.nextInt(128);
            switch (random.nextInt(5)) {
                case 0 -> midi.add(at, 0x90, key, 1 + value / 2);
                case 1 -> midi.add(at, 0x80, key, 0);
                case 2 -> midi.add(at, 0xe0, 0, value);
                case 3 -> midi.add(at, 0xb0, 64, value);
                default -> midi.add(at, 0xb0, 7, value);
            }
        }
    }

    /// A journal is enough to play the same again: notes, knobs, swaps and panic at their frames,
    /// in other blocks.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theJournalReplaysBitForBitInOtherBlocks(long seed) {
        int frames = 2 * RATE;
        float[][] in = noise(frames);
        Random random = new Random(seed);
        Live live = new Live(scene(0, synth(2000)), 1, 2, RATE, MAX, INLETS);
        int[] size = new int[1], swaps = {0};
        Take take =
                play(
                        live,
                        in,
                        frames,
                        t -> size[0] = 1 + random.nextInt(700),
                        (t, midi) -> {
                            randomMidi(random, size[0], midi);
                            if (random.nextInt(40) == 0) {
                                live.inlet(0).control(t, 2, 0.3 * random.nextDouble());
                            }
                            if (random.nextInt(50) == 0 && swaps[0] < 5) {
                                Scene next = scene(swaps[0] + 1, synth(500 * (swaps[0] + 2)));
                                if (live.swap(next)) {
                                    swaps[0]++;
                                }
                            }
                            if (random.nextInt(150) == 0) {
                                live.panic();
                            }
                        });
        assertThat(swaps[0]).as("swaps").isGreaterThan(1);
        assertThat(live.droppedEvents()).isZero();

        Live again = new Live(scene(0, synth(2000)), 1, 2, RATE, MAX, INLETS);
        List<Event> plan = take.events().stream().filter(e -> e.kind() < EventQueue.MIDI).toList();
        List<Event> changes =
                take.events().stream().filter(e -> e.kind() == EventQueue.SWAP).toList();
        int[] next = {0, 0};
        Take second =
                play(
                        again,
                        in,
                        frames,
                        t -> {
                            int n = 1 + (t * 31 + 7) % 300;
                            for (Event e : changes) {
                                if (e.frame() > t) {
                                    n = (int) Math.min(n, e.frame() - t);
                                }
                            }
                            for (Event e : plan) {
                                if (e.kind() == EventQueue.PANIC && e.frame() > t) {
                                    n = (int) Math.min(n, e.frame() - t);
                                }
                            }
                            return n;
                        },
                        (t, midi) -> {
                            while (next[1] < changes.size() && changes.get(next[1]).frame() == t) {
                                int number = changes.get(next[1]++).target();
                                assertThat(again.swap(scene(number, synth(500 * (number + 1)))))
                                        .isTrue();
                            }
                            while (next[0] < plan.size() && plan.get(next[0]).frame() < t + 400) {
                                Event e = plan.get(next[0]++);
                                if (e.kind() == EventQueue.PANIC) {
                                    if (e.frame() == t) {
                                        again.panic();
                                    } else {
                                        next[0]--;
                                        break;
                                    }
                                } else {
                                    again.inlet(0)
                                            .add(e.frame(), e.kind(), e.target(), e.a(), e.b());
                                }
                            }
                        });
        assertThat(second.sound()[0]).isEqualTo(take.sound()[0]);
        assertThat(second.sound()[1]).isEqualTo(take.sound()[1]);
    }

    @Test
    void anAttackAppearsAtItsFrame() {
        Patch click =
                new Patch(
                        "click",
                        1,
                        0,
                        1,
                        List.of(node("gate", "constant", true, Map.of("value", 0.0))),
                        List.of(
                                Connection.of("note.gate", "gate.value"),
                                Connection.of("gate", "out", 0.5)));
        Live live = new Live(scene(0, click), 0, 1, RATE, MAX, INLETS);
        Take take =
                play(
                        live,
                        new float[0][],
                        4000,
                        t -> 256,
                        (t, midi) -> {
                            if (t == 1024) {
                                midi.add(77, 0x90, 60, 100);
                            }
                        });
        int first = 0;
        while (take.sound()[0][first] == 0) {
            first++;
        }
        assertThat(first).isEqualTo(1024 + 77);
        assertThat(take.events())
                .anyMatch(e -> e.kind() == EventQueue.NOTE_ON && e.frame() == 1101);
    }

    /// verification: first difference at most twice that of the steady sounds; what lies above 8
    /// kHz at most -60 dBFS.
    @ParameterizedTest
    @ValueSource(doubles = {0, 3.86, 7.02, 12})
    void aSwapDoesNotClick(double interval) {
        double a5 = 81, level = 0.25;
        Live live = new Live(scene(0, tone(a5, level)), 0, 1, RATE, MAX, INLETS);
        Take take =
                play(
                        live,
                        new float[0][],
                        RATE,
                        t -> 64,
                        (t, midi) -> {
                            if (t == 24_000) {
                                assertThat(live.swap(scene(1, tone(a5 + interval, level))))
                                        .isTrue();
                            }
                        });
        float[] x = take.sound()[0];
        double steady = Math.max(step(x, 12_000, 23_000), step(x, 27_000, 47_000));
        assertThat(step(x, 23_000, 27_000)).isLessThan(2 * steady);
        assertThat(loudestAbove8kHz(x, 23_000, 27_000)).isLessThan(-60);
        assertThat(live.isSettled()).isTrue();
        // The measure sees a hard cut.
        float[] cut = x.clone();
        System.arraycopy(x, 30_011, cut, 24_000, 3000);
        assertThat(loudestAbove8kHz(cut, 23_000, 27_000)).isGreaterThan(-60);
    }

    private static double step(float[] x, int from, int to) {
        double most = 0;
        for (int t = from; t < to; t++) {
            most = Math.max(most, Math.abs(x[t] - x[t - 1]));
        }
        return most;
    }

    /// The greatest sample behind a high-pass of 255 taps at 8 kHz (Blackman), in dBFS.
    private static double loudestAbove8kHz(float[] x, int from, int to) {
        int half = 127;
        double[] h = new double[2 * half + 1];
        double sum = 0;
        for (int i = -half; i <= half; i++) {
            double f = 2 * 8000.0 / RATE;
            double window =
                    0.42
                            + 0.5 * Math.cos(Math.PI * i / half)
                            + 0.08 * Math.cos(2 * Math.PI * i / half);
            h[i + half] = window * (i == 0 ? f : Math.sin(Math.PI * f * i) / (Math.PI * i));
            sum += h[i + half];
        }
        double most = 0;
        for (int t = from; t < to; t++) {
            double y = x[t];
            for (int i = -half; i <= half; i++) {
                y -= h[i + half] / sum * x[t - i];
            }
            most = Math.max(most, Math.abs(y));
        }
        return 20 * Math.log10(most);
    }

    @Test
    void heldNotesAndPedalsGoOnInTheNextScene() {
        Live live = new Live(scene(0, synth(2000)), 1, 2, RATE, MAX, INLETS);
        Take take =
                play(
                        live,
                        new float[1][2 * RATE],
                        2 * RATE,
                        t -> 256,
                        (t, midi) -> {
                            if (t == 0) {
                                midi.add(0, 0x90, 60, 100);
                                midi.add(1, 0xb0, 64, 127);
                                midi.add(2, 0x90, 64, 100);
                                midi.add(3, 0x80, 64, 0);
                                midi.add(4, 0x91, 67, 100);
                            } else if (t == 256 * 50) {
                                live.swap(scene(1, synth(3000)));
                            } else if (t == 256 * 200) {
                                midi.add(0, 0x81, 67, 0);
                                midi.add(0, 0x80, 60, 0);
                                midi.add(0, 0xb0, 64, 0);
                            }
                        });
        float[] x = take.sound()[0];
        assertThat(loudness(x, 256 * 150, 256 * 199))
                .isGreaterThan(0.8 * loudness(x, 256 * 10, 256 * 49));
        assertThat(loudness(x, 256 * 300, x.length)).isLessThan(0.002);
        assertThat(live.stuckNotes()).isZero();
    }

    private static double loudness(float[] x, int from, int to) {
        double sum = 0;
        for (int t = from; t < to; t++) {
            sum += x[t] * x[t];
        }
        return Math.sqrt(sum / (to - from));
    }

    @Test
    void panicSilencesEvenWhenEveryRingIsFull() {
        Live live = new Live(scene(0, synth(2000)), 1, 2, RATE, MAX, INLETS);
        Take take =
                play(
                        live,
                        new float[1][RATE],
                        RATE,
                        t -> 256,
                        (t, midi) -> {
                            if (t == 0) {
                                midi.add(0, 0x90, 60, 100);
                                while (live.inlet(0).control(1L << 40, 0, 1)) {}
                            } else if (t == 256 * 20) {
                                live.panic();
                            }
                        });
        float[] x = take.sound()[0];
        assertThat(loudness(x, 256 * 10, 256 * 20)).isGreaterThan(0.01);
        assertThat(loudness(x, 256 * 21, x.length)).isLessThan(0.002);
        assertThat(live.droppedEvents()).as("the refused one is counted").isEqualTo(1);
    }

    /// The plan is told of a note behind the keyboard's back, as if a note-off had got lost.
    @Test
    void aNoteWithoutItsKeyIsReleasedAndCounted() {
        Scene scene = scene(0, synth(2000));
        Live live = new Live(scene, 1, 2, RATE, MAX, INLETS);
        scene.plan().events().noteOn(0, 3, 60, 60, 0.8);
        Take take = play(live, new float[1][RATE], RATE, t -> 128, (t, midi) -> {});
        assertThat(live.stuckNotes()).isEqualTo(1);
        assertThat(take.events())
                .anyMatch(
                        e -> e.kind() == EventQueue.STUCK && e.target() == EventQueue.note(3, 60));
        assertThat(loudness(take.sound()[0], RATE / 2, RATE)).isLessThan(0.002);
    }

    @Test
    void inletsAreMergedInTheOrderOfTheirFrames() {
        Live live = new Live(scene(0, synth(2000)), 1, 2, RATE, MAX, INLETS);
        live.inlet(0).tempo(300, 90);
        live.inlet(1).tempo(200, 80);
        live.inlet(0).tempo(700, 91);
        live.inlet(1).tempo(600, 81);
        Take take =
                play(
                        live,
                        new float[1][1000],
                        1000,
                        t -> 100,
                        (t, midi) -> {
                            if (t == 300) {
                                midi.add(50, 0x90, 60, 1);
                            }
                        });
        assertThat(take.events().stream().map(Event::frame))
                .containsExactly(200L, 300L, 350L, 350L, 600L, 700L);
    }

    @Test
    void tapsHearWhatComesOutAndIn() {
        float[][] in = noise(5000);
        Live live = new Live(scene(0, synth(2000)), 1, 2, RATE, MAX, INLETS);
        AudioRing output = new AudioRing(2, 8192), input = new AudioRing(1, 8192);
        Take take =
                play(
                        live,
                        in,
                        5000,
                        t -> 250,
                        (t, midi) -> {
                            if (t == 1000) {
                                live.tap(output, input);
                            }
                        });
        float[] heard = new float[2 * 8192];
        assertThat(output.read(heard, 8192)).isEqualTo(4000);
        assertThat(output.firstFrame()).isEqualTo(1000);
        for (int t = 0; t < 4000; t++) {
            assertThat(heard[2 * t]).isEqualTo(take.sound()[0][1000 + t]);
        }
        assertThat(input.read(heard, 8192)).isEqualTo(4000);
        assertThat(Arrays.copyOf(heard, 4000)).isEqualTo(Arrays.copyOfRange(in[0], 1000, 5000));
        assertThat(output.lost() + input.lost()).isZero();
    }

    @Test
    void aFullTapCountsWhatItLost() {
        AudioRing ring = new AudioRing(1, 1024);
        float[][] x = new float[1][600];
        ring.write(x, 0, 600, 0);
        ring.write(x, 0, 600, 600);
        assertThat(ring.lost()).isEqualTo(600);
    }

    @Test
    void theLoadMeterTellsShares() {
        LoadMeter meter = new LoadMeter();
        for (int i = 1; i <= 1000; i++) {
            meter.record(i * 1000L, 995_000);
        }
        assertThat(meter.blocks()).isEqualTo(1000);
        assertThat(meter.late()).isEqualTo(5);
        assertThat(meter.maxMicros()).isEqualTo(1000);
        assertThat(meter.micros(0.5)).isBetween(500.0, 532.0);
        assertThat(meter.micros(0.99)).isBetween(990.0, 1000.0);
        assertThat(meter.micros(1)).isEqualTo(1000);
    }
}
