package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.Endpoint;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How far one float32 step of each node in the golden renders is from the float64 reference, which
/// takes the kernel's state before every step: the figures of docs/decisions/golden-renders.md.
class ReferenceErrorTest {
    private static final int FRAMES = 12_000;
    private static final double RATE_HZ = 48_000;
    private static final double NOISE = 0.2;
    private static final boolean[] SOUNDING = {true};

    /// The largest error of a step, relative to the node's largest output: far under the 16 bits of
    /// a compact disc. The worst is a long delay read at a fractional place, whose float32 position
    /// is that coarse.
    private static final double LARGEST_DB = -100;

    @ParameterizedTest
    @ValueSource(strings = {"chorale", "gerzon-harp", "lstm-clarinet", "tide"})
    void eachStepIsNearTheReference(String preset) throws IOException {
        Patch patch = PresetLibrary.standard().load(preset).patch();
        for (NodeSpec node : patch.nodes()) {
            double db = errorDb(patch, node);
            System.out.printf("%s, %s (%s): %.0f dB%n", preset, node.id(), node.type(), db);
            assertThat(db).as("%s, %s", preset, node.id()).isLessThan(LARGEST_DB);
        }
    }

    private static double errorDb(Patch patch, NodeSpec node) {
        Recurrence recurrence = Nodes.type(node.type()).create(node.settings());
        Program plain = Program.of(recurrence, RATE_HZ);
        Set<String> modulated = new HashSet<>();
        for (Connection c : patch.connections()) {
            boolean signal = !c.from().node().equals(Endpoint.NOTE);
            boolean control =
                    plain.controls().stream().anyMatch(s -> s.name().equals(c.to().port()));
            if (signal && control && c.to().node().equals(node.id())) {
                modulated.add(c.to().port());
            }
        }
        Program program = Program.of(recurrence, RATE_HZ, modulated);
        Weights weights = Weights.initial(program, node.weightSeed());
        KernelInstance kernel = Kernel.compile(program, 1).instance(weights, node.id(), 1);
        Reference reference = new Reference(program, weights, kernel.drawSeeds(0));
        for (Slot.Control c : program.controls()) {
            double value = node.controls().getOrDefault(c.name(), c.spec().initial());
            boolean pitch = c.name().equals("pitch") && value == 0;
            boolean gate = c.name().equals("gate");
            kernel.setControl(c.index(), 0, pitch ? 60 : gate ? 1 : (float) value);
        }
        SplittableRandom random = new SplittableRandom(1);
        float[][] in = new float[program.inputs().size()][];
        double[][] wide = new double[in.length][];
        for (int i = 0; i < in.length; i++) {
            in[i] = new float[program.inputs().get(i).width()];
            wide[i] = new double[in[i].length];
        }
        float[][] out =
                program.outputs().keySet().stream()
                        .map(o -> new float[o.width()])
                        .toArray(float[][]::new);
        double worst = 0;
        double peak = 0;
        for (int t = 0; t < FRAMES; t++) {
            for (int i = 0; i < in.length; i++) {
                for (int c = 0; c < in[i].length; c++) {
                    in[i][c] = (float) (NOISE * (2 * random.nextDouble() - 1));
                    wide[i][c] = in[i][c];
                }
            }
            adopt(program, kernel, reference);
            double[][] expected = reference.step(wide);
            kernel.run(in, out, 0, 1, SOUNDING);
            for (int o = 0; o < out.length; o++) {
                for (int c = 0; c < out[o].length; c++) {
                    worst = Math.max(worst, Math.abs(expected[o][c] - out[o][c]));
                    peak = Math.max(peak, Math.abs(expected[o][c]));
                }
            }
            adoptDelays(program, kernel, reference);
        }
        return 20 * Math.log10(worst / peak);
    }

    private static void adopt(Program program, KernelInstance kernel, Reference reference) {
        for (Slot.State s : program.states().keySet()) {
            for (int i = 0; i < s.shape().entries(); i++) {
                reference.state(s.index())[i] = kernel.state(s.index(), i, 0);
            }
        }
        for (Slot.Control c : program.controls()) {
            reference.control(c.name(), kernel.control(c.index(), 0));
        }
    }

    private static void adoptDelays(Program program, KernelInstance kernel, Reference reference) {
        for (Slot.Delay d : program.delays().keySet()) {
            int row = Math.floorMod(reference.steps() - 1, d.maxFrames());
            for (int c = 0; c < d.width(); c++) {
                reference.ring(d.index())[row * d.width() + c] = kernel.delayed(d.index(), c, 1, 0);
            }
        }
    }
}
