package eigentone.models.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;

/// Random batches, and a loss's gradient against central differences.
final class LossCheck {
    /// The gradient is stored as float: 2^-24 of an entry; the differences of order h^2 and the
    /// rounding of a float64 loss by 2h leave about as much.
    static final double TOLERANCE = 1e-6;

    private LossCheck() {}

    static Frames noise(int frames, int width, int lanes, double deviation, long seed) {
        Frames noise = Frames.zeros(frames, width, lanes);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < noise.values().length; i++) {
            noise.values()[i] = (float) (deviation * random.nextGaussian());
        }
        return noise;
    }

    /// Weights 0, 1 and between.
    static float[] mask(Frames frames, long seed) {
        float[] mask = frames.fullMask();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = Math.clamp((float) (1.5 * random.nextDouble() - 0.25), 0, 1);
        }
        return mask;
    }

    /// Every `stride`-th entry of d loss / d output against differences of float64 losses at
    /// outputs `h` apart, relative to the largest entry.
    static void gradient(
            Loss loss, Frames output, Frames target, float[] mask, int stride, double h) {
        Frames gradient = noise(output.frames(), output.width(), output.lanes(), 1, 1);
        double value = loss.evaluate(output, target, mask, gradient);
        assertThat(value).isEqualTo(loss.value(output, target, mask)).isFinite();
        double largest = 0;
        for (float g : gradient.values()) {
            largest = Math.max(largest, Math.abs(g));
        }
        assertThat(largest).isPositive();
        float[] y = output.values();
        for (int i = 0; i < y.length; i += stride) {
            float middle = y[i];
            y[i] = (float) (middle + h);
            double above = y[i], lossAbove = loss.value(output, target, mask);
            y[i] = (float) (middle - h);
            double below = y[i], lossBelow = loss.value(output, target, mask);
            y[i] = middle;
            assertThat((double) gradient.values()[i])
                    .as("%s, entry %d", loss.name(), i)
                    .isCloseTo(
                            (lossAbove - lossBelow) / (above - below), within(TOLERANCE * largest));
        }
    }
}
