package eigentone.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecursiveLeastSquaresTest {
    private static final int INPUTS = 7;
    private static final int OUTPUTS = 3;

    private static double[] draw(SplittableRandom random, int n) {
        return random.doubles(n, -1, 1).toArray();
    }

    private static double[] map(double[] weights, double[] x) {
        double[] y = new double[OUTPUTS];
        for (int o = 0; o < OUTPUTS; o++) {
            for (int i = 0; i < INPUTS; i++) {
                y[o] += weights[o * INPUTS + i] * x[i];
            }
        }
        return y;
    }

    /// The weighted normal equations, solved at once.
    @ParameterizedTest
    @CsvSource({"1, 0.1, 400", "1, 1e-3, 50", "0.99, 0.1, 400", "0.9, 1, 60"})
    void agreesWithTheBatchSolution(double forgetting, double ridge, int examples) {
        SplittableRandom random = new SplittableRandom(5);
        RecursiveLeastSquares rls = new RecursiveLeastSquares(INPUTS, OUTPUTS, forgetting, ridge);
        SimpleMatrix square = SimpleMatrix.identity(INPUTS).scale(ridge);
        SimpleMatrix moment = new SimpleMatrix(INPUTS, OUTPUTS);
        for (int n = 0; n < examples; n++) {
            double[] x = draw(random, INPUTS), target = draw(random, OUTPUTS);
            rls.learn(x, target);
            SimpleMatrix column = new SimpleMatrix(INPUTS, 1, true, x);
            SimpleMatrix row = new SimpleMatrix(1, OUTPUTS, true, target);
            square = square.scale(forgetting).plus(column.mult(column.transpose()));
            moment = moment.scale(forgetting).plus(column.mult(row));
        }
        SimpleMatrix batch = square.solve(moment);
        double[] weights = rls.weights();
        for (int o = 0; o < OUTPUTS; o++) {
            for (int i = 0; i < INPUTS; i++) {
                assertThat(weights[o * INPUTS + i]).isCloseTo(batch.get(i, o), within(1e-9));
            }
        }
    }

    private static double[] drifting(double turn) {
        double[] weights = new double[OUTPUTS * INPUTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.sin(turn + i);
        }
        return weights;
    }

    private static double errorAfterDrift(double forgetting) {
        SplittableRandom random = new SplittableRandom(6);
        RecursiveLeastSquares rls = new RecursiveLeastSquares(INPUTS, OUTPUTS, forgetting, 1e-3);
        double[] guess = new double[OUTPUTS];
        double worst = 0;
        for (int n = 0; n < 4000; n++) {
            double[] x = draw(random, INPUTS);
            double[] y = map(drifting(n * 1e-3), x);
            rls.predict(x, guess);
            for (int o = 0; n > 1000 && o < OUTPUTS; o++) {
                worst = Math.max(worst, Math.abs(guess[o] - y[o]));
            }
            rls.learn(x, y);
        }
        return worst;
    }

    /// A map that turns by a radian in a thousand examples.
    @Test
    void followsADriftingMapIfItForgets() {
        assertThat(errorAfterDrift(0.95)).isLessThan(0.1);
        assertThat(errorAfterDrift(1)).isGreaterThan(0.5);
    }

    /// Three kinds of input: rich; nearly one-dimensional; none at all for most of the time.
    @ParameterizedTest
    @CsvSource({"1, 0", "0.999, 0", "0.9, 0", "0.99, 1", "0.9, 1", "0.99, 2", "0.9, 2"})
    void staysStableOverAMillionExamples(double forgetting, int kind) {
        SplittableRandom random = new SplittableRandom(7);
        double ridge = 1e-3;
        RecursiveLeastSquares rls = new RecursiveLeastSquares(INPUTS, OUTPUTS, forgetting, ridge);
        double[] weights = drifting(1);
        for (int n = 0; n < 1_000_000; n++) {
            double[] x = draw(random, INPUTS);
            boolean rich = kind == 0 || n > 999_000 || n < 1000;
            for (int i = 1; !rich && i < INPUTS; i++) {
                x[i] = kind == 2 ? 0 : x[0] + 1e-7 * x[i];
            }
            x[0] = !rich && kind == 2 ? 0 : x[0];
            rls.learn(x, map(weights, x));
        }
        assertThat(rls.openness()).isBetween(0.0, 101 * INPUTS / ridge);
        assertThat(rls.weights()).hasSize(weights.length);
        for (int i = 0; i < weights.length; i++) {
            assertThat(rls.weights()[i]).isCloseTo(weights[i], within(1e-6));
        }
    }

    @Test
    void refusesWhatItCannotUse() {
        RecursiveLeastSquares rls = new RecursiveLeastSquares(2, 1, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rls.learn(new double[] {1, Double.NaN}, new double[] {1}))
                .withMessageContaining("expected finite numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rls.learn(new double[] {1}, new double[] {1}))
                .withMessageContaining("expected 2 numbers, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecursiveLeastSquares(2, 1, 1.1, 1))
                .withMessageContaining("0.5..1");
        assertThat(rls.weights()).containsOnly(0);
    }
}
