package eigentone.engine.node.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.catalog.Settings.Recording;
import eigentone.engine.node.Play;
import eigentone.engine.node.Spectrum;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    private static double pitch(double hz) {
        return BandLimitTest.pitch(hz);
    }

    @ParameterizedTest
    @ValueSource(doubles = {220.3, 3951})
    void wavetableHasItsPartialsAndNothingElse(double hz) {
        List<Double> amplitudes = Collections.nCopies(64, 1.0);
        double[] x = Play.live(new Wavetable(amplitudes), 48000).set("pitch", pitch(hz)).out(33000);
        Spectrum s = Spectrum.of(x, 48000);
        assertThat(Spectrum.decibels(s.greatestBeside(hz, 0, 24000)) - s.db(hz)).isLessThan(-80);
        for (int n = 2; n <= 64 && n * hz < 0.35 * 48000; n++) {
            assertThat(s.db(n * hz) - s.db(hz)).isCloseTo(0, within(0.05));
        }
    }

    @Test
    void wavetableScalesItsPeakToOne() {
        double[] x = Play.live(Wavetable.TYPE, 48000).set("pitch", 45).out(2000);
        assertThat(Arrays.stream(x).map(Math::abs).max().orElseThrow()).isCloseTo(1, within(0.01));
    }

    @Test
    void whiteNoiseIsUniformFlatAndIndependent() {
        double[][] x = Play.live(new WhiteNoise(2), 48000).run(1 << 16).get("out");
        double mean = 0, power = 0, next = 0, other = 0;
        int n = x[0].length;
        for (int i = 1; i < n; i++) {
            mean += x[0][i] / n;
            power += x[0][i] * x[0][i] / n;
            next += x[0][i] * x[0][i - 1] / n;
            other += x[0][i] * x[1][i] / n;
        }
        // Four standard errors of the estimates over 65536 frames.
        assertThat(mean).isCloseTo(0, within(0.01));
        assertThat(power).isCloseTo(1 / 3.0, within(0.005));
        assertThat(next).isCloseTo(0, within(0.006));
        assertThat(other).isCloseTo(0, within(0.006));
    }

    /// The filter's own response, taken from the program's constants: no estimate, no variance.
    @ParameterizedTest
    @ValueSource(doubles = {8000, 44100, 48000, 96000, 192000})
    void pinkNoiseFallsByThreeDecibelsAnOctave(double rateHz) {
        double[][] response = PinkNoise.response(rateHz);
        double most = -400, least = 400;
        for (double hz = 20; hz < 0.4167 * rateHz; hz *= 1.05) {
            double db = Spectrum.decibels(magnitude(response, hz / rateHz)) + 10 * Math.log10(hz);
            most = Math.max(most, db);
            least = Math.min(least, db);
        }
        assertThat(most - least).isLessThan(0.3);
    }

    private static double magnitude(double[][] f, double cycles) {
        double w = 2 * Math.PI * cycles, re = f[2][0], im = 0;
        for (int k = 0; k < f[0].length; k++) {
            double a = 1 - f[0][k] * Math.cos(w), b = f[0][k] * Math.sin(w), m = a * a + b * b;
            re += f[1][k] * a / m;
            im -= f[1][k] * b / m;
        }
        double zr = 1 + f[2][1] * Math.cos(w), zi = f[2][1] * Math.sin(w);
        return Math.hypot(re, im) * Math.hypot(zr, zi);
    }

    @Test
    void pinkNoiseHasItsLevelAndEqualOctaves() {
        double[] x = Play.live(PinkNoise.TYPE, 48000).out(1 << 18);
        double power = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
        assertThat(Math.sqrt(power)).isCloseTo(0.25, within(0.02));
        double[] octaves = new double[6];
        for (int from = 0; from + 32768 <= x.length; from += 32768) {
            Spectrum s = Spectrum.of(Arrays.copyOfRange(x, from, from + 32768), 48000);
            Arrays.setAll(octaves, o -> octaves[o] + s.power(310 << o, 620 << o));
        }
        for (double o : octaves) {
            // The lowest octave averages 8 times 212 bins: 0.3 dB of standard error, taken three
            // times.
            assertThat(10 * Math.log10(o / octaves[5])).isCloseTo(0, within(0.9));
        }
    }

    @Test
    void impulseKeepsItsRate() {
        double[] x = Play.live(Impulse.TYPE, 48000).set("rate", 441).out(48000);
        assertThat(x[0]).isEqualTo(1);
        assertThat(Arrays.stream(x).sum()).isCloseTo(441, within(1.0));
        assertThat(Arrays.stream(x).filter(v -> v != 0 && v != 1).count()).isZero();
    }

    @Test
    void impulseFollowsTheGate() {
        Play play = Play.live(new Impulse("gate"), 48000);
        assertThat(play.out(5)).containsOnly(0);
        assertThat(play.set("gate", 1).out(4)).containsExactly(1, 0, 0, 0);
        play.set("gate", 0).out(3);
        assertThat(play.set("gate", 1).out(2)).containsExactly(1, 0);
        assertThat(Play.live(new Impulse("once"), 48000).out(4)).containsExactly(1, 0, 0, 0);
    }

    @Test
    void constantIsItsKnob() {
        assertThat(Play.live(Constant.TYPE, 48000).set("value", -2.5).out(2)).containsOnly(-2.5);
    }

    private static Recording ramp(int n) {
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            y[i] = i + 1;
        }
        return new Recording(y, 48000);
    }

    @Test
    void samplePlayerGivesTheRecordingThenSilence() {
        Play play = Play.live(new SamplePlayer(ramp(40), "none"), 48000);
        assertThat(play.out(3)).containsOnly(0);
        double[] y = play.set("gate", 1).out(60);
        for (int i = 0; i < 60; i++) {
            assertThat(y[i]).isEqualTo(i < 40 ? i + 1 : 0);
        }
        play.set("gate", 0).out(1);
        assertThat(play.set("gate", 1).out(2)).containsExactly(1, 2);
    }

    @Test
    void samplePlayerFollowsPitchRateAndStart() {
        Recording half = new Recording(ramp(400).samples(), 24000);
        double[] y =
                Play.live(new SamplePlayer(half, "none"), 48000)
                        .set("gate", 1)
                        .set("start", 0.25)
                        .set("pitch", 69 - 12)
                        .out(100);
        for (int i = 0; i < 100; i++) {
            assertThat(y[i]).isCloseTo(100 + i * 0.25, within(0.3));
            assertThat(y[i] - y[0]).isCloseTo(i * 0.25, within(1e-5));
        }
    }

    @Test
    void samplePlayerLoopsUntilReleased() {
        Play play =
                Play.live(new SamplePlayer(ramp(100), "until-release"), 48000)
                        .set("loopStart", 0.2)
                        .set("loopEnd", 0.5)
                        .set("gate", 1);
        double[] y = play.out(500);
        for (int i = 0; i < 500; i++) {
            assertThat(y[i]).isEqualTo(i < 50 ? i + 1 : 21 + (i - 20) % 30);
        }
        double[] tail = play.set("gate", 0).out(100);
        assertThat(Arrays.stream(tail).max().orElseThrow()).isEqualTo(100);
        assertThat(tail[99]).isZero();
    }

    @Test
    void samplePlayerBringsASoundOfItsOwn() {
        double[] y = Play.live(SamplePlayer.TYPE.create(Map.of()), 48000).set("gate", 1).out(20000);
        assertThat(Arrays.stream(y).map(Math::abs).max().orElseThrow()).isBetween(0.7, 1.0);
    }

    @Test
    void aRecordingTooLongIsRefused() {
        assertThatThrownBy(() -> new SamplePlayer(new Recording(new float[1 << 24], 48000), "none"))
                .hasMessageContaining("at most 16777208 frames");
    }
}
