package eigentone.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.audioio.measure.Pitch;
import eigentone.audioio.measure.ReverberationTime;
import eigentone.engine.faults.Planted;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import eigentone.models.cell.linear.ArmaCell;
import eigentone.models.cell.linear.ArmaDesign;
import eigentone.models.cell.linear.DenseStateSpace;
import eigentone.models.cell.linear.DiagonalStateSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinearCellsTest {
    private static final int RATE = 48000;

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.2, 4})
    void modeRingsAsLongAsTheKnobSays(double seconds) {
        Map<String, ?> one =
                Map.of("ratios", List.of(1.0), "decays", List.of(1.0), "levels", List.of(1.0));
        Played bar =
                Played.type("modal", one, RATE).pitch(440).with("decay", seconds).with("gate", 1);
        float[] tone = bar.silence((int) (1.2 * seconds * RATE));
        assertThat(ReverberationTime.t60Seconds(tone, RATE))
                .isCloseTo(seconds, Percentage.withPercentage(1));
    }

    @Test
    void modesStandAtTheirRatios() {
        double[] ratios = {1, 3.9, 9.2};
        for (double ratio : ratios) {
            Map<String, ?> one =
                    Map.of(
                            "ratios",
                            List.of(1.0, ratio),
                            "decays",
                            List.of(1.0),
                            "levels",
                            List.of(0.0, 1.0));
            Played bar =
                    Played.type("modal", one, RATE).pitch(220).with("decay", 4).with("gate", 1);
            double hz = Pitch.hz(bar.silence(RATE / 2), RATE, 220 * ratio);
            assertThat(Pitch.cents(hz, 220 * ratio)).isCloseTo(0, within(1.0));
        }
    }

    @Test
    void armaIsItsDifferenceEquation() {
        double[] ar = ArmaDesign.fromReflections(-0.9, 0.7, 0.2);
        double[] ma = {1, -0.5, 0.25};
        Program program = Planted.program(new ArmaCell(3, 2), 1);
        Weights w = Weights.none().with("ar", floats(ar)).with("ma", floats(ma));
        Reference cell = new Reference(program, w, 0);
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(200, -1, 1).toArray(), y = new double[200];
        for (int t = 0; t < x.length; t++) {
            for (int i = 1; i <= 3 && i <= t; i++) {
                y[t] += (float) ar[i - 1] * y[t - i];
            }
            for (int j = 0; j <= 2 && j <= t; j++) {
                y[t] += ma[j] * x[t - j];
            }
            assertThat(cell.step(new double[] {x[t]})[0][0]).isCloseTo(y[t], within(1e-12));
        }
    }

    /// The node with its random weights, in float32.
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 2", "20, 7"})
    void armaCellHearsItsPastAsFarAsItIsTold(int p, int q) {
        Played cell = Played.type("arma-cell", Map.of("poles", p, "zeros", q), RATE);
        Weights w = Weights.initial(cell.program, Played.SEED);
        float[] ar = w.get("ar"), ma = w.get("ma"), x = new float[400];
        assertThat(ar).hasSize(p);
        assertThat(ma).hasSize(q + 1);
        SplittableRandom random = new SplittableRandom(1);
        for (int t = 0; t < x.length; t++) {
            x[t] = (float) random.nextDouble(-1, 1);
        }
        float[] got = cell.feed(x, x.length);
        double[] y = new double[x.length];
        for (int t = 0; t < x.length; t++) {
            for (int i = 1; i <= p && i <= t; i++) {
                y[t] += ar[i - 1] * y[t - i];
            }
            for (int j = 0; j <= q && j <= t; j++) {
                y[t] += ma[j] * x[t - j];
            }
            // Rounding rings on for a hundred steps.
            assertThat((double) got[t]).isCloseTo(y[t], within(1e-4));
        }
    }

    @Test
    void reflectionsAndCoefficientsAreInverse() {
        double[] k = {0.5, -0.99, 0.3, 0.9};
        assertThat(ArmaDesign.reflections(ArmaDesign.fromReflections(k)))
                .containsExactly(k, within(1e-12));
        assertThat(ArmaDesign.stable(ArmaDesign.fromReflections(k))).isTrue();
        assertThat(ArmaDesign.stable(ArmaDesign.fromReflections(0.5, -1.01))).isFalse();
        assertThat(ArmaDesign.stable(ArmaDesign.fromFormants(new double[] {500, 1500}, 80, RATE)))
                .isTrue();
    }

    /// A diagonal network is a dense one in other coordinates.
    @Test
    void diagonalAgreesWithDense() {
        double nu = -2.5, theta = 0.7, r = Math.exp(-Math.exp((float) nu));
        Weights diagonal =
                Weights.none()
                        .with("logDecay", floats(nu))
                        .with("angle", floats(theta))
                        .with("bRe", floats(1))
                        .with("bIm", floats(0.5))
                        .with("cRe", floats(0.75))
                        .with("cIm", floats(-0.25))
                        .with("d", floats(0.125));
        double c = r * Math.cos((float) theta), s = r * Math.sin((float) theta);
        // The dense cell reads the state before the step, so C and D take one step more.
        Weights dense =
                Weights.none()
                        .with("a", floats(c, -s, s, c))
                        .with("b", floats(1, 0.5))
                        .with("c", floats(0.75 * c + 0.25 * s, -0.75 * s + 0.25 * c))
                        .with("d", floats(0.125 + 0.75 + 0.125));
        Reference a =
                new Reference(Planted.program(new DiagonalStateSpace(1, 1, 1), 1), diagonal, 0);
        Reference b = new Reference(Planted.program(new DenseStateSpace(1, 2, 1), 1), dense, 0);
        for (double x : new SplittableRandom(2).doubles(300, -1, 1).toArray()) {
            // Only the weights' rounding to float32 differs.
            assertThat(a.step(new double[] {x})[0][0])
                    .isCloseTo(b.step(new double[] {x})[0][0], within(1e-5));
        }
    }

    @Test
    void pluckedStringSoundsAndStops() {
        Played string =
                Played.type("arma", Map.of(), RATE).with("decay", 0.3).with("gate", 1).pitch(220);
        float[] tone = string.silence(RATE);
        double start = power(Arrays.copyOfRange(tone, 0, 4800)),
                end = power(Arrays.copyOfRange(tone, 43200, 48000));
        assertThat(start).isBetween(1e-4, 1.0);
        assertThat(end).isLessThan(1e-5 * start);
    }

    private static double power(float[] signal) {
        double sum = 0;
        for (float v : signal) {
            sum += (double) v * v;
        }
        return sum / signal.length;
    }

    private static float[] floats(double... values) {
        float[] f = new float[values.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) values[i];
        }
        return f;
    }
}
