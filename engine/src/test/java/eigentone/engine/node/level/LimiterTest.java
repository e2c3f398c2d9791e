package eigentone.engine.node.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Kaiser;
import eigentone.engine.node.Play;
import eigentone.engine.node.Spectrum;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The limiter against a meter of its own: 16 points per frame, a sinc of 128 frames.
class LimiterTest {
    private static final double CEILING_DB = -1, TOLERANCE_DB = 0.1;
    private static final int FRAMES = 6000, HALF = 64, POINTS = 16;

    private static double truePeakDb(double[] x) {
        double[][] rows = new double[POINTS][2 * HALF];
        for (int p = 0; p < POINTS; p++) {
            for (int i = 0; i < 2 * HALF; i++) {
                double t = i - (HALF - 1) - (double) p / POINTS;
                rows[p][i] = Kaiser.sinc(t, t / HALF, 9);
            }
            double sum = Arrays.stream(rows[p]).sum();
            for (int i = 0; i < 2 * HALF; i++) {
                rows[p][i] /= sum;
            }
        }
        double most = 0;
        for (int n = HALF; n < x.length - HALF; n++) {
            for (double[] row : rows) {
                double y = 0;
                for (int i = 0; i < row.length; i++) {
                    y += row[i] * x[n - HALF + 1 + i];
                }
                most = Math.max(most, Math.abs(y));
            }
        }
        return Spectrum.decibels(most);
    }

    private static double[] limited(double[] x, double rateHz) {
        return Play.live(new Limiter(1), rateHz)
                .set("release", 0.02)
                .set("ceiling", CEILING_DB)
                .feed("in", x)
                .out(FRAMES);
    }

    private static void holdsTheCeiling(double[] x, double rateHz) {
        assertThat(truePeakDb(x)).isGreaterThan(3);
        double[] y = limited(x, rateHz);
        // Held, and not by being far too quiet.
        assertThat(truePeakDb(y)).isBetween(CEILING_DB - 0.3, CEILING_DB + TOLERANCE_DB);
    }

    @ParameterizedTest
    @ValueSource(doubles = {44100, 48000, 96000})
    void peaksBetweenTheSamplesAreHeld(double rateHz) {
        double[] x = new double[FRAMES];
        for (int n = 0; n < FRAMES; n++) {
            // Every sample is sqrt(2); the curve through them reaches 2.
            x[n] = 2 * Math.sin(Math.PI / 2 * n + Math.PI / 4);
        }
        holdsTheCeiling(x, rateHz);
    }

    @ParameterizedTest
    @ValueSource(doubles = {60, 997, 14000, 19000})
    void sinesAreHeld(double hz) {
        holdsTheCeiling(Play.sine(hz, 2, 48000, FRAMES), 48000);
    }

    @Test
    void clicksAreHeld() {
        double[] x = new double[FRAMES];
        for (int n = 100; n < FRAMES; n += 331) {
            x[n] = 4;
            x[n + 1] = n % 2 == 0 ? 4 : 0;
        }
        holdsTheCeiling(x, 48000);
    }

    /// Up to 20 kHz. White noise up to half the rate has no true peak that two filters agree on.
    @Test
    void noiseIsHeld() {
        SplittableRandom random = new SplittableRandom(7);
        double[] white = new double[FRAMES + 256], x = new double[FRAMES];
        Arrays.setAll(white, i -> 6 * random.nextGaussian());
        for (int n = 0; n < FRAMES; n++) {
            for (int k = -128; k < 128; k++) {
                x[n] += 0.83 * Kaiser.sinc(0.8 * k, k / 128.0, 9) / 1093.6 * white[n + 128 + k];
            }
        }
        holdsTheCeiling(x, 48000);
    }

    @Test
    void softSoundsPassUntouchedButLate() {
        double[] x = Play.sine(997, 0.5, 48000, 500);
        double[] y = Play.live(new Limiter(1), 48000).feed("in", x).out(500);
        int late = Limiter.latencyFrames(48000);
        for (int n = late; n < 500; n++) {
            assertThat(y[n]).isEqualTo((float) x[n - late]);
        }
    }

    @Test
    void bothChannelsGetOneGainAndItRecovers() {
        double[] loud = Play.sine(997, 4, 48000, 3000), soft = Play.steady(0.1, 30000);
        double[][] y =
                Play.live(Limiter.TYPE, 48000)
                        .feed("in", loud, soft)
                        .set("release", 0.05)
                        .run(30000)
                        .get("out");
        double ceiling = Math.pow(10, -1 / 20.0);
        assertThat(y[1][2000]).isCloseTo(0.1 * ceiling / 4, within(1e-3));
        // The release is an exponential of 50 ms: after 0.1 s e^-2 of the reduction is left.
        double left = (1 - ceiling / 4) * Math.exp(-2);
        assertThat(y[1][3000 + 4800 + 60]).isCloseTo(0.1 * (1 - left), within(2e-3));
        assertThat(y[1][29999]).isCloseTo(0.1, within(1e-3));
    }
}
