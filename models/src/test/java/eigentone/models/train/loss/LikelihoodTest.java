package eigentone.models.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Likelihoods, by values known without them.
final class LikelihoodTest {
    private static final double EXACT = 1e-12;

    private static Frames step(float... values) {
        return new Frames(1, values.length, 1, values);
    }

    private static double of(StepLoss loss, Frames output, Frames target) {
        return new StepMean(loss).value(output, target, output.fullMask());
    }

    @Test
    void anUndecidedKeyCostsLog2() {
        Frames output = Frames.zeros(10, 88, 3), target = Frames.zeros(10, 88, 3);
        Arrays.fill(target.values(), 0, 500, 1);
        assertThat(of(new Bernoulli(), output, target)).isCloseTo(88 * Math.log(2), within(1e-10));
    }

    @Test
    void keysStayExactFarOut() {
        // -log p and -log(1 - p) of p = 1/4.
        Frames output = step((float) Math.log(1 / 3.0));
        assertThat(of(new Bernoulli(), output, step(1))).isCloseTo(Math.log(4), within(1e-7));
        assertThat(of(new Bernoulli(), output, step(0))).isCloseTo(Math.log(4 / 3.0), within(1e-7));
        assertThat(of(new Bernoulli(), step(1e6f), step(0))).isEqualTo(1e6);
        assertThat(of(new Bernoulli(), step(-1e6f), step(1))).isEqualTo(1e6);
        assertThat(of(new Bernoulli(), step(1e6f), step(1))).isZero();
        assertThat(of(new Bernoulli(), step(50), step(1)))
                .isCloseTo(Math.exp(-50), within(1e-12 * Math.exp(-50)));
    }

    @Test
    void choicesAreSummedAndStayFiniteFarOut() {
        Frames output = step(0, 0, 0, 0, (float) Math.log(2), 0, 0, 0);
        double expected = Math.log(4) + Math.log(5.0 / 2);
        assertThat(of(new Categorical(4), output, step(3, 0))).isCloseTo(expected, within(1e-7));
        assertThat(of(new Categorical(2), step(1e6f, -1e6f), step(1))).isEqualTo(2e6);
        assertThat(of(new Categorical(2), step(1e6f, -1e6f), step(0))).isZero();
    }

    @Test
    void aChoiceThatIsNoneIsRefusedWhereItCounts() {
        Loss loss = new StepMean(new Categorical(4));
        Frames output = Frames.zeros(2, 4, 1), target = new Frames(2, 1, 1, new float[] {4, 1});
        assertThatThrownBy(() -> loss.value(output, target, output.fullMask()))
                .hasMessage(
                        "categorical 'target': expected a class 0..3, got 4.0 at frame 0, lane 0");
        assertThat(loss.value(output, target, new float[] {0, 1}))
                .isCloseTo(Math.log(4), within(EXACT));
    }

    @Test
    void oneGaussianIsItsDensity() {
        // At the mean of D = 2 dimensions with deviations 1 and e: log 2 pi + 1.
        assertThat(of(new GaussianMixture(1, 0), step(7, 3, -1, 0, 1), step(3, -1)))
                .isCloseTo(Math.log(2 * Math.PI) + 1, within(EXACT));
        // Two deviations from the mean of one: plus 2.
        assertThat(of(new GaussianMixture(1, 0), step(0, 1, 0), step(3)))
                .isCloseTo(0.5 * Math.log(2 * Math.PI) + 2, within(EXACT));
    }

    @Test
    void componentsShareThePoint() {
        // Means +-1, weights 3/4 and 1/4 (logits log 3, 0), deviations 1, at 1.
        Frames output = step((float) Math.log(3), 0, 1, -1, 0, 0);
        double density = (0.75 + 0.25 * Math.exp(-2)) / Math.sqrt(2 * Math.PI);
        assertThat(of(new GaussianMixture(2, 0), output, step(1)))
                .isCloseTo(-Math.log(density), within(1e-7));
        // A far component neither overflows nor hides the near one.
        assertThat(of(new GaussianMixture(2, 0), step(0, 0, 1e5f, 0, -5, 0), step(0)))
                .isCloseTo(Math.log(2) + 0.5 * Math.log(2 * Math.PI), within(EXACT));
    }

    /// Three components in two dimensions with a floor of 0.05, by SciPy's norm.logpdf and
    /// logsumexp of the same float32 numbers: the order of the channels, too.
    @Test
    void aMixtureIsWhatSciPySays() {
        Frames output =
                step(
                        0.3f, -1.2f, 0.8f, 0.5f, -0.25f, 1.5f, 2, -1, 0.75f, -0.5f, 0.25f, 0.1f,
                        -0.2f, 0.6f, -1);
        assertThat(of(new GaussianMixture(3, 0.05), output, step(0.4f, 0.9f)))
                .isCloseTo(1.9457813094899492, within(EXACT));
    }

    @Test
    void theFloorBoundsTheDensity() {
        double bound = 0.5 * Math.log(2 * Math.PI) + Math.log(0.01);
        assertThat(of(new GaussianMixture(1, 0.01), step(0, 2, -50), step(2)))
                .isCloseTo(bound, within(EXACT));
    }

    @Test
    void divergenceOfGaussians() {
        // KL(N(1, 1) || N(0, 1)) = 1/2; KL(N(0, e) || N(0, 1)) = (e - 2) / 2
        Frames target = step(0);
        assertThat(of(new GaussianDivergence(1), step(1, 0, 0, 0), target)).isEqualTo(0.5);
        assertThat(of(new GaussianDivergence(1), step(0, 1, 0, 0), target))
                .isCloseTo((Math.E - 2) / 2, within(EXACT));
        assertThat(of(new GaussianDivergence(1), step(3, -2, 3, -2), target)).isZero();
        // Means 2 and -1 and the prior's variance e^2, in the second of two dimensions.
        assertThat(of(new GaussianDivergence(2), step(0, 2, 0, 0, 0, -1, 0, 2), target))
                .isCloseTo(0.5 * (2 + 10 * Math.exp(-2) - 1), within(EXACT));
    }

    @Test
    void theBoundIsReconstructionAndDivergence() {
        EvidenceLowerBound bound = new EvidenceLowerBound(new StepMean(new Bernoulli()), 1, 0.1);
        double[] sums = new double[bound.sums()];
        bound.add(step(0, 0, 1, 0, 0, 0), step(1, 0), new float[] {1}, sums);
        assertThat(bound.reconstruction(sums)).isCloseTo(2 * Math.log(2), within(EXACT));
        assertThat(bound.divergence(sums)).isEqualTo(0.5);
        assertThat(bound.value(sums)).isCloseTo(2 * Math.log(2) + 0.05, within(EXACT));
    }

    @Test
    void aWeightedSumKnowsItsTerms() {
        WeightedSum sum =
                new WeightedSum(
                        List.of(
                                new WeightedSum.Term(new MeanSquare(), 2),
                                new WeightedSum.Term(ErrorToSignal.plain(), 10)));
        double[] sums = new double[sum.sums()];
        sum.add(step(3), step(2), new float[] {1}, sums);
        assertThat(sum.values(sums)).containsExactly(1, 0.25);
        assertThat(sum.value(sums)).isEqualTo(4.5);
        assertThat(sum.name()).isEqualTo("mean square + error to signal");
        WeightedSum odd =
                new WeightedSum(
                        List.of(
                                new WeightedSum.Term(new MeanSquare(), 1),
                                new WeightedSum.Term(new StepMean(new Categorical(3)), 1)));
        assertThatThrownBy(() -> odd.value(step(1), step(1), new float[] {1}))
                .hasMessageContaining("losses of one width, got 1 and 3 channels");
    }
}
