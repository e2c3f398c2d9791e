package eigentone.audioio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PitchTest {
    private static final double RATE_HZ = 48_000;

    /// The figure in the class's documentation; presets are asked for 0.5.
    private static final double MAX_ERROR_CENTS = 0.05;

    private static void assertPitch(float[] mono, double hz, double expectedHz) {
        double found = Pitch.hz(mono, RATE_HZ, expectedHz);
        assertThat(Math.abs(Pitch.cents(found, hz)))
                .as("found %s Hz for %s Hz", found, hz)
                .isLessThan(MAX_ERROR_CENTS);
    }

    @ParameterizedTest
    @CsvSource({
        "27.5, 1.0",
        "55.013, 0.5",
        "110.7, 0.3",
        "261.6256, 0.2",
        "440, 0.1",
        "1234.5, 0.05",
        "4186, 0.02"
    })
    void harmonicSoundsOfTwentyPeriodsAndMore(double hz, double seconds) {
        int frames = (int) (RATE_HZ * seconds);
        double[] amplitudes = new double[12];
        for (int k = 0; k < amplitudes.length; k++) {
            amplitudes[k] = (k + 1) * hz < 20_000 ? 0.3 / (k + 1) : 0;
        }
        float[] tone = Signals.harmonics(hz, RATE_HZ, frames, amplitudes);
        assertPitch(tone, hz, hz);
        assertPitch(tone, hz, hz * 1.12);
        assertPitch(tone, hz, hz / 1.15);
    }

    @Test
    void pureSine() {
        assertPitch(Signals.sine(997.3, 0.1, 0.2, RATE_HZ, 24_000), 997.3, 1000);
    }

    @Test
    void weakAndMissingFundamentals() {
        assertPitch(Signals.harmonics(220.5, RATE_HZ, 24_000, 0.01, 0.3, 0.2, 0.1), 220.5, 220);
        assertPitch(Signals.harmonics(220.5, RATE_HZ, 24_000, 0, 0.3, 0.2, 0.1, 0.1), 220.5, 225);
    }

    /// A stretched string is as high as its fundamental, not as its harmonics suggest.
    @Test
    void stretchedHarmonicsDoNotPullThePitch() {
        float[] sum = Signals.sine(110, 0.3, 0, RATE_HZ, 48_000);
        for (int k = 2; k <= 8; k++) {
            double hz = 110 * k * Math.sqrt(1 + 0.0004 * k * k);
            sum = Signals.sum(sum, Signals.sine(hz, 0.3 / k, 0.1 * k, RATE_HZ, 48_000));
        }
        assertPitch(sum, 110, 110);
    }

    @Test
    void noiseBelowTheToneIsTolerated() {
        float[] tone = Signals.harmonics(330, RATE_HZ, 96_000, 0.3, 0.2, 0.1);
        double found = Pitch.hz(Signals.sum(tone, Signals.noise(1, 0.003, 96_000)), RATE_HZ, 330);
        assertThat(Math.abs(Pitch.cents(found, 330))).isLessThan(0.2);
    }

    /// Planted: a tone one cent out of tune is told from one in tune.
    @Test
    void aCentIsSeen() {
        double hz = 440 * Math.pow(2, 1 / 1200.0);
        float[] tone = Signals.harmonics(hz, RATE_HZ, 24_000, 0.3, 0.2, 0.1);
        assertThat(Pitch.cents(Pitch.hz(tone, RATE_HZ, 440), 440)).isBetween(0.95, 1.05);
    }

    @Test
    void silenceHasNoPitch() {
        assertThat(Pitch.hz(new float[48_000], RATE_HZ, 440)).isNaN();
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> Pitch.hz(new float[480], RATE_HZ, 100))
                .hasMessageContaining("at least 10 periods of 100.0 Hz, got 1.0");
        assertThatThrownBy(() -> Pitch.hz(new float[480], RATE_HZ, 24_000))
                .hasMessageContaining("'expectedHz'");
        assertThatThrownBy(() -> Pitch.hz(new float[480], -1, 100))
                .hasMessageContaining("'sampleRateHz'");
    }
}
