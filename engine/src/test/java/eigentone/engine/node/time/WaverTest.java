package eigentone.engine.node.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Response;
import eigentone.engine.node.Spectrum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chorus and flanger: delays that move.
class WaverTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "4, 1", "4, 2", "8, 2"})
    void chorusIsAsLoudAsItsInput(int voices, int channels) {
        double[] x = Response.noise(4, 96000);
        double[][] y =
                Play.live(new Chorus(voices, channels), 48000)
                        .set("mix", 1)
                        .feed("in", channels == 1 ? new double[][] {x} : new double[][] {x, x})
                        .run(96000)
                        .get("out");
        double dry = Response.rms(x, 4800, 96000);
        for (double[] side : y) {
            double db = 20 * Math.log10(Response.rms(side, 4800, 96000) / dry);
            // Cubic interpolation takes some of the highest octave of white noise.
            assertThat(db).isBetween(-1.2, 0.3);
        }
    }

    @Test
    void chorusSpreadsATonesPitchByItsDepthAndRate() {
        double[] x = Play.sine(1000, 1, 48000, 65536);
        Play r = Play.live(new Chorus(1, 1), 48000).set("mix", 1).feed("in", x);
        r.set("time", 0.02).set("depth", 0.125).set("rate", 2);
        double[] y = r.out(65536);
        // The Doppler shift of a delay 0.0025 s sin(2 pi 2 t) is at most 2 pi 2 * 0.0025 = 3.1 %.
        double least = 1e9, most = 0;
        for (int n = 9600; n + 1200 < y.length; n += 1200) {
            double hz = crossings(y, n, n + 1200);
            least = Math.min(least, hz);
            most = Math.max(most, hz);
        }
        assertThat(most).isCloseTo(1031.4, within(2.0));
        assertThat(least).isCloseTo(968.6, within(2.0));
    }

    private static double crossings(double[] y, int from, int to) {
        double first = -1, last = -1;
        int count = 0;
        for (int n = from + 1; n < to; n++) {
            if (y[n - 1] < 0 && y[n] >= 0) {
                last = n - y[n] / (y[n] - y[n - 1]);
                first = first < 0 ? last : first;
                count++;
            }
        }
        return (count - 1) * 48000 / (last - first);
    }

    @Test
    void movingTapsAreClean() {
        double[] x = Play.sine(1000, 1, 48000, 65536);
        double[] y =
                Play.live(new Chorus(1, 1), 48000)
                        .set("mix", 1)
                        .set("depth", 0.02)
                        .set("rate", 0.1)
                        .feed("in", x)
                        .out(65536);
        Spectrum s = Spectrum.of(y, 48000);
        double beside = Math.sqrt(s.power(1500, 24000) / s.power(900, 1100));
        assertThat(Spectrum.decibels(beside)).isLessThan(-80);
    }

    @Test
    void flangerAtRestIsACombWithItsNotches() {
        double rate = 48000;
        double[] h =
                Play.live(new Flanger(false, 1), rate)
                        .set("depth", 0)
                        .set("time", 0.002)
                        .set("feedback", 0)
                        .click()
                        .out(4800);
        // Middle of the sweep: 48 frames and the two that the interpolation needs.
        double notch = rate / 50 / 2;
        assertThat(Response.gain(h, notch, rate)).isLessThan(1e-3);
        assertThat(Response.gain(h, 2 * notch, rate)).isCloseTo(1, within(1e-3));
    }

    @Test
    void throughZeroMeetsItsDrySound() {
        double[] x = Response.noise(6, 48000);
        double[] y =
                Play.live(new Flanger(true, 1), 48000)
                        .set("depth", 0)
                        .set("feedback", 0)
                        .set("mix", 0.5)
                        .set("time", 0.002)
                        .feed("in", x)
                        .out(48000);
        for (int n = 50; n < 48000; n++) {
            assertThat(y[n]).isCloseTo(x[n - 50], within(1e-3));
        }
    }
}
