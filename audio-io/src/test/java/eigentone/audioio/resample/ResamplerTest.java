package eigentone.audioio.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ripple, images, length, place and bits of the resampler.
///
/// Measured by `ripplesAndImages`, the largest of 25 sines in and 24 above the pass band; the
/// ripple is at most 0.00001 dB at every pair:
///
/// | rates in Hz | images and aliases in dB |
/// |---|---|
/// | 44100 to 48000 and back | -116.1, -117.2 |
/// | 44100 to 96000 and back | -116.6, -117.0 |
/// | 48000 to 96000 and back | -119.0, -124.1 |
/// | 96000 to 192000, 192000 to 48000 | -120.7, -125.8 |
/// | 8000 to 48000 and back | -116.4, -129.1 |
/// | 48000 to 12345 | -119.2 |
/// | 44100 to 47952.048, 47999.9 to 48000 | -116.2, -146.0 |
///
/// `roundTripNulls`: -124 dB.
class ResamplerTest {
    private static final double MAX_RIPPLE_DB = 0.1;
    private static final double MAX_IMAGE_DB = -96;

    @ParameterizedTest
    @CsvSource({
        "44100, 48000",
        "48000, 44100",
        "44100, 96000",
        "96000, 44100",
        "48000, 96000",
        "96000, 48000",
        "96000, 192000",
        "192000, 48000",
        "8000, 48000",
        "48000, 8000",
        "48000, 12345",
        "44100, 47952.048",
        "47999.9, 48000"
    })
    void ripplesAndImages(double fromHz, double toHz) {
        ResamplerQuality quality = ResamplerQuality.of(ResamplerTest::convert, fromHz, toHz);
        assertThat(quality.rippleDb()).isLessThanOrEqualTo(MAX_RIPPLE_DB);
        assertThat(quality.imageDb()).isLessThanOrEqualTo(MAX_IMAGE_DB);
    }

    private static float[] convert(float[] in, double fromHz, double toHz) {
        return Resampler.convert(new float[][] {in}, fromHz, toHz)[0];
    }

    /// The planted fault: straight lines between the samples fail both properties by far.
    @Test
    void linearInterpolationFails() {
        ResamplerQuality quality =
                ResamplerQuality.of(ResamplerTest::straightLines, 44_100, 48_000);
        assertThat(quality.rippleDb()).isGreaterThan(10 * MAX_RIPPLE_DB);
        assertThat(quality.imageDb()).isGreaterThan(MAX_IMAGE_DB + 40);
    }

    private static float[] straightLines(float[] in, double fromHz, double toHz) {
        float[] out = new float[(int) Math.ceil(in.length * toHz / fromHz)];
        for (int m = 0; m < out.length; m++) {
            double at = m * fromHz / toHz;
            int n = (int) at;
            float next = n + 1 < in.length ? in[n + 1] : 0;
            out[m] = (float) (in[n] + (at - n) * (next - in[n]));
        }
        return out;
    }

    @Test
    void roundTripNulls() {
        Random random = new Random(3);
        int frames = 44_100;
        double[] sum = new double[frames];
        for (int s = 0; s < 60; s++) {
            double hz = 30 * Math.pow(20_000 / 30.0, random.nextDouble());
            double phase = random.nextDouble();
            for (int n = 0; n < frames; n++) {
                sum[n] += 0.02 * Math.sin(2 * Math.PI * (hz * n / 44_100 + phase));
            }
        }
        float[] in = new float[frames];
        for (int n = 0; n < frames; n++) {
            in[n] = (float) sum[n];
        }
        float[] back = convert(convert(in, 44_100, 48_000), 48_000, 44_100);
        assertThat(back).hasSizeGreaterThanOrEqualTo(frames);
        double error = 0;
        double signal = 0;
        for (int n = 400; n < frames - 400; n++) {
            error += Math.pow(back[n] - in[n], 2);
            signal += Math.pow(in[n], 2);
        }
        double nullDb = 10 * Math.log10(error / signal);
        assertThat(nullDb).isLessThanOrEqualTo(-80);
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 48000",
        "48000, 44100",
        "48000, 12345",
        "8000, 48000",
        "44100, 47952.048",
        "192000, 8000"
    })
    void aConstantKeepsItsValue(double fromHz, double toHz) {
        float[] in = new float[(int) fromHz];
        java.util.Arrays.fill(in, 0.7f);
        float[] out = convert(in, fromHz, toHz);
        int edge = (int) (0.1 * toHz);
        double worst = 0;
        for (int m = edge; m < out.length - edge; m++) {
            worst = Math.max(worst, Math.abs(out[m] / (double) 0.7f - 1));
        }
        assertThat(worst).isLessThanOrEqualTo(1e-6);
    }

    /// An impulse whose place is a whole frame at both rates comes out symmetric around that frame.
    @ParameterizedTest
    @CsvSource({
        "44100, 48000, 14700, 16000",
        "48000, 44100, 16000, 14700",
        "48000, 96000, 1000, 2000",
        "96000, 48000, 2000, 1000",
        "48000, 12345, 32000, 8230",
        "8000, 48000, 1234, 7404"
    })
    void anImpulseLandsAtItsPlace(double fromHz, double toHz, int place, int expected) {
        float[] in = new float[2 * place];
        in[place] = 1;
        float[] out = convert(in, fromHz, toHz);
        int top = 0;
        for (int m = 0; m < out.length; m++) {
            top = Math.abs(out[m]) > Math.abs(out[top]) ? m : top;
        }
        assertThat(top).isEqualTo(expected);
        for (int k = 1; k < 60; k++) {
            assertThat(out[expected - k]).isCloseTo(out[expected + k], within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 48000, 0, 0",
        "44100, 48000, 1, 2",
        "44100, 48000, 147, 160",
        "44100, 48000, 148, 162",
        "48000, 44100, 160, 147",
        "48000, 44100, 161, 148",
        "48000, 8000, 1, 1",
        "48000, 8000, 12, 2"
    })
    void lengthIsTheQuotientRoundedUp(double fromHz, double toHz, int frames, int expected) {
        assertThat(convert(new float[frames], fromHz, toHz)).hasSize(expected);
        assertThat(new Resampler(fromHz, toHz, 1).framesFor(frames)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 48000, 1",
        "48000, 12345, 2",
        "44100, 47952.048, 3",
        "192000, 8000, 4",
        "8000, 48000, 5"
    })
    void anySplitGivesTheSameBits(double fromHz, double toHz, long seed) {
        Random random = new Random(seed);
        int frames = 20_000;
        float[][] in = new float[2][frames];
        for (int n = 0; n < frames; n++) {
            in[0][n] = random.nextFloat() - 0.5f;
            in[1][n] = random.nextFloat() - 0.5f;
        }
        float[][] whole = Resampler.convert(in, fromHz, toHz);
        Resampler resampler = new Resampler(fromHz, toHz, 2);
        float[][] split = new float[2][whole[0].length];
        int made = 0;
        for (int at = 0; at < frames; ) {
            int to = Math.min(frames, at + random.nextInt(900));
            int written = resampler.process(in, at, to, split, made);
            assertThat(written).isLessThanOrEqualTo(resampler.maxOutputFrames(to - at));
            made += written;
            at = to;
        }
        made += resampler.finish(split, made);
        assertThat(made).isEqualTo(whole[0].length);
        assertThat(split[0]).isEqualTo(whole[0]);
        assertThat(split[1]).isEqualTo(whole[1]);
    }

    @Test
    void equalRatesCopy() {
        float[] in = {0.5f, -0.25f, 1, 0, 0.125f};
        assertThat(convert(in, 48_000, 48_000)).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100.5, 47_952.047952047955, 48_000.048, 11_025.33333})
    void oddRatesAreApproximatedWithinABillionth(double rateHz) {
        Ratio ratio = Ratio.of(rateHz, 48_000);
        double exact = 48_000 / rateHz;
        assertThat((double) ratio.up() / ratio.down()).isCloseTo(exact, within(1e-14 * exact));
        assertThat(Ratio.of(44_100, 48_000)).isEqualTo(new Ratio(160, 147));
        assertThat(Ratio.of(48_000, 12_345)).isEqualTo(new Ratio(823, 3200));
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> new Resampler(0, 48_000, 1)).hasMessageContaining("'fromHz'");
        assertThatThrownBy(() -> new Resampler(48_000, Double.NaN, 1))
                .hasMessageContaining("'toHz'");
        assertThatThrownBy(() -> new Resampler(48_000, 40, 1)).hasMessageContaining("1000 times");
        assertThatThrownBy(() -> new Resampler(48_000, 44_100, 0)).hasMessageContaining("got 0");
        Resampler resampler = new Resampler(48_000, 44_100, 1);
        assertThatThrownBy(() -> resampler.process(new float[1][4], 0, 5, new float[1][9], 0))
                .hasMessageContaining("got 0..5");
        resampler.finish(new float[1][9], 0);
        assertThatThrownBy(() -> resampler.process(new float[1][4], 0, 4, new float[1][9], 0))
                .isInstanceOf(IllegalStateException.class);
    }
}
