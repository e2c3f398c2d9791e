package eigentone.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.event.EventQueue;
import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Slot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {
    private static final int RATE = 48000;
    private static final int FRAMES = 2000;
    private static final int VOICES = 3;

    /// Feedback of every kind, by hand: [RandomPatches] does the rest.
    private static final Patch LOOP =
            new Patch(
                    "loop",
                    0,
                    1,
                    1,
                    List.of(
                            node("a", false, "test-gain", Map.of("level", 0.5)),
                            node("b", false, "one-pole", Map.of())),
                    List.of(
                            Connection.of("in", "a"),
                            Connection.of("a", "b"),
                            Connection.of("b.low", "a", -0.5),
                            Connection.of("b.low", "out")));

    private static NodeSpec node(
            String id, boolean perVoice, String type, Map<String, Double> controls) {
        return NodeSpec.of(id, type, perVoice, Map.of(), controls);
    }

    private static Plan plan(Patch patch, int block, Grouping.Extent extent) {
        return new Plan(PlanCompiler.build(patch, RATE, block, 7, extent));
    }

    private static float[] render(Plan plan, int block) {
        play(plan);
        int width = plan.patch().outputChannels();
        float[] all = new float[FRAMES * width];
        float[][] in = new float[plan.patch().inputChannels()][block];
        float[][] out = new float[width][block];
        for (int t = 0; t < FRAMES; t += block) {
            int n = Math.min(block, FRAMES - t);
            for (int c = 0; c < in.length; c++) {
                for (int i = 0; i < n; i++) {
                    in[c][i] = (float) Math.sin((t + i) * 0.05 * (c + 1)) * 0.5f;
                }
            }
            plan.process(in, out, n);
            for (int i = 0; i < n * width; i++) {
                all[t * width + i] = out[i % width][i / width];
            }
        }
        assertThat(plan.nonFiniteFrames()).isZero();
        return all;
    }

    /// Notes that begin, end, return and are stolen, while every knob moves.
    private static void play(Plan plan) {
        EventQueue q = plan.events();
        int controls = plan.controls().size();
        for (int t = 0; t < FRAMES; t += 97) {
            int key = 40 + t % 31;
            q.noteOn(t, t % 2, key, key, 0.3 + t % 5 * 0.1);
            if (controls > 0) {
                ControlSpec spec = plan.controls().get(t % controls).spec();
                q.control(t + 11, t % controls, spec.at(t % 7 / 7.0));
            }
            q.add(t + 20, EventQueue.BEND, 0, t % 3 - 1, 0);
            q.noteOff(t + 60, t % 2, key, 0.5);
        }
        q.panic(FRAMES - 300);
        q.noteOn(FRAMES - 250, 0, 50, 50, 0.9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void fusedAndUnfusedGiveTheSameBits(long seed) {
        Patch patch = new RandomPatches(seed).patch(VOICES);
        float[] expected = render(plan(patch, 512, Grouping.Extent.NOTHING), 512);
        float peak = 0;
        for (float y : expected) {
            peak = Math.max(peak, Math.abs(y));
        }
        assertThat(peak).as("it sounds").isGreaterThan(0.001f);
        for (Grouping.Extent extent : Grouping.Extent.values()) {
            for (int block : new int[] {1, 7, 64, 512}) {
                Plan plan = plan(patch, block, extent);
                assertThat(render(plan, block))
                        .as("%s, blocks of %d of%n%s", extent, block, plan.describe())
                        .isEqualTo(expected);
            }
        }
    }

    /// So that the test above compares different things.
    @Test
    void randomPatchesHaveCyclesThatFuseAndOthers() {
        int fused = 0, cycles = 0;
        for (long seed = 1; seed <= 13; seed++) {
            Patch patch = new RandomPatches(seed).patch(VOICES);
            String text = plan(patch, 64, Grouping.Extent.CYCLES).describe();
            fused += text.split("  fused", -1).length - 1;
            cycles += text.split("  cycle by", -1).length - 1;
        }
        assertThat(fused).isGreaterThan(12);
        assertThat(cycles).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 5, 8})
    void fusedProgramsGiveTheSameBitsInRegisters(long seed) {
        Patch patch = new RandomPatches(seed).patch(VOICES);
        Map<String, Draft> nodes = new LinkedHashMap<>();
        patch.nodes().forEach(n -> nodes.put(n.id(), Draft.of(n, patch, RATE)));
        for (Grouping.Group g : Grouping.of(new Wiring(patch, nodes), Grouping.Extent.CHAINS)) {
            Draft d = g.drafts().getFirst();
            float[][] expected = run(d, CostRule.Schedule.PLAIN, 1);
            assertThat(run(d, CostRule.Schedule.LANES, 4)).as(d.id()).isDeepEqualTo(expected);
            assertThat(run(d, CostRule.Schedule.VECTOR, 4)).as(d.id()).isDeepEqualTo(expected);
        }
    }

    private static float[][] run(Draft d, CostRule.Schedule schedule, int width) {
        int frames = 40;
        KernelInstance kernel =
                Kernel.compile(d.program, d.lanes, new CostRule.Choice(schedule, width, 0))
                        .instance(d.weights, d.id(), 1);
        float[][] in = new float[d.program.inputs().size()][];
        for (Slot.Input p : d.program.inputs()) {
            in[p.index()] = new float[frames * p.width() * d.lanes];
            for (int i = 0; i < in[p.index()].length; i++) {
                in[p.index()][i] = (float) Math.sin(i * 0.7 + p.index()) * 0.5f;
            }
        }
        float[][] out =
                d.program.outputs().keySet().stream()
                        .map(o -> new float[frames * o.width() * d.lanes])
                        .toArray(float[][]::new);
        boolean[] sounding = new boolean[d.lanes];
        Arrays.fill(sounding, true);
        for (int lane = 0; lane < d.lanes; lane++) {
            kernel.reset(lane, lane + 1);
        }
        kernel.run(in, out, 0, frames, sounding);
        return out;
    }

    @Test
    void thePlanSaysWhatIsFused() {
        assertThat(plan(LOOP, 8, Grouping.Extent.USUAL).describe())
                .contains("fused  a (test-gain)  b (one-pole)");
        assertThat(plan(LOOP, 8, Grouping.Extent.NOTHING).describe())
                .contains("cycle by 1  a (test-gain)  b (one-pole)");
    }

    @Test
    void controlsKeepTheirPathsAndTheOrderOfThePatch() {
        Patch patch = new RandomPatches(3).patch(VOICES);
        assertThat(plan(patch, 8, Grouping.Extent.CHAINS).controls())
                .isEqualTo(plan(patch, 8, Grouping.Extent.NOTHING).controls());
    }

    /// The pole is infinite in its hundredth frame: what it feeds falls silent with it, also where
    /// that would have hidden it.
    @ParameterizedTest
    @ValueSource(strings = {"test-gain", "soft-clip"})
    void aFusedGroupIsMutedAndBeginsAnewAsOne(String last) {
        Patch patch =
                new Patch(
                        "fence",
                        0,
                        0,
                        1,
                        List.of(
                                node("pole", false, "test-pole", Map.of("level", 50.0 / 9)),
                                node("last", false, last, Map.of())),
                        List.of(
                                Connection.of("pole", "last"),
                                Connection.of("last", "pole.level", 0.0),
                                Connection.of("last", "out")));
        int mute = RATE / 5, block = 64;
        Plan plan = plan(patch, block, Grouping.Extent.USUAL);
        assertThat(plan.describe()).contains("fused");
        float[] y = new float[(mute + 150) / block * block];
        float[][] out = new float[1][block];
        for (int t = 0; t < y.length; t += block) {
            plan.process(new float[0][], out, block);
            System.arraycopy(out[0], 0, y, t, block);
        }
        assertThat(y[99]).isLessThan(-0.9f);
        assertThat(y[100]).isZero();
        assertThat(y[99 + mute]).isZero();
        assertThat(y[100 + mute]).isEqualTo(y[0]).isNotZero();
        assertThat(plan.nonFiniteFrames()).isEqualTo(1);
    }
}
