package eigentone.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Within 15 ms, at several levels and in noise.
class OnsetAccuracyTest {
    private static final double SECONDS = 0.015;
    private static final int COUNT = 20;

    /// Level of what is struck and of the noise, dBFS.
    private static final double[][] LEVELS = {
        {-6, -200}, {-20, -200}, {-40, -200}, {-6, -60}, {-20, -60}, {-6, -30}, {-20, -45}
    };

    /// A bare sine that is struck while an earlier one of its pitch still rings may be missed.
    private static final int SINES_MISSED = 2;

    private static List<Heard> hear(float[] x, double rateHz) {
        List<Heard> heard = new ArrayList<>();
        // Pitch is of no concern here, and cheap when it is high.
        FeatureTracker.Attention attentive = new FeatureTracker.Attention(600, 1200, -60, 0.06);
        new FeatureTracker(rateHz, attentive)
                .feed(
                        x,
                        0,
                        x.length,
                        h -> {
                            if (h.isOnset()) {
                                heard.add(h);
                            }
                        });
        return heard;
    }

    @ParameterizedTest
    @EnumSource(Sounds.Kind.class)
    void findsAllThatBegins(Sounds.Kind kind) {
        double[] times = Sounds.times(COUNT);
        double worstOfAll = 0, latestOfAll = 0;
        for (double rateHz : new double[] {44_100, 48_000}) {
            for (double[] level : LEVELS) {
                float[] x = Sounds.noise(rateHz, 9, level[1]);
                Sounds.strike(x, rateHz, kind, level[0], times);
                List<Heard> heard = hear(x, rateHz);
                // The noise itself begins at 0.
                heard.removeIf(h -> h.onsetFrame() < 0.4 * rateHz);
                int found = 0;
                double worst = 0, latest = 0;
                for (double s : times) {
                    for (Heard h : heard) {
                        double error = h.onsetFrame() / rateHz - s;
                        if (Math.abs(error) <= SECONDS) {
                            found++;
                            worst = Math.max(worst, Math.abs(error));
                            latest = Math.max(latest, h.endFrame() / rateHz - s);
                        }
                    }
                }
                String what =
                        String.format(
                                Locale.ROOT,
                                "onsets, %s at %.0f in %.0f dBFS, %.0f Hz: %d of %d, %d false, worst %.1f ms, told after %.1f ms at most",
                                kind,
                                level[0],
                                level[1],
                                rateHz,
                                found,
                                COUNT,
                                heard.size() - found,
                                1e3 * worst,
                                1e3 * latest);
                worstOfAll = Math.max(worstOfAll, worst);
                latestOfAll = Math.max(latestOfAll, latest);
                int missed = kind == Sounds.Kind.SINE ? SINES_MISSED : 0;
                assertThat(found).as(what).isBetween(COUNT - missed, COUNT);
                assertThat(heard).as(what).hasSize(found);
            }
        }
        System.out.printf(
                "onsets, %s: worst %.1f ms, told after %.1f ms at most%n",
                kind, 1e3 * worstOfAll, 1e3 * latestOfAll);
    }

    @ParameterizedTest
    @ValueSource(doubles = {60, 82, 220, 700})
    void aSteadyToneWithVibratoBeginsOnce(double hz) {
        assertThat(hear(Sounds.tone(48_000, hz, 3, true, 0.5), 48_000)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-20, -50})
    void noiseBeginsOnce(double db) {
        assertThat(hear(Sounds.noise(44_100, 8, db), 44_100)).hasSize(1);
    }

    /// A louder strike is heard as louder, in dB for dB.
    @ParameterizedTest
    @ValueSource(doubles = {-6, -20, -35})
    void peaksAreThoseOfTheStrike(double db) {
        float[] x = Sounds.noise(48_000, 2, -80);
        Sounds.strike(x, 48_000, Sounds.Kind.CLICK, db, 0.5, 1, 1.5);
        assertThat(hear(x, 48_000))
                .hasSize(3)
                .allSatisfy(h -> assertThat(h.onsetDb()).isBetween(db - 0.5, db + 0.5));
    }
}
