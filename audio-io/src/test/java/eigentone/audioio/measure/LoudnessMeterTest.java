package eigentone.audioio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The minimum requirements of EBU Tech 3341 (table 1) and Tech 3342 (table 1), with the signals
/// made as defined there.
class LoudnessMeterTest {
    private static final double RATE_HZ = 48_000;

    /// Tolerances of the two documents.
    private static final Offset<Double> LOUDNESS = within(0.1);

    private static final Offset<Double> RANGE = within(1.0);

    private static LoudnessMeter stereo(double... levelAndSeconds) {
        return LoudnessMeter.of(
                Signals.same(2, Signals.stretches(RATE_HZ, levelAndSeconds)), RATE_HZ);
    }

    @Test
    void case1And2SteadySines() {
        LoudnessMeter loud = stereo(-23, 20);
        assertThat(loud.integratedLufs()).isCloseTo(-23, LOUDNESS);
        assertThat(loud.momentaryLufs()).isCloseTo(-23, LOUDNESS);
        assertThat(loud.shortTermLufs()).isCloseTo(-23, LOUDNESS);
        LoudnessMeter soft = stereo(-33, 20);
        assertThat(soft.integratedLufs()).isCloseTo(-33, LOUDNESS);
        assertThat(soft.momentaryMaxLufs()).isCloseTo(-33, LOUDNESS);
        assertThat(soft.shortTermMaxLufs()).isCloseTo(-33, LOUDNESS);
    }

    @Test
    void case3And4And5GatesLeaveOutTheQuietParts() {
        assertThat(stereo(-36, 10, -23, 60, -36, 10).integratedLufs()).isCloseTo(-23, LOUDNESS);
        assertThat(stereo(-72, 10, -36, 10, -23, 60, -36, 10, -72, 10).integratedLufs())
                .isCloseTo(-23, LOUDNESS);
        assertThat(stereo(-26, 20, -20, 20.1, -26, 20).integratedLufs()).isCloseTo(-23, LOUDNESS);
    }

    @Test
    void case6SurroundWithAndWithoutLowFrequencyEffects() {
        float[] front = Signals.stretches(RATE_HZ, -28, 20);
        float[] centre = Signals.stretches(RATE_HZ, -24, 20);
        float[] rear = Signals.stretches(RATE_HZ, -30, 20);
        float[] effects = Signals.stretches(RATE_HZ, -3, 20);
        float[][] five = {front, front, centre, rear, rear};
        float[][] fiveOne = {front, front, centre, effects, rear, rear};
        assertThat(LoudnessMeter.of(five, RATE_HZ).integratedLufs()).isCloseTo(-23, LOUDNESS);
        assertThat(LoudnessMeter.of(fiveOne, RATE_HZ).integratedLufs())
                .isEqualTo(LoudnessMeter.of(five, RATE_HZ).integratedLufs());
    }

    @Test
    void case9ShortTermStaysConstant() {
        float[] period = Signals.stretches(RATE_HZ, -20, 1.34, -30, 1.66);
        assertConstant(period, 5, 3, LoudnessMeter::shortTermLufs);
    }

    @Test
    void case12MomentaryStaysConstant() {
        float[] period = Signals.stretches(RATE_HZ, -20, 0.18, -30, 0.22);
        assertConstant(period, 25, 1, LoudnessMeter::momentaryLufs);
    }

    private static void assertConstant(
            float[] period,
            int repeats,
            double afterSeconds,
            ToDoubleFunction<LoudnessMeter> reading) {
        LoudnessMeter meter = new LoudnessMeter(RATE_HZ, 2);
        float[][] planar = Signals.same(2, period);
        for (int r = 0; r < repeats; r++) {
            for (int at = 0; at < period.length; at += 480) {
                meter.add(planar, at, Math.min(at + 480, period.length));
                if (meter.frames() >= afterSeconds * RATE_HZ) {
                    assertThat(reading.applyAsDouble(meter)).isCloseTo(-23, LOUDNESS);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 19})
    void case10And13MaximaAreFoundWhereverTheBurstLies(int n) {
        assertThat(stereo(-200, 0.15 * n, -23, 3, -200, 1).shortTermMaxLufs())
                .isCloseTo(-23, LOUDNESS);
        assertThat(stereo(-200, 0.02 * n, -23, 0.4, -200, 1).momentaryMaxLufs())
                .isCloseTo(-23, LOUDNESS);
    }

    /// Tech 3342 cases 1 to 4.
    @Test
    void loudnessRange() {
        assertThat(stereo(-20, 20, -30, 20).loudnessRangeLu()).isCloseTo(10, RANGE);
        assertThat(stereo(-20, 20, -15, 20).loudnessRangeLu()).isCloseTo(5, RANGE);
        assertThat(stereo(-40, 20, -20, 20).loudnessRangeLu()).isCloseTo(20, RANGE);
        assertThat(stereo(-50, 20, -35, 20, -20, 20, -35, 20, -50, 20).loudnessRangeLu())
                .isCloseTo(15, RANGE);
    }

    /// BS.1770-5 Annex 1: a 997 Hz sine at 0 dBFS in one front channel reads -3.01 LKFS.
    @Test
    void fullScaleSineInOneChannel() {
        float[][] mono = {Signals.sine(997, 1, 0, RATE_HZ, 96_000)};
        assertThat(LoudnessMeter.of(mono, RATE_HZ).integratedLufs()).isCloseTo(-3.01, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(doubles = {8000, 11_025, 22_050, 44_100, 88_200, 96_000, 192_000, 352_800})
    void everyRateReadsTheSame(double rateHz) {
        float[][] mono = {Signals.sine(997, 0.1, 0, rateHz, (int) (4 * rateHz))};
        assertThat(LoudnessMeter.of(mono, rateHz).integratedLufs()).isCloseTo(-23.01, within(0.01));
    }

    @Test
    void kWeightingAt48kIsTheStandards() {
        KWeighting filter = new KWeighting(RATE_HZ);
        assertThat(filter.shelfCoefficients())
                .containsExactly(
                        new double[] {
                            1.53512485958697,
                            -2.69169618940638,
                            1.19839281085285,
                            -1.69065929318241,
                            0.73248077421585
                        },
                        within(1e-13));
        assertThat(filter.highPassCoefficients())
                .containsExactly(
                        new double[] {1, -2, 1, -1.99004745483398, 0.99007225036621},
                        within(1e-13));
    }

    /// What would fail if the weighting were left out: 60 Hz counts less, 5 kHz counts more.
    @Test
    void weightingFollowsTheEar() {
        double[] lufs = new double[3];
        double[] hz = {60, 997, 5000};
        for (int i = 0; i < 3; i++) {
            float[][] mono = {Signals.sine(hz[i], 0.1, 0, RATE_HZ, 96_000)};
            lufs[i] = LoudnessMeter.of(mono, RATE_HZ).integratedLufs();
        }
        assertThat(lufs[1] - lufs[0]).isBetween(2.5, 5.0);
        assertThat(lufs[2] - lufs[1]).isBetween(3.0, 3.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anySplitGivesTheSameBits(long seed) {
        double rateHz = 44_100;
        float[] left = Signals.noise(seed, 0.1, 300_000);
        float[] right = Signals.sine(440, 0.2, 0, rateHz, 300_000);
        float[][] planar = {left, right};
        LoudnessMeter whole = LoudnessMeter.of(planar, rateHz);
        LoudnessMeter split = new LoudnessMeter(rateHz, 2);
        Random random = new Random(seed);
        int at = 0;
        while (at < left.length) {
            int to = Math.min(left.length, at + random.nextInt(5000));
            split.add(planar, at, to);
            at = to;
        }
        assertThat(readings(split)).isEqualTo(readings(whole));
    }

    private static double[] readings(LoudnessMeter meter) {
        return new double[] {
            meter.integratedLufs(),
            meter.momentaryLufs(),
            meter.shortTermLufs(),
            meter.momentaryMaxLufs(),
            meter.shortTermMaxLufs(),
            meter.loudnessRangeLu()
        };
    }

    @Test
    void silenceAndShortSoundsReadNegativeInfinity() {
        for (int frames : new int[] {0, 1, 19_199, 480_000}) {
            LoudnessMeter meter = LoudnessMeter.of(new float[2][frames], RATE_HZ);
            double[] expected = new double[6];
            Arrays.fill(expected, Double.NEGATIVE_INFINITY);
            expected[5] = 0;
            assertThat(readings(meter)).isEqualTo(expected);
        }
        float[][] click = {Signals.sine(1000, 0.5, 0, RATE_HZ, 19_199)};
        assertThat(LoudnessMeter.of(click, RATE_HZ).integratedLufs())
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void badInputIsNamed() {
        LoudnessMeter meter = new LoudnessMeter(RATE_HZ, 2);
        assertThatThrownBy(() -> meter.add(new float[1][10], 0, 10))
                .hasMessage("loudness meter: expected 2 channels, got 1");
        assertThatThrownBy(() -> meter.add(new float[2][10], 0, 11))
                .hasMessageContaining("got 0..11");
        float[][] broken = new float[2][10];
        broken[1][3] = Float.NaN;
        assertThatThrownBy(() -> meter.add(broken, 0, 10))
                .hasMessage(
                        "loudness meter: expected finite samples, got NaN in channel 1 at frame 3");
        assertThatThrownBy(() -> new LoudnessMeter(4000, 1)).hasMessageContaining("got 4000.0 Hz");
        assertThatThrownBy(() -> new ChannelWeights(new double[] {1, -1}))
                .hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> ChannelWeights.of(0)).hasMessageContaining("got 0");
    }
}
