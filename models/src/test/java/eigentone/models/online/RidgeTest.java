package eigentone.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

final class RidgeTest {
    private static final int EXAMPLES = 40, INPUTS = 6, OUTPUTS = 2;

    /// Float64 over some dozens of examples of size 1.
    private static final double CLOSE = 1e-10;

    private final double[][] x = new double[EXAMPLES][INPUTS];
    private final double[][] d = new double[EXAMPLES][OUTPUTS];

    RidgeTest() {
        SplittableRandom random = new SplittableRandom(7);
        for (int n = 0; n < EXAMPLES; n++) {
            for (int i = 0; i < INPUTS; i++) {
                x[n][i] = random.nextGaussian();
            }
            d[n][0] = 2 * x[n][0] - x[n][3] + 0.1 * random.nextGaussian();
            d[n][1] = x[n][5];
        }
    }

    private Ridge taught() {
        Ridge ridge = new Ridge(INPUTS, OUTPUTS);
        for (int n = 0; n < EXAMPLES; n++) {
            ridge.add(x[n], d[n]);
        }
        return ridge;
    }

    @Test
    void equalsTheFormula() {
        double lambda = 0.3;
        SimpleMatrix xs = new SimpleMatrix(x), ds = new SimpleMatrix(d);
        SimpleMatrix w =
                xs.transpose()
                        .mult(xs)
                        .plus(SimpleMatrix.identity(INPUTS).scale(lambda))
                        .invert()
                        .mult(xs.transpose())
                        .mult(ds);
        double[] ours = taught().solve(lambda);
        for (int o = 0; o < OUTPUTS; o++) {
            for (int i = 0; i < INPUTS; i++) {
                assertThat(ours[o * INPUTS + i]).isCloseTo(w.get(i, o), within(CLOSE));
            }
        }
    }

    @Test
    void findsWhatMadeTheExamples() {
        double[] w = taught().solve(1e-9);
        assertThat(w[INPUTS + 5]).isCloseTo(1, within(1e-8));
        assertThat(w[0]).isCloseTo(2, within(0.1));
    }

    @Test
    void largeRidgeHoldsWeightsShort() {
        for (double w : taught().solve(1e9)) {
            assertThat(w).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void refusesWhatCannotBe() {
        Ridge ridge = new Ridge(INPUTS, OUTPUTS);
        assertThatThrownBy(() -> ridge.add(new double[2], new double[OUTPUTS]))
                .hasMessageContaining("expected 6 numbers, got 2");
        assertThatThrownBy(() -> ridge.solve(0)).hasMessageContaining("above 0");
        double[] broken = new double[INPUTS];
        broken[1] = Double.NaN;
        assertThatThrownBy(() -> ridge.add(broken, new double[OUTPUTS]))
                .hasMessageContaining("expected finite numbers");
    }
}
