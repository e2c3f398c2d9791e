package eigentone.engine.node.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Spectrum;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "-6.0206, 0.5", "20, 10", "-96, 0"})
    void gainIsInDecibels(double db, double expected) {
        double[][] y =
                Play.of(new Gain(2), 48000)
                        .set("gain", db)
                        .feed("in", new double[] {1}, new double[] {-1})
                        .run(1)
                        .get("out");
        assertThat(y[0][0]).isCloseTo(expected, within(1e-5));
        assertThat(y[1][0]).isCloseTo(-expected, within(1e-5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.5, 0, 0.3, 1})
    void panKeepsThePower(double position) {
        double[][] y =
                Play.of(Pan.TYPE, 48000)
                        .set("position", position)
                        .feed("in", new double[] {1})
                        .run(1)
                        .get("out");
        assertThat(Math.hypot(y[0][0], y[1][0])).isCloseTo(1, within(1e-6));
        assertThat(Math.atan2(y[1][0], y[0][0]))
                .isCloseTo((position + 1) * Math.PI / 4, within(1e-6));
    }

    @Test
    void mixAddsItsInputsAtTheirLevels() {
        double[] y =
                Play.of(new Mix(3, 1), 48000)
                        .set("level2", 6.0206)
                        .set("level3", -96)
                        .feed("in1", new double[] {0.25})
                        .feed("in2", new double[] {0.5})
                        .feed("in3", new double[] {8})
                        .out(1);
        assertThat(y[0]).isCloseTo(1.25, within(1e-5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cubic", "tanh"})
    void softClipIsLinearWhenSoftAndHoldsOne(String shape) {
        double[] y =
                Play.of(new SoftClip(shape, 1), 48000)
                        .set("drive", 20)
                        .feed("in", new double[] {1e-4, 1, -5, 1e3})
                        .out(4);
        assertThat(y[0]).isCloseTo(1e-3, within(1e-6));
        assertThat(y[1]).isCloseTo(1, within(1e-6));
        assertThat(y[2]).isCloseTo(-1, within(1e-6));
        assertThat(y[3]).isCloseTo(1, within(1e-6));
    }

    @Test
    void cubicClipMakesOnlyTheThirdHarmonic() {
        double[] x = Play.sine(1500, 1.2, 48000, 8192);
        Spectrum s =
                Spectrum.of(
                        Play.of(new SoftClip("cubic", 1), 48000).feed("in", x).out(8192), 48000);
        assertThat(s.amplitude(4500)).isCloseTo(1.2 * 1.2 * 1.2 / 27, within(1e-3));
        assertThat(s.db(7500)).isLessThan(-90);
    }

    /// The quotient by plain float64 integration of tanh over the line between two samples.
    @Test
    void tanhShaperIsTheMeanOverTheLine() {
        double[] x = {0, 0.05, 0.1, 1.5, -3, -3.05, 20, 19.9, 40, 0, 1e3, 1e3 + 1};
        double[] y = Play.of(new TanhShaper(1), 48000).set("drive", 0).feed("in", x).out(x.length);
        for (int n = 1; n < x.length; n++) {
            double mean = 0;
            for (int i = 0; i < 20000; i++) {
                mean += Math.tanh(x[n - 1] + (x[n] - x[n - 1]) * (i + 0.5) / 20000) / 20000;
            }
            assertThat(y[n]).isCloseTo(mean, within(6e-6));
        }
    }

    private static double aliasingDb(double[] y) {
        Spectrum s = Spectrum.of(y, 44100);
        return Spectrum.decibels(s.greatestBeside(1244.5, 0, 5000)) - s.db(1244.5);
    }

    @Test
    void tanhShaperAliasesLessThanThePlainCurve() {
        double[] x = Play.sine(1244.5, 1, 44100, 16384);
        double plain =
                aliasingDb(
                        Play.of(new SoftClip("tanh", 1), 44100)
                                .set("drive", 30)
                                .feed("in", x)
                                .out(16384));
        double shaped =
                aliasingDb(
                        Play.of(new TanhShaper(1), 44100)
                                .set("drive", 30)
                                .feed("in", x)
                                .out(16384));
        assertThat(shaped).isLessThan(plain - TANH_GAIN_DB);
    }

    /// Measured 23 dB.
    private static final double TANH_GAIN_DB = 20;

    private static Play compressor() {
        return Play.of(new Compressor(1, "own"), 48000)
                .set("threshold", -20)
                .set("ratio", 4)
                .set("knee", 6)
                .set("attack", 0.001)
                .set("release", 0.01);
    }

    /// Knee: a parabola from slope 1 at -23 dB to slope 1/4 at -17 dB.
    @ParameterizedTest
    @CsvSource({"-40, -40", "-23, -23", "-20, -20.5625", "-17, -19.25", "0, -15", "6, -13.5"})
    void compressorFollowsItsStaticCurve(double in, double out) {
        double[] x = Play.steady(Math.pow(10, in / 20), 4000);
        double[] y = compressor().feed("in", x).out(4000);
        assertThat(Spectrum.decibels(y[3999])).isCloseTo(out, within(0.01));
    }

    @Test
    void compressorKeepsItsTimes() {
        double[] x = Play.steady(1, 9600);
        Arrays.fill(x, 4800, 9600, 1e-3);
        Play play = compressor().set("attack", 0.01).set("release", 0.05);
        double[] r = play.feed("in", x).out("reduction", 9600);
        assertThat(r[480 - 1]).isCloseTo(15 * (1 - Math.exp(-1)), within(0.02));
        assertThat(r[4800 + 2400 - 1]).isCloseTo(r[4799] * Math.exp(-1), within(0.02));
    }

    @Test
    void compressorLinksChannelsAndAddsMakeup() {
        double[][] y =
                Play.of(new Compressor(2, "own"), 48000)
                        .set("attack", 0.001)
                        .set("makeup", 6.0206)
                        .feed("in", Play.steady(1, 3000), Play.steady(0.01, 3000))
                        .run(3000)
                        .get("out");
        assertThat(y[0][2999]).isCloseTo(2 * Math.pow(10, -15 / 20.0), within(1e-3));
        assertThat(y[1][2999]).isCloseTo(y[0][2999] / 100, within(1e-9));
    }

    @Test
    void compressorListensToItsSideChain() {
        double[] y =
                Play.of(new Compressor(1, "sidechain"), 48000)
                        .feed("in", Play.steady(0.01, 3000))
                        .feed("sidechain", Play.steady(1, 3000))
                        .out(3000);
        assertThat(Spectrum.decibels(y[2999])).isCloseTo(-55, within(0.1));
    }

    @Test
    void theSlowestReleaseStillMoves() {
        double[] x = Play.steady(0, 20000);
        x[0] = 0;
        Arrays.fill(x, 0, 2000, 1);
        double[] r =
                Play.of(new Compressor(1, "own"), 192000)
                        .set("attack", 0.0001)
                        .set("release", 5)
                        .feed("in", x)
                        .out("reduction", 20000);
        assertThat(r[19999]).isCloseTo(r[1999] * Math.exp(-18000 / (5.0 * 192000)), within(1e-3));
    }
}
