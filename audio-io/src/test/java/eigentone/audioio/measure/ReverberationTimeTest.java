package eigentone.audioio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverberationTimeTest {
    private static final double RATE_HZ = 48_000;

    /// Noise that falls by 60 dB in the given time.
    private static float[] decayingNoise(double t60Seconds, double seconds, long seed) {
        float[] out = Signals.noise(seed, 0.2, (int) (seconds * RATE_HZ));
        for (int n = 0; n < out.length; n++) {
            out[n] *= (float) Math.pow(10, -3 * n / RATE_HZ / t60Seconds);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.15, 1", "0.5, 0.6, 2", "2, 2, 3", "8, 8, 4"})
    void knownDecaysAreRead(double t60Seconds, double seconds, long seed) {
        float[] response = decayingNoise(t60Seconds, seconds, seed);
        ReverberationTime.Decay t30 = ReverberationTime.t30(response, RATE_HZ);
        assertThat(t30.t60Seconds()).isCloseTo(t60Seconds, within(0.03 * t60Seconds));
        assertThat(t30.deviationDb()).isLessThan(0.5);
        assertThat(ReverberationTime.t60Seconds(response, RATE_HZ)).isEqualTo(t30.t60Seconds());
        assertThat(ReverberationTime.t20(response, RATE_HZ).t60Seconds())
                .isCloseTo(t60Seconds, within(0.04 * t60Seconds));
    }

    @Test
    void aDelayBeforeTheSoundChangesNothing() {
        float[] response = decayingNoise(1, 1.2, 5);
        float[] later = new float[response.length + 12_000];
        System.arraycopy(response, 0, later, 12_000, response.length);
        assertThat(ReverberationTime.t60Seconds(later, RATE_HZ))
                .isCloseTo(ReverberationTime.t60Seconds(response, RATE_HZ), within(1e-9));
    }

    /// Planted: two rates of decay are reported as a bent curve.
    @Test
    void aDoubleSlopeDeviates() {
        float[] fast = decayingNoise(0.3, 3, 6);
        float[] slow = decayingNoise(3, 3, 7);
        for (int n = 0; n < slow.length; n++) {
            slow[n] *= 0.02f;
        }
        assertThat(ReverberationTime.t30(Signals.sum(fast, slow), RATE_HZ).deviationDb())
                .isGreaterThan(1);
    }

    @Test
    void whatDoesNotDecayFarEnoughHasNone() {
        assertThat(ReverberationTime.t60Seconds(decayingNoise(4, 1, 8), RATE_HZ)).isNaN();
        assertThat(ReverberationTime.t60Seconds(new float[4800], RATE_HZ)).isNaN();
        assertThat(ReverberationTime.t60Seconds(new float[0], RATE_HZ)).isNaN();
        assertThat(ReverberationTime.t60Seconds(new float[] {1}, RATE_HZ)).isNaN();
        assertThat(ReverberationTime.t60Seconds(Signals.noise(1, 0.1, 48_000), RATE_HZ)).isNaN();
    }
}
