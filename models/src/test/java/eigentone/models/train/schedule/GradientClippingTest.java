package eigentone.models.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import eigentone.models.train.optimize.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What is done to gradients and weights between steps.
final class GradientClippingTest {
    private static final List<Tensor> TENSORS =
            List.of(new Tensor("matrix", 2, true), new Tensor("bias", 1, false));

    @Test
    void aLongGradientIsShortenedAndItsNormReported() {
        float[][] gradient = {{2, 4}, {4}};
        assertThat(new GradientClipping(TENSORS, 3).clip(gradient)).isEqualTo(6);
        assertThat(gradient).isDeepEqualTo(new float[][] {{1, 2}, {2}});
        assertThat(new GradientClipping(TENSORS, 3).clip(gradient)).isEqualTo(3);
        assertThat(gradient).isDeepEqualTo(new float[][] {{1, 2}, {2}});
        float[][] huge = {{3e38f, 0}, {-3e38f}};
        new GradientClipping(TENSORS, 1).clip(huge);
        assertThat((double) huge[0][0]).isCloseTo(Math.sqrt(0.5), within(1e-7));
        assertThat(huge[1][0]).isEqualTo(-huge[0][0]);
    }

    @Test
    void aGradientThatIsNotFiniteIsRefusedByName() {
        GradientClipping clipping = new GradientClipping(TENSORS, Double.POSITIVE_INFINITY);
        float[][] gradient = {{1, 2}, {Float.NaN}};
        NonFiniteGradientException fault =
                catchThrowableOfType(
                        NonFiniteGradientException.class, () -> clipping.clip(gradient));
        assertThat(fault.tensor()).isEqualTo("bias");
        assertThat(fault)
                .hasMessageStartingWith(
                        "gradient 'bias': expected finite numbers, got NaN at entry 0");
        float[][] infinite = {{1, Float.NEGATIVE_INFINITY}, {0}};
        assertThatThrownBy(() -> new GradientClipping(TENSORS, 1).clip(infinite))
                .hasMessageContaining("'matrix'")
                .hasMessageContaining("-Infinity at entry 1");
        assertThat(infinite[0][0]).isEqualTo(1);
    }

    @Test
    void decayActsOnWhatDecays() {
        WeightDecay decay = new WeightDecay(TENSORS, 0.5);
        float[][] weights = {{2, -4}, {8}}, gradients = {{1, 1}, {1}};
        assertThat(decay.penalty(weights, gradients)).isEqualTo(0.25 * (4 + 16));
        assertThat(gradients).isDeepEqualTo(new float[][] {{2, -1}, {1}});
        decay.shrink(weights, 0.5);
        assertThat(weights).isDeepEqualTo(new float[][] {{1.5f, -3}, {8}});
    }

    @Test
    void theAverageIsThatOfItsFormula() {
        for (double memory : new double[] {0, 0.9, 1}) {
            WeightAverage average = new WeightAverage(TENSORS, memory);
            assertThatThrownBy(average::weights).isInstanceOf(IllegalStateException.class);
            SplittableRandom random = new SplittableRandom(1);
            double sum = 0, weight = 0;
            for (int n = 0; n < 50; n++) {
                float w = (float) random.nextGaussian();
                average.add(new float[][] {{w, 1}, {-w}});
                sum = memory * sum + w;
                weight = memory * weight + 1;
                float[][] mean = average.weights();
                // Rounded to float when it is read.
                assertThat((double) mean[0][0]).isCloseTo(sum / weight, within(1e-7));
                assertThat(mean[0][1]).isEqualTo(1);
                assertThat(mean[1][0]).isEqualTo(-mean[0][0]);
            }
            assertThat(average.count()).isEqualTo(50);
        }
    }

    /// Where one float would have stood still: each step moves the mean by a thousandth of its last
    /// place.
    @Test
    void smallChangesAddUpInTheAverage() {
        WeightAverage average = new WeightAverage(TENSORS, 0.99999);
        float near = 1, far = 1 + 0x1p-16f;
        for (int n = 0; n < 100_000; n++) {
            average.add(new float[][] {{near, 0}, {0}});
        }
        for (int n = 0; n < 100_000; n++) {
            average.add(new float[][] {{far, 0}, {0}});
        }
        double kept = Math.pow(0.99999, 100_000);
        // Of 200,000 weights the second half counts (1 - d^n) / (1 - d^2n).
        double expected = 1 + 0x1p-16 * (1 - kept) / (1 - kept * kept);
        assertThat((double) average.weights()[0][0]).isCloseTo(expected, within(1.2e-7));
    }

    @Test
    void aRestoredAverageContinuesToTheSameBits() {
        WeightAverage first = new WeightAverage(TENSORS, 0.99);
        WeightAverage second = new WeightAverage(TENSORS, 0.99);
        SplittableRandom random = new SplittableRandom(4);
        for (int n = 0; n < 200; n++) {
            float[][] w = {{(float) random.nextGaussian(), 1}, {(float) random.nextGaussian()}};
            first.add(w);
            if (n == 100) {
                second.restore(first.save());
            } else if (n > 100) {
                second.add(w);
            }
        }
        assertThat(second.weights()).isDeepEqualTo(first.weights());
        assertThat(second.save().arrays().get("rest/bias"))
                .isEqualTo(first.save().arrays().get("rest/bias"));
    }
}
