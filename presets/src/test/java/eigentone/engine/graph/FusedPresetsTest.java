package eigentone.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.event.EventQueue;
import eigentone.engine.language.ControlSpec;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every bundled preset, fused and not. In the graph's package, where fusion can be switched off.
class FusedPresetsTest {
    private static final int RATE = 48000;

    /// Longer than the echo of a tape that is turned to its shortest.
    private static final int FRAMES = 4000;

    static List<String> presets() throws IOException {
        return PresetLibrary.standard().names();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void fusedAndUnfusedGiveTheSameBits(String preset) throws IOException {
        Patch patch = PresetLibrary.standard().load(preset).patch();
        float[][] expected = render(patch, 512, Grouping.Extent.NOTHING);
        for (int block : new int[] {1, 7, 64, 512}) {
            assertThat(render(patch, block, Grouping.Extent.USUAL))
                    .as("blocks of %d", block)
                    .isDeepEqualTo(expected);
        }
    }

    private static float[][] render(Patch patch, int block, Grouping.Extent extent) {
        Plan plan = new Plan(PlanCompiler.build(patch, RATE, block, 1, extent));
        play(plan.events(), plan.controls());
        float[][] all = new float[patch.outputChannels()][FRAMES];
        float[][] in = new float[patch.inputChannels()][block];
        float[][] out = new float[patch.outputChannels()][block];
        for (int t = 0; t < FRAMES; t += block) {
            int n = Math.min(block, FRAMES - t);
            for (int c = 0; c < in.length; c++) {
                for (int i = 0; i < n; i++) {
                    in[c][i] = (float) Math.sin((t + i) * 0.04 * (c + 1)) * 0.5f;
                }
            }
            plan.process(in, out, n);
            for (int c = 0; c < out.length; c++) {
                System.arraycopy(out[c], 0, all[c], t, n);
            }
        }
        return all;
    }

    private static void play(EventQueue q, List<Plan.ControlInfo> controls) {
        SplittableRandom random = new SplittableRandom(2);
        for (Plan.ControlInfo c : controls) {
            if (c.path().endsWith(".time")) {
                q.control(0, c.index(), c.spec().min());
            }
        }
        for (int t = 0; t < FRAMES; t += 250) {
            int key = 36 + random.nextInt(40);
            q.noteOn(t, 0, key, key, random.nextDouble());
            for (int n = 0; n < 3 && !controls.isEmpty(); n++) {
                Plan.ControlInfo c = controls.get(random.nextInt(controls.size()));
                ControlSpec spec = c.spec();
                double size = 0.1 * random.nextDouble() * (spec.max() - spec.min());
                q.control(t + 31 * n, c.index(), spec.clamp(c.value() + size));
            }
            q.noteOff(t + 140, 0, key, 0.5);
        }
    }
}
