package eigentone.models.initial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.language.Initial;
import eigentone.engine.language.Shape;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.linear.ArmaCell;
import eigentone.models.cell.linear.ArmaDesign;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InitialTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "7, 3", "3, 7", "32, 32"})
    void haarIsOrthonormal(int rows, int columns) {
        double[] q = Orthogonal.haar().values(new Shape(rows, columns), new SplittableRandom(rows));
        int n = Math.min(rows, columns), m = Math.max(rows, columns);
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                double dot = 0;
                for (int i = 0; i < m; i++) {
                    dot +=
                            columns > rows
                                    ? q[a * m + i] * q[b * m + i]
                                    : q[i * columns + a] * q[i * columns + b];
                }
                assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-12));
            }
        }
    }

    /// Without the sign rule the first entry of Q would never change its sign.
    @Test
    void haarHasNoPreferredSign() {
        int positive = 0;
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 1000; i++) {
            positive += Orthogonal.haar().values(new Shape(4, 4), random)[0] > 0 ? 1 : 0;
        }
        // Four standard deviations of a fair coin.
        assertThat(positive).isBetween(500 - 64, 500 + 64);
    }

    @Test
    void rotationsHaveTheirTraceAndKeepLengths() {
        Initial initial = Orthogonal.rotations(0.1, 1.3, 2.9);
        double[] a = initial.values(new Shape(6, 6), new SplittableRandom(2));
        double trace = 0;
        for (int i = 0; i < 6; i++) {
            trace += a[i * 7];
        }
        assertThat(trace)
                .isCloseTo(2 * (Math.cos(0.1) + Math.cos(1.3) + Math.cos(2.9)), within(1e-12));
        assertThat(SpectralRadius.of(a, 6)).isCloseTo(1, within(1e-12));
    }

    @Test
    void spectralRadiusIsWhatWasAsked() {
        Initial scaled = SpectralRadius.scaled(Initial.normal(1), 1.25);
        double[] w = scaled.values(new Shape(12, 12), new SplittableRandom(3));
        assertThat(SpectralRadius.of(w, 12)).isCloseTo(1.25, within(1e-9));
    }

    /// When its coefficients are rounded, and with poles moved out by half of what is left.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 32})
    void anArmaCellIsStable(int p) {
        for (int seed = 0; seed < 200; seed++) {
            float[] ar = Weights.initial(Program.of(new ArmaCell(p, 2), 48000), seed).get("ar");
            double[] wider = new double[p];
            for (int i = 0; i < p; i++) {
                wider[i] = ar[i] / Math.pow(0.995, i + 1);
            }
            assertThat(ArmaDesign.stable(wider)).as("seed " + seed).isTrue();
        }
    }
}
