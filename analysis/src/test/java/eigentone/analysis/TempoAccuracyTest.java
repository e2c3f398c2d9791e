package eigentone.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Within 2 % from 60 to 180 beats per minute.
class TempoAccuracyTest {
    private static final double PART = 0.02;

    private static double tempo(double rateHz, double beatsPerMinute, double jitterSeconds) {
        float[] x = Sounds.noise(rateHz, 10, -70);
        SplittableRandom random = new SplittableRandom((long) beatsPerMinute);
        for (double s = 0.4; s < 9.5; s += 60 / beatsPerMinute) {
            double at = s + jitterSeconds * (2 * random.nextDouble() - 1);
            Sounds.strike(x, rateHz, Sounds.Kind.CLICK, -12, at);
        }
        double[] last = {Double.NaN};
        FeatureTracker tracker = new FeatureTracker(rateHz, FeatureTracker.Attention.USUAL);
        tracker.feed(x, 0, x.length, h -> last[0] = Double.isNaN(h.tempo()) ? last[0] : h.tempo());
        return last[0];
    }

    @ParameterizedTest
    @CsvSource({"44100, 0, 0", "48000, 0, 0", "48000, 0.015, 1"})
    void hearsTheTempo(double rateHz, double jitterSeconds, int octaveErrorsAllowed) {
        int octaves = 0, wrong = 0, tracks = 0;
        double worst = 0;
        for (double bpm = 60; bpm <= 180; bpm += 8) {
            double heard = tempo(rateHz, bpm, jitterSeconds);
            double octave = Math.rint(Math.log(heard / bpm) / Math.log(2));
            double off = Math.abs(heard / bpm / Math.pow(2, octave) - 1);
            tracks++;
            octaves += octave == 0 ? 0 : 1;
            wrong += off <= PART ? 0 : 1;
            worst = Math.max(worst, off);
        }
        System.out.printf(
                "tempo, %.0f Hz, jitter %.0f ms: %d tracks, worst %.2f %%, %d an octave off%n",
                rateHz, 1e3 * jitterSeconds, tracks, 100 * worst, octaves);
        assertThat(wrong).isZero();
        assertThat(octaves).isLessThanOrEqualTo(octaveErrorsAllowed);
    }
}
