package eigentone.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Within 10 cents from 60 Hz to 1 kHz.
class PitchAccuracyTest {
    private static final double CENTS = 10;

    /// Deviations of every window but those of the beginning; one without pitch is infinite.
    private static List<Double> cents(float[] x, double rateHz, double hz, double fromSeconds) {
        FeatureTracker tracker = new FeatureTracker(rateHz, FeatureTracker.Attention.USUAL);
        List<Double> cents = new ArrayList<>();
        tracker.feed(
                x,
                0,
                x.length,
                h -> {
                    if (h.endFrame() > fromSeconds * rateHz) {
                        cents.add(
                                h.hasPitch()
                                        ? Sounds.cents(Sounds.hz(h.pitch()), hz)
                                        : Double.POSITIVE_INFINITY);
                    }
                });
        return cents;
    }

    /// Also at tones whose period is a whole number of frames (480, 960 Hz).
    @ParameterizedTest
    @CsvSource({"44100, false", "44100, true", "48000, false", "48000, true"})
    void everyWindowOfSteadyTones(double rateHz, boolean saw) {
        List<Double> tones = new ArrayList<>(List.of(120.0, 480.0, 960.0, 1000.0));
        for (double hz = 60; hz < 1000; hz *= Math.pow(2, 1 / 4.0)) {
            tones.add(hz);
        }
        double worst = 0;
        for (double hz : tones) {
            for (double c : cents(Sounds.tone(rateHz, hz, 0.15, saw, 0), rateHz, hz, 0.05)) {
                worst = Math.max(worst, Math.abs(c));
            }
        }
        System.out.printf("pitch, %.0f Hz, saw %s: worst %.2f cents%n", rateHz, saw, worst);
        assertThat(worst).isLessThan(CENTS);
    }

    @ParameterizedTest
    @CsvSource({"44100, 65", "48000, 220", "48000, 900"})
    void theMeanOfAVibrato(double rateHz, double hz) {
        // Two turns of the vibrato.
        float[] x = Sounds.tone(rateHz, hz, 0.1 + 2 / 5.5, true, 0.5);
        double mean =
                cents(x, rateHz, hz, 0.1).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow();
        assertThat(mean).isCloseTo(0, within(CENTS));
    }

    /// Every second note of an octave and a half around the middle, by bundled presets.
    @ParameterizedTest
    @CsvSource({"lstm-clarinet, 48000", "elman-bass, 44100", "chorale, 48000"})
    void notesOfRecurrentNetworks(String preset, double rateHz) throws IOException {
        for (int key : new int[] {38, 47, 56, 65, 74, 83}) {
            double hz = Sounds.hz(key);
            // A network settles; the median leaves out what its room adds.
            List<Double> cents = cents(Sounds.preset(preset, rateHz, key, 0.9), rateHz, hz, 0.5);
            Collections.sort(cents);
            assertThat(cents.get(cents.size() / 2)).as("key " + key).isCloseTo(0, within(CENTS));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-6, -40})
    void noiseAndSilenceHaveNone(double db) {
        assertThat(cents(Sounds.noise(48_000, 1, db), 48_000, 440, 0))
                .containsOnly(Double.POSITIVE_INFINITY);
    }

    @Test
    void aToneBelowTheGateHasNone() {
        float[] x = Sounds.tone(48_000, 440, 0.2, false, 0);
        for (int t = 0; t < x.length; t++) {
            x[t] *= 1e-3f;
        }
        assertThat(cents(x, 48_000, 440, 0)).containsOnly(Double.POSITIVE_INFINITY);
    }
}
