package eigentone.models.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients of all losses against central differences.
final class LossGradientTest {
    private static final double H = 0x1p-13;

    static Stream<Loss> smooth() {
        return Stream.of(
                new MeanSquare(),
                ErrorToSignal.plain(),
                new ErrorToSignal(PreEmphasis.highPass(0.85), 1),
                new ErrorToSignal(PreEmphasis.foldedDifferentiator(0.85), 0.5),
                new ErrorToSignal(PreEmphasis.aWeighting(44100), 1),
                new StepMean(new Bernoulli()),
                new StepMean(new GaussianMixture(1, 0)),
                new StepMean(new GaussianMixture(4, 0.3)),
                new StepMean(new GaussianDivergence(3)),
                new EvidenceLowerBound(new StepMean(new Bernoulli()), 2, 0.7),
                new EvidenceLowerBound(new MeanSquare(), 3, 1),
                new WeightedSum(
                        List.of(
                                new WeightedSum.Term(new MeanSquare(), 0.25),
                                new WeightedSum.Term(
                                        new ErrorToSignal(PreEmphasis.highPass(0.95), 1), 3))));
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void gradientEqualsCentralDifferences(Loss loss) {
        Frames target = LossCheck.noise(60, 3, 2, 1, 11);
        Frames output = LossCheck.noise(60, loss.outputWidth(3), 2, 0.6, 12);
        LossCheck.gradient(loss, output, target, LossCheck.mask(output, 13), 1, H);
    }

    @Test
    void gradientOfChoicesEqualsCentralDifferences() {
        Loss loss = new StepMean(new Categorical(5));
        Frames target = LossCheck.noise(20, 2, 3, 1, 21);
        for (int i = 0; i < target.values().length; i++) {
            target.values()[i] = Math.floorMod(i * 7, 5);
        }
        Frames output = LossCheck.noise(20, 10, 3, 2, 22);
        LossCheck.gradient(loss, output, target, LossCheck.mask(output, 23), 1, H);
    }

    /// The log magnitude has a bend where a bin of the output passes the target's: the step is
    /// small, so that hardly a bin does.
    @Test
    void gradientOfSpectraEqualsCentralDifferences() {
        Loss loss =
                new MultiResolutionStft(
                        List.of(
                                new MultiResolutionStft.Resolution(64, 10, 40),
                                new MultiResolutionStft.Resolution(128, 32, 128),
                                new MultiResolutionStft.Resolution(32, 8, 20)));
        Frames target = LossCheck.noise(150, 2, 2, 0.5, 31);
        Frames output = LossCheck.noise(150, 2, 2, 0.5, 32);
        LossCheck.gradient(loss, output, target, LossCheck.mask(output, 33), 7, 0x1p-19);
        LossCheck.gradient(loss, output, target, output.fullMask(), 11, 0x1p-19);
    }

    /// The gradient of a part, from the sums of the whole, is that part of the whole's gradient.
    @ParameterizedTest
    @MethodSource("smooth")
    void partsHaveTheGradientOfTheWhole(Loss loss) {
        Frames target = LossCheck.noise(40, 3, 4, 1, 41);
        Frames output = LossCheck.noise(40, loss.outputWidth(3), 4, 0.6, 42);
        float[] mask = LossCheck.mask(output, 43);
        Frames whole = Frames.zeros(40, output.width(), 4);
        double value = loss.evaluate(output, target, mask, whole);

        double[] sums = new double[loss.sums()];
        for (int from = 0; from < 4; from += 2) {
            loss.add(lanes(output, from), lanes(target, from), lanes(mask, from), sums);
        }
        assertThat(loss.value(sums)).isCloseTo(value, within(1e-12 * value));
        for (int from = 0; from < 4; from += 2) {
            Frames part = Frames.zeros(40, output.width(), 2);
            loss.gradient(lanes(output, from), lanes(target, from), lanes(mask, from), sums, part);
            // The total's last bit may differ, and with it a float's.
            assertThat(part.values())
                    .usingComparatorWithPrecision(1e-7f)
                    .containsExactly(lanes(whole, from).values());
        }
    }

    private static Frames lanes(Frames all, int from) {
        Frames two = Frames.zeros(all.frames(), all.width(), 2);
        for (int i = 0; i < two.values().length; i++) {
            two.values()[i] = all.values()[i / 2 * all.lanes() + from + i % 2];
        }
        return two;
    }

    private static float[] lanes(float[] mask, int from) {
        float[] two = new float[mask.length / 2];
        for (int i = 0; i < two.length; i++) {
            two[i] = mask[i / 2 * 4 + from + i % 2];
        }
        return two;
    }
}
