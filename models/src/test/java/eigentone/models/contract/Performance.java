package eigentone.models.contract;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.kernel.CostRule.Choice;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.language.Slot;
import eigentone.models.contract.NodeRig.Knobs;
import eigentone.models.contract.NodeRig.Signal;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// All that can happen to a node, in few frames: noise at its inputs, knobs that move, lanes that
/// begin anew as another voice or fall silent for a while, blocks of any size, NaN in one lane.
final class Performance {
    /// First short blocks, and something happens before each; then one that is longer than what a
    /// kernel may do at a time.
    private static final int EVENTFUL_FRAMES = 40;

    private static final int FRAMES = EVENTFUL_FRAMES + 70;
    private static final int LONGEST_EVENTFUL_BLOCK = 6;

    private static final float[] SPOILT = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, 1e-40f, -0f
    };

    private final NodeType type;
    private final NodeRig rig;
    private final int lanes;

    /// Outputs and, after them, states as they were left: entries with their lanes.
    private final Map<String, float[]> heard = new TreeMap<>();

    Performance(NodeType type, int lanes, Choice choice) {
        this.type = type;
        this.lanes = lanes;
        rig = new NodeRig(type, 48000, false, lanes, (p, n) -> Kernel.compile(p, n, choice));
        float[][] out = play();
        for (Slot.Output p : rig.program.outputs().keySet()) {
            heard.put("output " + p.name(), out[p.index()]);
        }
        for (Slot.State s : rig.program.states().keySet()) {
            float[] entries = new float[s.shape().entries() * lanes];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = rig.instance.state(s.index(), i / lanes, i % lanes);
            }
            heard.put("state " + s.name(), entries);
        }
    }

    private float[][] play() {
        float[][] in = rig.inputs(FRAMES, Signal.NOISE, 5), out = rig.outputs(FRAMES);
        SplittableRandom random = new SplittableRandom(7);
        spoil(in, random);
        int to;
        for (int t = 0; t < FRAMES; t = to) {
            int block = 1 + random.nextInt(LONGEST_EVENTFUL_BLOCK);
            to = t < EVENTFUL_FRAMES ? Math.min(EVENTFUL_FRAMES, t + block) : FRAMES;
            int lane = random.nextInt(lanes), voice = random.nextInt(9);
            switch (random.nextInt(5)) {
                case 0 -> rig.instance.reset(lane, voice);
                case 1 -> rig.sounding[lane] = lanes == 1;
                case 2 -> {}
                default -> rig.turn(Knobs.RANDOM, random);
            }
            if (t >= EVENTFUL_FRAMES / 2) {
                wake(voice);
            }
            rig.instance.run(in, out, t, to, rig.sounding);
            hush(out, t, to);
        }
        return out;
    }

    /// At last one lane of several gets what breaks things; the others must not notice.
    private void spoil(float[][] in, SplittableRandom random) {
        for (float[] x : in) {
            for (int i = x.length / 4 * 3; i < x.length && lanes > 1; i++) {
                if (i % lanes == lanes - 1 && random.nextInt(3) == 0) {
                    x[i] = SPOILT[random.nextInt(SPOILT.length)];
                }
            }
        }
    }

    private void wake(int voice) {
        for (int lane = 0; lane < lanes; lane++) {
            if (!rig.sounding[lane]) {
                rig.instance.reset(lane, voice);
                rig.sounding[lane] = true;
            }
        }
    }

    /// What a silent lane puts out is undefined.
    private void hush(float[][] out, int from, int to) {
        for (Slot.Output p : rig.program.outputs().keySet()) {
            int row = p.width() * lanes;
            for (int i = from * row; i < to * row; i++) {
                if (!rig.sounding[i % lanes]) {
                    out[p.index()][i] = 0;
                }
            }
        }
    }

    /// @throws AssertionError naming node, schedule, place and both values
    void assertSameBits(Performance expected) {
        heard.forEach((what, got) -> {
            float[] right = expected.heard.get(what);
            int i = Arrays.mismatch(right, got);
            if (i >= 0) {
                throw new AssertionError(
                        "%s, %d lanes, %s: %s, entry %d, lane %d: %.9g, in plain loops %.9g"
                                .formatted(
                                        type.id(),
                                        lanes,
                                        rig.kernel.schedule(),
                                        what,
                                        i / lanes,
                                        i % lanes,
                                        got[i],
                                        right[i]));
            }
        });
    }

    /// A number that hangs on every bit of it.
    String digest() {
        int hash = 1;
        for (float[] entries : heard.values()) {
            hash = 31 * hash + Arrays.hashCode(entries);
        }
        return Integer.toHexString(hash);
    }
}
