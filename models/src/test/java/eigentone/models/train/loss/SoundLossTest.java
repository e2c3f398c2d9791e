package eigentone.models.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Losses of sounds, by values known without them.
final class SoundLossTest {
    /// Losses are float64 of float32 signals, whose rounding is 6e-8 of a sample.
    private static final double ROUNDED_SIGNAL = 1e-6;

    private static Frames mono(float... values) {
        return new Frames(values.length, 1, 1, values);
    }

    private static double of(Loss loss, Frames output, Frames target) {
        return loss.value(output, target, output.fullMask());
    }

    @Test
    void meanSquareIsThatOfWhatTheMaskShows() {
        Frames output = new Frames(2, 2, 1, new float[] {1, 2, 3, 4});
        Frames target = new Frames(2, 2, 1, new float[] {0, 0, 1, 1});
        // (1 + 4 + 4 + 9) / 4; then (0.5 (1 + 4) + 4 + 9) / (2 * 1.5)
        assertThat(of(new MeanSquare(), output, target)).isEqualTo(4.5);
        assertThat(new MeanSquare().value(output, target, new float[] {0.5f, 1}))
                .isEqualTo(15.5 / 3);
        Frames gradient = Frames.zeros(2, 2, 1);
        new MeanSquare().evaluate(output, target, new float[] {0, 1}, gradient);
        assertThat(gradient.values()).containsExactly(0, 0, 2, 3);
    }

    @Test
    void errorToSignalIsARatioOfEnergies() {
        // Errors 1, -1, 0, 2; energy 4 + 1 + 1 + 4.
        Frames target = mono(2, 1, -1, -2), output = mono(3, 0, -1, 0);
        assertThat(of(ErrorToSignal.plain(), output, target)).isEqualTo(6.0 / 10);
        // The mean error is 0.5, the mean square of the target 2.5.
        assertThat(of(new ErrorToSignal(PreEmphasis.none(), 1), output, target))
                .isCloseTo(0.6 + 0.25 / 2.5, within(1e-15));
        // x[n] - 0.5 x[n - 1]: errors 1, -1.5, 0.5, 2; target 2, 0, -1.5, -1.5.
        assertThat(of(new ErrorToSignal(PreEmphasis.highPass(0.5), 0), output, target))
                .isCloseTo((1 + 2.25 + 0.25 + 4) / (4 + 2.25 + 2.25), within(1e-15));
        // x[n] - 0.5 x[n - 2]: errors 1, -1, -0.5, 2.5; target 2, 1, -2, -2.5.
        assertThat(of(new ErrorToSignal(PreEmphasis.foldedDifferentiator(0.5), 0), output, target))
                .isCloseTo((1 + 1 + 0.25 + 6.25) / (4 + 1 + 4 + 6.25), within(1e-15));
    }

    @Test
    void aSilentTargetIsNotDividedBy() {
        Frames silence = mono(0, 0, 0, 0);
        assertThat(of(ErrorToSignal.plain(), silence, silence)).isZero();
        assertThat(of(ErrorToSignal.plain(), mono(1e-5f, 0, 0, 0), silence))
                .isCloseTo(0.25, within(ROUNDED_SIGNAL));
    }

    /// A segment with the frames before it, under weight 0, is the same as that part of the whole.
    @Test
    void segmentsWithTheirHistoryGiveTheRatioOfTheWhole() {
        Frames output = LossCheck.noise(64, 1, 2, 0.4, 5),
                target = LossCheck.noise(64, 1, 2, 0.5, 6);
        Loss loss = new ErrorToSignal(PreEmphasis.highPass(0.85), 0);
        double[] sums = new double[loss.sums()];
        for (int from : new int[] {0, 16, 32, 48}) {
            int history = Math.min(from, 1), frames = 16 + history;
            float[] mask = new float[2 * frames];
            Arrays.fill(mask, 2 * history, mask.length, 1);
            loss.add(
                    segment(output, from - history, frames),
                    segment(target, from - history, frames),
                    mask,
                    sums);
        }
        assertThat(loss.value(sums)).isCloseTo(of(loss, output, target), within(1e-14));
    }

    private static Frames segment(Frames all, int from, int frames) {
        Frames part = Frames.zeros(frames, 1, all.lanes());
        System.arraycopy(
                all.values(), all.index(from, 0, 0), part.values(), 0, part.values().length);
        return part;
    }

    /// Gains of IEC 61672-1, table 3: 0 dB at 1 kHz, +1.2 dB at 2 kHz, -2.5 dB at 10 kHz (+-0.3 dB,
    /// as the taps are few), and bass far below.
    @Test
    void aWeightingIsThatOfTheStandard() {
        double[] taps = PreEmphasis.aWeighting(48000).taps();
        assertThat(gainDb(taps, 1000.0 / 48000)).isCloseTo(0, within(0.5));
        assertThat(gainDb(taps, 2000.0 / 48000)).isCloseTo(1.2, within(0.5));
        assertThat(gainDb(taps, 4000.0 / 48000)).isCloseTo(1.0, within(0.5));
        assertThat(gainDb(taps, 10000.0 / 48000)).isCloseTo(-2.5, within(0.5));
        assertThat(gainDb(taps, 50.0 / 48000)).isLessThan(-8);
        // No delay: an impulse keeps its place.
        double[] impulse = new double[200];
        impulse[80] = 1;
        double[] heard = PreEmphasis.aWeighting(48000).filter(impulse);
        assertThat(heard[80]).isGreaterThan(0.1).isEqualTo(taps[50]);
        assertThat(heard[75]).isEqualTo(heard[85]);
    }

    private static double gainDb(double[] taps, double cycles) {
        double sum = 0;
        for (int k = 0; k < taps.length; k++) {
            sum += taps[k] * Math.cos(2 * Math.PI * cycles * (k - 50));
        }
        return 20 * Math.log10(Math.abs(sum));
    }

    /// Values of NumPy's rfft with reflected padding, the norms written out (float64).
    @Test
    void spectraDifferAsNumPySays() {
        Frames output = Frames.zeros(3000, 1, 1), target = Frames.zeros(3000, 1, 1);
        for (int t = 0; t < 3000; t++) {
            output.values()[t] = (float) (0.4 * Math.sin(0.052 * t) + 0.1 * Math.cos(0.7 * t));
            target.values()[t] = (float) (0.5 * Math.sin(0.05 * t + 0.3 * Math.sin(0.003 * t)));
        }
        Loss loss = MultiResolutionStft.yamamoto();
        assertThat(of(loss, output, target)).isCloseTo(0.9071757380315936, within(ROUNDED_SIGNAL));
        assertThat(of(loss, target, target)).isZero();
        // Twice as loud: convergence 1, and log 2 in every bin that is not on the floor.
        MultiResolutionStft one =
                new MultiResolutionStft(List.of(new MultiResolutionStft.Resolution(256, 64, 256)));
        Frames noise = LossCheck.noise(1000, 1, 1, 0.5, 3),
                louder = LossCheck.noise(1000, 1, 1, 1, 3);
        assertThat(of(one, louder, noise)).isCloseTo(1 + Math.log(2), within(1e-12));
    }

    @Test
    void windowsUnderAMaskOfZerosDoNotCount() {
        MultiResolutionStft loss =
                new MultiResolutionStft(List.of(new MultiResolutionStft.Resolution(64, 64, 64)));
        Frames output = LossCheck.noise(256, 1, 1, 1, 1);
        float[] mask = output.fullMask();
        Arrays.fill(mask, 128, 256, 0);
        double[] sums = new double[4];
        loss.add(output, output, mask, sums);
        // Windows centred on 0, 64 and 128 of 0, 64, .. 256.
        assertThat(sums[3]).isEqualTo(3 * 33);
    }

    @Test
    void shapesThatDoNotBelongTogetherAreRefused() {
        Loss loss = ErrorToSignal.plain();
        assertThatThrownBy(() -> of(loss, mono(1, 2), mono(1)))
                .hasMessage(
                        "error to signal: expected a target of 2 frames x 1 lanes like the output, got 1 x 1");
        assertThatThrownBy(() -> of(loss, mono(1, 2), new Frames(2, 2, 1, new float[4])))
                .hasMessage(
                        "error to signal: expected an output of 2 channels for a target of 2, got 1");
        assertThatThrownBy(() -> loss.value(mono(1), mono(1), new float[2]))
                .hasMessage(
                        "error to signal 'mask': expected 1 weights (1 frames x 1 lanes), got 2");
        assertThatThrownBy(() -> loss.value(mono(1), mono(1), new float[1]))
                .hasMessage("error to signal 'mask': expected some weight above 0, got zeros only");
        assertThatThrownBy(() ->
                        loss.evaluate(mono(1), mono(1), new float[] {1}, Frames.zeros(2, 1, 1)))
                .hasMessageContaining("'gradient': expected 1 frames");
        assertThatThrownBy(() -> of(MultiResolutionStft.yamamoto(), mono(1), mono(1)))
                .hasMessageContaining("segments of more than 512 frames");
        assertThatThrownBy(() -> new Frames(2, 2, 2, new float[7]))
                .hasMessage("frames: expected 8 values (2 frames x 2 wide x 2 lanes), got 7");
    }
}
