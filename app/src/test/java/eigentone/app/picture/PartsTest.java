package eigentone.app.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Axis marks, columns and colours.
class PartsTest {
    @ParameterizedTest
    @CsvSource({
        "0.05, 0.005, 0:00.050",
        "4, 0.5, 0:04.0",
        "60, 5, 1:00",
        "61, 10, 1:00",
        "3600, 300, 1:00:00",
        "7500, 900, 2:00:00",
        "0.0000208, 0.0001, 0:00.0000"
    })
    void timeMarks(double seconds, double step, String last) {
        TimeTicks ticks = TimeTicks.of(seconds, 12);
        assertThat(ticks.stepSeconds()).isEqualTo(step);
        assertThat(ticks.label(ticks.count() - 1)).isEqualTo(last);
    }

    @Test
    void columnsHoldLowestHighestAndRootMeanSquare() {
        float[] samples = {0, 1, 0, -0.5f, 0.25f, 0.25f, 0.25f, 0.25f};
        WaveformColumns columns = WaveformColumns.of(samples, 2);
        assertThat(columns.high()).containsExactly(1, 0.25f);
        assertThat(columns.low()).containsExactly(-0.5f, 0.25f);
        assertThat(columns.rms()[0]).isCloseTo((float) Math.sqrt(1.25 / 4), within(1e-6f));
        assertThat(columns.rms()[1]).isCloseTo(0.25f, within(1e-6f));
        assertThat(columns.peak()).isEqualTo(1);
        assertThat(columns.faulty()).containsExactly(false, false);
    }

    @Test
    void columnsNarrowerThanAFrameFollowTheLine() {
        WaveformColumns columns = WaveformColumns.of(new float[] {0, 1}, 8);
        assertThat(columns.low()[1]).isCloseTo(0.25f, within(1e-6f));
        assertThat(columns.high()[1]).isCloseTo(0.5f, within(1e-6f));
    }

    /// Equal steps of level must be steps of lightness: each colour is lighter than the one before.
    @Test
    void coloursRiseInLightness() {
        double before = -1;
        for (int i = 0; i <= 200; i++) {
            int rgb = ColourMap.rgb(i / 200.0);
            double luminance =
                    0.2126 * linear(rgb >> 16 & 255)
                            + 0.7152 * linear(rgb >> 8 & 255)
                            + 0.0722 * linear(rgb & 255);
            assertThat(luminance).isGreaterThanOrEqualTo(before);
            before = luminance - 1e-4;
        }
        assertThat(before).isGreaterThan(0.85);
        assertThat(ColourMap.rgb(-3)).isEqualTo(ColourMap.rgb(0));
        assertThat(ColourMap.rgb(7)).isEqualTo(ColourMap.rgb(1));
    }

    private static double linear(int coded) {
        double x = coded / 255.0;
        return x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4);
    }
}
