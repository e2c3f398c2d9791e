package eigentone.app.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrogramTest {
    private static final double RATE_HZ = 48_000;

    static float[] sine(double hz, double amplitude, double rateHz, int frames) {
        float[] out = new float[frames];
        for (int n = 0; n < frames; n++) {
            out[n] = (float) (amplitude * Math.sin(2 * Math.PI * hz * n / rateHz));
        }
        return out;
    }

    private static Spectrogram of(float[]... channels) {
        return Spectrogram.of(channels, RATE_HZ, 60, 500, 20, 20_000);
    }

    private static int brightestRow(Spectrogram spectrogram, int column) {
        int best = 0;
        for (int r = 0; r < spectrogram.rows(); r++) {
            if (spectrogram.levelDb(column, r) > spectrogram.levelDb(column, best)) {
                best = r;
            }
        }
        return best;
    }

    /// In every range of the axis, and where one window length gives way to the next.
    @ParameterizedTest
    @CsvSource({"41", "98", "300", "390", "500", "1000", "1340", "1800", "5000", "15000"})
    void aSineIsBrightestAtItsFrequencyWithItsLevel(double hz) {
        Spectrogram spectrogram = of(sine(hz, 0.5, RATE_HZ, 96_000));
        for (int column : new int[] {10, 30, 50}) {
            int row = brightestRow(spectrogram, column);
            double semitones = 12 * Math.log(spectrogram.hz(row) / hz) / Math.log(2);
            assertThat(semitones).isBetween(-1.0, 1.0);
            assertThat(spectrogram.levelDb(column, row)).isCloseTo(-6.02f, within(0.5f));
        }
        assertThat(spectrogram.greatestDb()).isCloseTo(-6.02f, within(0.5f));
    }

    /// Planted: a tone half the way through is seen in the second half only.
    @Test
    void timeRunsFromLeftToRight() {
        float[] late = new float[96_000];
        System.arraycopy(sine(2000, 0.5, RATE_HZ, 48_000), 0, late, 48_000, 48_000);
        Spectrogram spectrogram = of(late);
        int row = (int) Math.round(spectrogram.row(2000));
        assertThat(spectrogram.levelDb(20, row)).isEqualTo(Spectrogram.FLOOR_DB);
        assertThat(spectrogram.levelDb(40, row)).isGreaterThan(-8);
    }

    @Test
    void everyChannelShowsItsOwnTone() {
        Spectrogram spectrogram =
                of(sine(200, 0.5, RATE_HZ, 48_000), sine(3000, 0.1, RATE_HZ, 48_000));
        assertThat(spectrogram.levelDb(30, (int) Math.round(spectrogram.row(200))))
                .isCloseTo(-6, within(1f));
        assertThat(spectrogram.levelDb(30, (int) Math.round(spectrogram.row(3000))))
                .isCloseTo(-20, within(1f));
    }

    @Test
    void rowsAndFrequenciesAreInverse() {
        Spectrogram spectrogram = of(new float[100]);
        assertThat(spectrogram.hz(0)).isCloseTo(20, within(1e-9));
        assertThat(spectrogram.hz(499)).isCloseTo(20_000, within(1e-6));
        assertThat(spectrogram.row(spectrogram.hz(123))).isCloseTo(123, within(1e-9));
    }

    @Test
    void silentEmptyAndTinySoundsStayAtTheFloor() {
        for (int frames : new int[] {0, 1, 7, 5000}) {
            assertThat(of(new float[frames]).greatestDb()).isEqualTo(Spectrogram.FLOOR_DB);
        }
        assertThat(of(new float[] {1}).greatestDb()).isGreaterThan(Spectrogram.FLOOR_DB);
        assertThat(of(new float[] {Float.NaN, 1, Float.POSITIVE_INFINITY}).greatestDb()).isFinite();
    }
}
