package eigentone.audioio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonHarmonicLinesTest {
    private static final double RATE_HZ = 48_000;
    private static final int FRAMES = 48_000;
    private static final double LIMIT_HZ = 18_000;

    private static float[] clean(double hz) {
        return Signals.harmonics(hz, RATE_HZ, FRAMES, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03);
    }

    /// Only the rounding of float samples is left.
    @ParameterizedTest
    @CsvSource({"440", "997.3", "2093.004"})
    void aCleanToneHasNone(double hz) {
        assertThat(NonHarmonicLines.largest(clean(hz), RATE_HZ, hz, LIMIT_HZ).levelDb())
                .isLessThan(-140);
    }

    /// Planted lines are found with their frequency and level.
    @ParameterizedTest
    @CsvSource({"5321.7, -60", "17500, -90", "123.4, -100", "12077, -120"})
    void plantedLinesAreFound(double hz, double db) {
        float[] line = Signals.sine(hz, 0.3 * Signals.gain(db), 0.3, RATE_HZ, FRAMES);
        NonHarmonicLines.Line found =
                NonHarmonicLines.largest(Signals.sum(clean(997.3), line), RATE_HZ, 997.3, LIMIT_HZ);
        assertThat(found.frequencyHz()).isCloseTo(hz, within(0.1));
        assertThat(found.levelDb()).isCloseTo(db, within(0.5));
    }

    @Test
    void linesAboveTheLimitDoNotCount() {
        float[] line = Signals.sine(19_000.5, 0.03, 0.3, RATE_HZ, FRAMES);
        float[] sum = Signals.sum(clean(997.3), line);
        assertThat(NonHarmonicLines.largest(sum, RATE_HZ, 997.3, LIMIT_HZ).levelDb())
                .isLessThan(-140);
        assertThat(NonHarmonicLines.largest(sum, RATE_HZ, 997.3, 20_000).levelDb())
                .isCloseTo(-20, within(0.1));
    }

    /// A sawtooth made by dropping a ramp folds its harmonics back: the naive oscillator is caught.
    @Test
    void aNaiveSawtoothIsCaught() {
        double hz = 1875.3;
        float[] saw = new float[FRAMES];
        for (int n = 0; n < FRAMES; n++) {
            double cycles = hz * n / RATE_HZ;
            saw[n] = (float) (2 * (cycles - Math.floor(cycles)) - 1);
        }
        assertThat(NonHarmonicLines.largest(saw, RATE_HZ, hz, LIMIT_HZ).levelDb())
                .isBetween(-40.0, -15.0);
    }

    @Test
    void badInputIsNamed() {
        float[] tone = clean(440);
        assertThatThrownBy(() -> NonHarmonicLines.largest(tone, RATE_HZ, 440, 400))
                .hasMessageContaining("fundamental < limit");
        assertThatThrownBy(() -> NonHarmonicLines.largest(new float[960], RATE_HZ, 440, 9000))
                .hasMessageContaining("expected a sound of at least");
        assertThatThrownBy(() -> NonHarmonicLines.largest(new float[FRAMES], RATE_HZ, 440, 9000))
                .hasMessageContaining("expected a line at 440.0 Hz");
    }
}
