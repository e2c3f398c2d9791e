package eigentone.models.cell;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.faults.Blind;
import eigentone.engine.gradient.Adjoint;
import eigentone.engine.gradient.ReferenceGradient;
import eigentone.engine.gradient.ThroughTime;
import eigentone.engine.program.Weights;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Losses and gradients of RNN, GRU and LSTM against another implementation's numbers; the loss is
/// the mean of the squared outputs.
final class GoldenGradientsTest {
    /// Both sides compute in float64; only the order of sums differs.
    private static final double REFERENCE_TOLERANCE = 1e-9;

    /// Of each tensor's largest entry, in float32.
    private static final double KERNEL_TOLERANCE = 1e-4;

    static List<GoldenVectors> files() throws URISyntaxException {
        return GoldenVectorsTest.files();
    }

    /// The gradients of all layers under PyTorch's names, and that of the input.
    private record Gradients(double loss, Map<String, double[]> tensors, double[] x) {}

    @ParameterizedTest
    @MethodSource("files")
    void referenceAgrees(GoldenVectors g) {
        Gradients got = reference(g);
        assertThat(Math.abs(got.loss() - g.loss())).isLessThan(REFERENCE_TOLERANCE);
        g.grad()
                .forEach((name, expected) ->
                        assertThat(difference(got.tensors().get(name), expected))
                                .as(name)
                                .isLessThan(REFERENCE_TOLERANCE));
        assertThat(difference(got.x(), g.gradX())).isLessThan(REFERENCE_TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void kernelAgrees(GoldenVectors g) {
        Gradients got = kernel(g);
        assertThat(Math.abs(got.loss() - g.loss())).isLessThan(KERNEL_TOLERANCE * g.loss());
        g.grad()
                .forEach((name, expected) ->
                        assertThat(
                                        difference(got.tensors().get(name), expected)
                                                / largest(expected))
                                .as(name)
                                .isLessThan(KERNEL_TOLERANCE));
        assertThat(difference(got.x(), g.gradX()) / largest(g.gradX()))
                .isLessThan(KERNEL_TOLERANCE);
    }

    @Blind("a wrong program only takes the wrong weights further from the golden numbers")
    @ParameterizedTest
    @MethodSource("files")
    void plantedFaultsAreSeen(GoldenVectors g) {
        for (GoldenVectors wrong : g.planted()) {
            Gradients got = reference(wrong);
            double worst = 0;
            for (Map.Entry<String, double[]> e : g.grad().entrySet()) {
                worst = Math.max(worst, difference(got.tensors().get(e.getKey()), e.getValue()));
            }
            assertThat(worst).isGreaterThan(REFERENCE_TOLERANCE);
        }
    }

    private static Gradients reference(GoldenVectors g) {
        List<ReferenceGradient> passes = new ArrayList<>();
        double[] signal = g.x();
        for (int layer = 0; layer < g.layers(); layer++) {
            Adjoint adjoint = Adjoint.withInputs(g.program(layer));
            ReferenceGradient pass = new ReferenceGradient(adjoint, g.weights(layer), 0);
            double[] out = new double[g.steps() * g.units()];
            int width = g.inputsOf(layer);
            for (int t = 0; t < g.steps(); t++) {
                double[] frame = Arrays.copyOfRange(signal, t * width, (t + 1) * width);
                System.arraycopy(pass.step(frame)[0], 0, out, t * g.units(), g.units());
            }
            passes.add(pass);
            signal = out;
        }
        double loss = 0;
        double[] byOutput = new double[signal.length];
        for (int i = 0; i < signal.length; i++) {
            loss += signal[i] * signal[i] / signal.length;
            byOutput[i] = 2 * signal[i] / signal.length;
        }
        Map<String, double[]> tensors = new LinkedHashMap<>();
        for (int layer = g.layers() - 1; layer >= 0; layer--) {
            double[][][] dy = new double[g.steps()][1][], dx = new double[g.steps()][1][];
            for (int t = 0; t < g.steps(); t++) {
                dy[t][0] = Arrays.copyOfRange(byOutput, t * g.units(), (t + 1) * g.units());
            }
            Map<String, double[]> byName = passes.get(layer).back(dy, dx);
            torch(g, layer, byName, tensors);
            byOutput = Arrays.stream(dx).flatMapToDouble(f -> Arrays.stream(f[0])).toArray();
        }
        return new Gradients(loss, tensors, byOutput);
    }

    private static Gradients kernel(GoldenVectors g) {
        List<ThroughTime> passes = new ArrayList<>();
        float[] signal = new float[g.x().length];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) g.x()[i];
        }
        for (int layer = 0; layer < g.layers(); layer++) {
            Weights weights = g.weights(layer);
            ThroughTime pass =
                    new ThroughTime(
                            Adjoint.withInputs(g.program(layer)),
                            1,
                            weights,
                            new ThroughTime.Limits(1, 7, 1 << 20),
                            "cell",
                            0);
            float[] out = new float[g.steps() * g.units()];
            pass.forward(new float[][] {signal}, new float[][] {out}, g.steps());
            passes.add(pass);
            signal = out;
        }
        double loss = 0;
        float[] byOutput = new float[signal.length];
        for (int i = 0; i < signal.length; i++) {
            loss += (double) signal[i] * signal[i] / signal.length;
            byOutput[i] = 2 * signal[i] / signal.length;
        }
        Map<String, double[]> tensors = new LinkedHashMap<>();
        for (int layer = g.layers() - 1; layer >= 0; layer--) {
            float[] byInput = new float[g.steps() * g.inputsOf(layer)];
            try (ThroughTime pass = passes.get(layer)) {
                Map<String, double[]> byName =
                        pass.back(
                                new float[][] {byOutput},
                                new float[][] {byInput},
                                (frame, gradient) -> {});
                torch(g, layer, byName, tensors);
            }
            byOutput = byInput;
        }
        double[] x = new double[byOutput.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = byOutput[i];
        }
        return new Gradients(loss, tensors, x);
    }

    /// Puts the gates' gradients of one layer side by side as PyTorch has them.
    private static void torch(
            GoldenVectors g, int layer, Map<String, double[]> byName, Map<String, double[]> into) {
        into.put("weight_ih_l" + layer, joined(g.kind().onInput(), "weight", byName));
        into.put("weight_hh_l" + layer, joined(g.kind().onState(), "weight", byName));
        into.put("bias_ih_l" + layer, joined(g.kind().onInput(), "bias", byName));
        into.put("bias_hh_l" + layer, joined(g.kind().onState(), "bias", byName));
    }

    private static double[] joined(List<String> gates, String part, Map<String, double[]> byName) {
        return gates.stream()
                .map(gate -> Objects.requireNonNull(byName.get(gate + "." + part)))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double difference(double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    private static double largest(double[] a) {
        return Arrays.stream(a).map(Math::abs).max().orElse(0);
    }
}
