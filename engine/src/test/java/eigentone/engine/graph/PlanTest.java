package eigentone.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.event.EventQueue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
    private static final int RATE = 48000;
    private static final int FRAMES = 6000;

    private static NodeSpec shared(String id, String type, Map<String, Double> controls) {
        return NodeSpec.of(id, type, false, Map.of(), controls);
    }

    private static NodeSpec voice(String id, String type, Map<String, Double> controls) {
        return NodeSpec.of(id, type, true, Map.of(), controls);
    }

    private static Patch synth(int voices) {
        return new Patch(
                "synth",
                voices,
                0,
                1,
                List.of(
                        voice("osc", "test-ramp", Map.of()),
                        voice("noise", "test-noise", Map.of("level", 0.1)),
                        voice("env", "test-gate", Map.of()),
                        shared("loop", "test-gain", Map.of("level", 0.5)),
                        shared("back", "test-gain", Map.of("level", 0.4))),
                List.of(
                        Connection.of("note.pitch", "osc.pitch"),
                        Connection.of("note.gate", "env.gate"),
                        Connection.of("osc", "env"),
                        Connection.of("noise", "env"),
                        Connection.of("noise", "osc.level", 0.3),
                        Connection.of("env", "loop", 0.25),
                        Connection.of("back", "loop"),
                        Connection.of("loop", "back"),
                        Connection.of("loop", "out")));
    }

    private static void play(EventQueue q) {
        q.noteOn(0, 0, 60, 60, 0.8);
        q.noteOn(100, 0, 64, 64, 0.5);
        q.control(333, 3, 0.9);
        q.add(777, EventQueue.BEND, 0, 1.5, 0);
        q.noteOff(1000, 0, 60, 0.5);
        q.noteOn(1001, 1, 67, 67, 0.7);
        q.noteOn(1500, 0, 72, 72, 0.7);
        q.noteOn(1501, 0, 76, 76, 0.7);
        q.noteOff(2000, 0, 64, 0.5);
        q.noteOff(2500, 1, 67, 0.5);
    }

    private static float[] render(Patch patch, int block, int frames, Consumer<EventQueue> events) {
        Plan plan = Plan.compile(patch, RATE, block, 7);
        return render(plan, block, frames, events);
    }

    private static float[] render(Plan plan, int block, int frames, Consumer<EventQueue> events) {
        events.accept(plan.events());
        float[] result = new float[frames];
        float[][] out = new float[plan.patch().outputChannels()][block];
        float[][] in = new float[plan.patch().inputChannels()][block];
        for (int t = 0; t < frames; t += block) {
            int n = Math.min(block, frames - t);
            plan.process(in, out, n);
            System.arraycopy(out[0], 0, result, t, n);
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 511, 512})
    void anyBlockSizeGivesTheSameBits(int block) {
        float[] expected = render(synth(3), 4096, FRAMES, PlanTest::play);
        assertThat(render(synth(3), block, FRAMES, PlanTest::play)).isEqualTo(expected);
    }

    @Test
    void kernelsThatTakeOverWhileNotesSoundAreNotHeard() {
        Plan plan = Plan.compile(synth(3), RATE, 64, 7);
        float[] before = render(plan, 64, FRAMES / 2, PlanTest::play);
        plan.accelerate(-1);
        float[] after = render(plan, 64, FRAMES / 2, q -> {});
        float[] whole = render(synth(3), 64, FRAMES, PlanTest::play);
        assertThat(before).isEqualTo(Arrays.copyOf(whole, FRAMES / 2));
        assertThat(after).isEqualTo(Arrays.copyOfRange(whole, FRAMES / 2, FRAMES));
    }

    @Test
    void idleLanesDoNotChangeTheSound() {
        float[] few = render(synth(5), 256, FRAMES, PlanTest::play);
        assertThat(render(synth(16), 256, FRAMES, PlanTest::play)).isEqualTo(few);
    }

    @Test
    void aCycleIsLateByOneFrameWhereItPointsBack() {
        Patch p =
                new Patch(
                        "cycle",
                        0,
                        1,
                        1,
                        List.of(
                                shared("a", "test-gain", Map.of()),
                                shared("b", "test-gain", Map.of("level", 0.5))),
                        List.of(
                                Connection.of("in", "a"),
                                Connection.of("b", "a"),
                                Connection.of("a", "b"),
                                Connection.of("a", "out")));
        Plan plan = Plan.compile(p, RATE, 8, 1);
        float[][] out = new float[1][8];
        plan.process(new float[][] {{1, 0, 0, 0, 0, 0, 0, 0}}, out, 8);
        assertThat(out[0])
                .containsExactly(1, 0.5f, 0.25f, 0.125f, 0.0625f, 0.03125f, 0.015625f, 0.0078125f);
        assertThat(plan.describe()).contains("fused  a (test-gain)  b (test-gain)");
    }

    @Test
    void aLongerCycleRunsInBlocksOfItsDelay() {
        Connection back =
                new Connection(Endpoint.parse("a", "out"), Endpoint.parse("a", "in"), 0.5, 3);
        Patch p =
                new Patch(
                        "comb",
                        0,
                        1,
                        1,
                        List.of(shared("a", "test-gain", Map.of())),
                        List.of(Connection.of("in", "a"), back, Connection.of("a", "out")));
        Plan plan = new Plan(PlanCompiler.build(p, RATE, 8, 1, Grouping.Extent.NOTHING));
        float[][] out = new float[1][8];
        plan.process(new float[][] {{1, 0, 0, 0, 0, 0, 0, 0}}, out, 8);
        assertThat(out[0]).containsExactly(1, 0, 0, 0.5f, 0, 0, 0.25f, 0);
        assertThat(plan.describe()).contains("cycle by 3");
    }

    @Test
    void eventsTakeEffectAtTheirFrame() {
        Patch p =
                new Patch(
                        "gate",
                        1,
                        0,
                        1,
                        List.of(
                                voice("osc", "test-counter", Map.of()),
                                voice("g", "test-gain", Map.of())),
                        List.of(Connection.of("osc", "g"), Connection.of("g", "out")));
        float[] y = render(p, 64, 200, q -> q.noteOn(37, 0, 60, 60, 1));
        assertThat(y[37]).isZero();
        assertThat(y[38]).isEqualTo(1);
        assertThat(y[137]).isEqualTo(100);
        assertThat(y[36]).isZero();
    }

    @Test
    void aNoteAndASignalDriveTheSameControl() {
        Patch p =
                new Patch(
                        "both",
                        1,
                        0,
                        1,
                        List.of(
                                voice("osc", "test-counter", Map.of()),
                                voice("g", "test-gain", Map.of("level", 0.0))),
                        List.of(
                                Connection.of("note.velocity", "g.level", 4),
                                Connection.of("osc", "g.level", 0.5),
                                Connection.of("osc", "g"),
                                Connection.of("g", "out")));
        float[] y = render(p, 64, 64, q -> q.noteOn(0, 0, 60, 60, 0.5));
        // Knob 0, note 4 * 0.5, signal 3 * 0.5.
        assertThat(y[3]).isEqualTo(3 * (2 + 1.5f));
    }

    @Test
    void aKnobRampsAndLandsExactly() {
        Patch p =
                new Patch(
                        "ramp",
                        0,
                        1,
                        1,
                        List.of(shared("g", "test-gain", Map.of())),
                        List.of(Connection.of("in", "g"), Connection.of("g", "out")));
        Plan plan = Plan.compile(p, RATE, 1024, 1);
        plan.events().control(100, plan.control("g.level"), 3);
        float[] ones = new float[1024];
        java.util.Arrays.fill(ones, 1);
        float[][] out = new float[1][1024];
        plan.process(new float[][] {ones}, out, 1024);
        assertThat(out[0][99]).isEqualTo(1);
        assertThat(out[0][100]).isGreaterThan(1);
        assertThat(out[0][100 + 240]).isCloseTo(2, within(0.01f));
        assertThat(out[0][100 + 479]).isEqualTo(3);
    }

    @Test
    void nanIsContainedAndPlaysOnAfterwards() {
        Patch p =
                new Patch(
                        "fence",
                        0,
                        1,
                        1,
                        List.of(
                                shared("bad", "test-inverse", Map.of()),
                                shared("good", "test-counter", Map.of())),
                        List.of(
                                Connection.of("in", "bad"),
                                Connection.of("bad", "out"),
                                Connection.of("good", "out")));
        for (int block : new int[] {1, 64, 500}) {
            Plan plan = Plan.compile(p, RATE, block, 1);
            int hold = RATE / 5;
            float[] in = new float[hold + 400], y = new float[in.length];
            java.util.Arrays.fill(in, 2);
            in[100] = 0;
            for (int t = 0; t < in.length; t += block) {
                int n = Math.min(block, in.length - t);
                float[][] out = new float[1][n];
                plan.process(new float[][] {java.util.Arrays.copyOfRange(in, t, t + n)}, out, n);
                System.arraycopy(out[0], 0, y, t, n);
            }
            assertThat(y[99]).isEqualTo(99.5f);
            assertThat(y[100]).isEqualTo(100);
            assertThat(y[99 + hold]).isEqualTo(99 + hold);
            assertThat(y[100 + hold]).isEqualTo(100.5f + hold);
            assertThat(plan.nonFiniteFrames()).isEqualTo(1);
        }
    }

    /// Two notes, each infinite 100 frames after it begins, while the knob of both ramps.
    @Test
    void anyBlockSizeGivesTheSameBitsWhenTheFenceTripsDuringARamp() {
        Patch p =
                new Patch(
                        "pole",
                        3,
                        0,
                        1,
                        List.of(voice("pole", "test-pole", Map.of())),
                        List.of(Connection.of("pole", "out")));
        Consumer<EventQueue> events =
                q -> {
                    q.noteOn(0, 0, 60, 60, 1);
                    q.noteOn(40, 0, 64, 64, 1);
                    q.control(70, 0, 3);
                    // They begin anew at 9700 and 9740, while this ramp moves.
                    q.control(9500, 0, 5);
                };
        float[] expected = render(p, 4096, 12_000, events);
        assertThat(expected[110]).as("one silent, one not").isBetween(-1f, -0.01f);
        assertThat(expected[150]).as("both silent").isZero();
        // 201 of 480 steps from 3 to 5.
        assertThat(expected[9700]).as("one begun anew").isEqualTo(-3.8375f / 100);
        for (int block : new int[] {1, 7, 64, 512}) {
            Plan plan = Plan.compile(p, RATE, block, 7);
            assertThat(render(plan, block, 12_000, events)).isEqualTo(expected);
            assertThat(plan.nonFiniteFrames()).isEqualTo(4);
        }
    }

    @Test
    void theFirstReleasedNoteIsStolenFirstWithoutAClick() {
        Plan plan = Plan.compile(synth(2), RATE, 64, 1);
        float[] y =
                render(
                        plan,
                        64,
                        4800,
                        q -> {
                            q.noteOn(0, 0, 40, 40, 1);
                            q.noteOn(0, 0, 45, 45, 1);
                            q.noteOff(2000, 0, 45, 0);
                            q.noteOn(2400, 0, 52, 52, 1);
                        });
        assertThat(plan.stolenVoices()).isEqualTo(1);
        assertThat(plan.activeVoices()).isEqualTo(2);
        assertThat(Math.abs(y[2400] - y[2399])).isLessThan(0.05f);
    }

    @Test
    void thePedalHoldsNotesUntilItIsReleased() {
        Plan plan = Plan.compile(synth(4), RATE, 64, 1);
        render(
                plan,
                64,
                24000,
                q -> {
                    q.add(0, EventQueue.SUSTAIN, 0, 1, 0);
                    q.noteOn(10, 0, 60, 60, 1);
                    q.noteOff(20, 0, 60, 0);
                });
        assertThat(plan.activeVoices()).isEqualTo(1);
        render(plan, 64, 24000, q -> q.add(24010, EventQueue.SUSTAIN, 0, 0, 0));
        assertThat(plan.activeVoices()).isZero();
    }

    @Test
    void sostenutoHoldsOnlyTheNotesThatWereDown() {
        Plan plan = Plan.compile(synth(4), RATE, 64, 1);
        render(
                plan,
                64,
                24000,
                q -> {
                    q.noteOn(10, 0, 60, 60, 1);
                    q.add(20, EventQueue.SOSTENUTO, 0, 1, 0);
                    q.noteOn(30, 0, 64, 64, 1);
                    q.noteOff(40, 0, 60, 0);
                    q.noteOff(40, 0, 64, 0);
                });
        assertThat(plan.activeVoices()).isEqualTo(1);
        render(plan, 64, 24000, q -> q.add(24010, EventQueue.SOSTENUTO, 0, 0, 0));
        assertThat(plan.activeVoices()).isZero();
    }

    @Test
    void slowNodesStepAtTheirRateAndHold() {
        NodeSpec slow =
                new NodeSpec(
                        "n",
                        "test-counter",
                        false,
                        Map.of(),
                        Map.of(),
                        new Rate.EveryFrames(10),
                        1);
        NodeSpec beat =
                new NodeSpec(
                        "b",
                        "test-counter",
                        false,
                        Map.of(),
                        Map.of(),
                        new Rate.EveryBeats(0.25),
                        1);
        Patch p =
                new Patch(
                        "slow",
                        0,
                        0,
                        2,
                        List.of(slow, beat, shared("s", "test-stereo", Map.of())),
                        List.of(
                                Connection.of("n", "s"),
                                Connection.of("b", "s", 1000),
                                Connection.of("s", "out")));
        // At 150 beats per minute a sixteenth lasts 4800 frames.
        float[] y = render(p, 64, 9700, q -> q.tempo(0, 150));
        assertThat(y[9]).isZero();
        assertThat(y[10]).isEqualTo(1);
        assertThat(y[4799] - 479).isZero();
        assertThat(y[4800] - 480).isEqualTo(1000);
        assertThat(y[9600] - 960).isEqualTo(2000);
    }

    private static Patch sixteenths() {
        return new Patch(
                "sixteenths",
                0,
                0,
                1,
                List.of(
                        new NodeSpec(
                                "b",
                                "test-counter",
                                false,
                                Map.of(),
                                Map.of(),
                                new Rate.EveryBeats(0.25),
                                1)),
                List.of(Connection.of("b", "out")));
    }

    /// A sixteenth lasts 4096 frames, and a frame 2^-14 beats: nothing is rounded.
    private static void standAndGo(EventQueue q) {
        q.tempo(0, 60.0 * RATE / (1 << 14));
        q.add(7000, EventQueue.RUN, 0, 0, 0);
        q.add(20_000, EventQueue.RUN, 0, 1, 0);
        q.add(26_000, EventQueue.LOCATE, 0, 16, 0);
        q.add(27_000, EventQueue.RUN, 0, 0, 0);
        q.add(27_000, EventQueue.LOCATE, 0, 3, 0);
        q.add(30_000, EventQueue.RUN, 0, 1, 0);
    }

    @Test
    void musicalTimeStandsStillAndJumps() {
        float[] y = render(sixteenths(), 64, 37_000, PlanTest::standAndGo);
        int steps = 0;
        for (int t = 0; t < y.length; t++) {
            boolean isStep =
                    t == 4096
                            || t == 21_192
                            || t == 25_288
                            || t == 26_000
                            || t == 30_000
                            || t == 34_096;
            steps += isStep ? 1 : 0;
            assertThat(y[t]).as("frame %d", t).isEqualTo(steps);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 511, 4096})
    void musicalTimeIsTheSameInAnyBlocks(int block) {
        assertThat(render(sixteenths(), block, 37_000, PlanTest::standAndGo))
                .isEqualTo(render(sixteenths(), 64, 37_000, PlanTest::standAndGo));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> compile(Connection.of("osc", "nowhere")))
                .hasMessage(
                        "patch 'p': connection osc.out to nowhere.in: expected a node among [osc, st, g], got 'nowhere'");
        assertThatThrownBy(() -> compile(Connection.of("st", "g")))
                .hasMessageContaining("expected 1 or 1 channels, got 2; choose one by st.out[0]");
        assertThatThrownBy(() -> compile(Connection.of("osc.up", "g")))
                .hasMessageContaining("expected an output among [out], got 'up'");
        assertThatThrownBy(() -> compile(Connection.of("note.pitch", "g")))
                .hasMessageContaining("drives controls only");
        assertThatThrownBy(() -> compile(Connection.of("note.colour", "g.level")))
                .hasMessageContaining("note source 'colour'");
        assertThatThrownBy(() -> compile(Connection.of("in", "g")))
                .hasMessageContaining("0 input channels");
    }

    private static void compile(Connection c) {
        Plan.compile(
                new Patch(
                        "p",
                        1,
                        0,
                        1,
                        List.of(
                                voice("osc", "test-ramp", Map.of()),
                                shared("st", "test-stereo", Map.of()),
                                shared("g", "test-gain", Map.of())),
                        List.of(c)),
                RATE,
                64,
                1);
    }
}
