package eigentone.models.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.check.KernelCheck;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.models.contract.NodeRig.Knobs;
import eigentone.models.contract.NodeRig.Signal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every registered node and cell must keep, whoever wrote it: in plain loops, on a JVM that
/// has nothing else. [SchedulesTest] carries it over to registers.
@Tag("plain")
class NodeContractTest {
    private static final int FRAMES = 1024;
    private static final int CHECKED_STEPS = 120;

    /// A node multiplies what comes in by less than this, 40 dB above a fed-back comb at its
    /// loudest.
    private static final float LOUDEST = 1e6f;

    static Stream<NodeType> types() {
        return Nodes.all().stream();
    }

    static Stream<Arguments> typesAtRates() {
        return types().flatMap(t ->
                Stream.of(8000, 44100, 48000, 96000, 192000).map(rate -> Arguments.of(t, rate)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void anyBlocksGiveTheSameBits(NodeType type) {
        anyBlocks(type);
    }

    private static void anyBlocks(NodeType type) {
        float[][] expected = run(new NodeRig(type, 48000, false, NodeRig.LANES), FRAMES, 0);
        for (int block : new int[] {1, 7, 64, 511}) {
            float[][] got = run(new NodeRig(type, 48000, false, NodeRig.LANES), block, 0);
            assertThat(got).as("blocks of " + block).isDeepEqualTo(expected);
        }
        float[][] random = run(new NodeRig(type, 48000, false, NodeRig.LANES), FRAMES, 1);
        assertThat(random).as("random blocks").isDeepEqualTo(expected);
    }

    /// Noise in, a knob turned at frame 300 and all at 700.
    private static float[][] run(NodeRig rig, int block, long randomBlocks) {
        float[][] in = rig.inputs(FRAMES, Signal.NOISE, 5), out = rig.outputs(FRAMES);
        SplittableRandom knobs = new SplittableRandom(9),
                blocks = new SplittableRandom(randomBlocks);
        int[] stops = {300, 700, FRAMES};
        int t = 0;
        for (int stop : stops) {
            while (t < stop) {
                int n = randomBlocks > 0 ? 1 + blocks.nextInt(97) : block;
                int to = Math.min(stop, t + n);
                rig.instance.run(in, out, t, to, rig.sounding);
                t = to;
            }
            rig.turn(Knobs.RANDOM, knobs);
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("types")
    void aResetReplaysTheSameBits(NodeType type) {
        NodeRig rig = new NodeRig(type, 48000, false, NodeRig.LANES);
        float[][] in = rig.inputs(FRAMES, Signal.NOISE, 5);
        float[][] first = rig.outputs(FRAMES), second = rig.outputs(FRAMES);
        rig.instance.run(in, first, 0, FRAMES, rig.sounding);
        for (int lane = 0; lane < NodeRig.LANES; lane++) {
            rig.instance.reset(lane, 0);
        }
        rig.instance.run(in, second, 0, FRAMES, rig.sounding);
        assertThat(second).isDeepEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("typesAtRates")
    void staysFiniteAndNormalAtAnyRateAndKnob(NodeType type, int rateHz) {
        finite(new NodeRig(type, rateHz, false, NodeRig.LANES));
    }

    private static void finite(NodeRig rig) {
        SplittableRandom random = new SplittableRandom(3);
        for (Knobs knobs : List.of(Knobs.USUAL, Knobs.LEAST, Knobs.GREATEST, Knobs.RANDOM)) {
            for (Signal signal : Signal.values()) {
                for (int lane = 0; lane < NodeRig.LANES; lane++) {
                    rig.instance.reset(lane, 0);
                }
                rig.turn(knobs, random);
                float[][] in = rig.inputs(FRAMES, signal, 5), out = rig.outputs(FRAMES);
                rig.instance.run(in, out, 0, FRAMES, rig.sounding);
                for (float[] y : out) {
                    for (int i = 0; i < y.length; i++) {
                        if (!(Math.abs(y[i]) < LOUDEST) || isSubnormal(y[i])) {
                            throw new AssertionError(
                                    "%s, knobs %s, input %s: %s at frame %d"
                                            .formatted(rig.program.name(), knobs, signal, y[i], i));
                        }
                    }
                }
                for (Slot.State s : rig.program.states().keySet()) {
                    for (int i = 0; i < s.shape().entries(); i++) {
                        float x = rig.instance.state(s.index(), i, 1);
                        assertThat(isSubnormal(x)).as("subnormal state " + s.name()).isFalse();
                    }
                }
            }
        }
    }

    private static boolean isSubnormal(float x) {
        return x != 0 && Math.abs(x) < Float.MIN_NORMAL;
    }

    @ParameterizedTest
    @MethodSource("types")
    void eachStepAgreesWithTheReference(NodeType type) {
        NodeRig rig = new NodeRig(type, 48000, false, NodeRig.LANES);
        follow(rig, 48000);
    }

    @ParameterizedTest
    @MethodSource("types")
    void eachStepAgreesWithTheReferenceWhenEveryKnobIsModulated(NodeType type) {
        NodeRig rig = new NodeRig(type, 44100, true, NodeRig.LANES);
        follow(rig, 44100);
    }

    private static void follow(NodeRig rig, int seed) {
        KernelCheck check = new KernelCheck(rig.program, rig.weights, rig.instance, 1);
        SplittableRandom random = new SplittableRandom(seed);
        for (int t = 0; t < CHECKED_STEPS; t++) {
            if (t % 40 == 20) {
                rig.turn(Knobs.RANDOM, random);
            }
            float[][] in = new float[rig.program.inputs().size()][];
            for (Slot.Input p : rig.program.inputs()) {
                in[p.index()] = new float[p.width()];
                for (int c = 0; c < p.width(); c++) {
                    in[p.index()][c] = (float) (2 * random.nextDouble() - 1);
                }
            }
            check.step(in);
        }
        assertThat(check.compared()).as("entries compared").isPositive();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theJvmCompilesItsCode(NodeType type) {
        NodeRig rig = new NodeRig(type, 192000, false, 1);
        assertThat(rig.kernel.isCompilable()).as(rig.kernel.schedule()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("types")
    void saysWhatItIs(NodeType type) {
        assertThat(type.summary()).endsWith(".");
        for (Slot.Control c : new NodeRig(type, 48000, false, 1).program.controls()) {
            ControlSpec spec = c.spec();
            assertThat(spec.help()).as(spec.id()).isNotBlank();
        }
    }

    // ---- the contract can be broken, and each test sees it ----

    private static NodeType planted(Recurrence r) {
        return NodeType.of("planted", "source", "Broken.", "", r);
    }

    @Test
    void aNodeThatBlowsUpIsSeen() {
        NodeType bad =
                planted(d -> {
                    Vec h = d.state("h", 1);
                    d.next(h, h.times(1.1).plus(d.input("in", 1)));
                    d.output("out", h);
                });
        assertThatThrownBy(() -> finite(new NodeRig(bad, 48000, false, NodeRig.LANES)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("knobs USUAL");
    }

    @Test
    void aNodeThatMakesSubnormalsIsSeen() {
        NodeType bad = planted(d -> d.output("out", d.uniform(1).times(1e-39)));
        assertThatThrownBy(() -> finite(new NodeRig(bad, 48000, false, NodeRig.LANES)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aKernelWithOtherWeightsIsSeen() {
        NodeType good =
                planted(d -> {
                    Vec h = d.state("h", 3);
                    d.next(h, Functions.tanh(d.affine("layer", 3, h.plus(d.input("in", 1)))));
                    d.output("out", d.next(h));
                });
        NodeRig rig = new NodeRig(good, 48000, false, 1);
        float[] w = rig.weights.get("layer.weight");
        w[4] += 1e-4f;
        KernelCheck check =
                new KernelCheck(rig.program, rig.weights.with("layer.weight", w), rig.instance, 0);
        assertThatThrownBy(
                        () -> {
                            for (int t = 0; t < CHECKED_STEPS; t++) {
                                check.step(new float[] {0.3f});
                            }
                        })
                .isInstanceOf(AssertionError.class);
    }
}
