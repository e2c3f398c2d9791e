package eigentone.engine.node.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayTest {
    private static Play delay(Delay.Interpolation interpolation, double rate) {
        return Play.live(new Delay(interpolation, 2, 1), rate).set("mix", 1).set("feedback", 0);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 48000, 5",
        "NONE, 48000, 4801",
        "NONE, 44100, 88200",
        "NONE, 192000, 100003",
        "LINEAR, 48000, 5",
        "LINEAR, 48000, 4801",
        "LINEAR, 8000, 1",
        "CUBIC, 48000, 5",
        "CUBIC, 48000, 4801",
        "CUBIC, 44100, 33333",
        "CUBIC, 8000, 2"
    })
    void wholeFramesAreExact(Delay.Interpolation interpolation, double rate, int frames) {
        double[] h = delay(interpolation, rate).set("time", frames / rate).click().out(frames + 10);
        // A time in float32 is off by up to 1e-7 of itself, which interpolation lets through.
        double slack = interpolation == Delay.Interpolation.NONE ? 0 : frames * 3e-7;
        for (int n = 0; n < h.length; n++) {
            assertThat(h[n]).as("frame %s", n).isCloseTo(n == frames ? 1 : 0, within(slack));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {100.25, 100.5, 100.9})
    void cubicDelaysPartsOfAFrame(double frames) {
        double[] h =
                delay(Delay.Interpolation.CUBIC, 48000)
                        .set("time", frames / 48000)
                        .click()
                        .out(200);
        for (double hz : new double[] {100, 2000, 6000}) {
            double[] z = Response.at(h, hz, 48000);
            double turns = hz * frames / 48000;
            double lag = -Math.atan2(z[1], z[0]) / (2 * Math.PI);
            double error = Math.IEEEremainder(lag - turns, 1) * 48000 / hz;
            assertThat(error).isCloseTo(0, within(0.02));
            assertThat(Response.gain(h, hz, 48000)).isCloseTo(1, within(0.02));
        }
    }

    @Test
    void echoesRepeatAndDarken() {
        double[] h =
                delay(Delay.Interpolation.NONE, 48000)
                        .set("time", 0.01)
                        .set("feedback", 0.5)
                        .set("damping", 2000)
                        .set("mix", 0.5)
                        .click()
                        .out(2400);
        assertThat(h[0]).isEqualTo(0.5);
        assertThat(h[480]).isEqualTo(0.5);
        double[] second = java.util.Arrays.copyOfRange(h, 960, 1440);
        assertThat(Response.gain(second, 20, 48000)).isCloseTo(0.25, within(0.001));
        assertThat(Response.gain(second, 2000, 48000))
                .isCloseTo(0.25 / Math.sqrt(2), within(0.001));
    }

    @ParameterizedTest
    @EnumSource
    void staysBoundedWhileItsTimeJumps(Delay.Interpolation interpolation) {
        double[] times = Response.noise(9, 40000);
        for (int n = 0; n < times.length; n++) {
            times[n] *= 0.01;
        }
        double[] y =
                Play.live(new Delay(interpolation, 1, 1), 48000, "time")
                        .set("time", 0.01)
                        .set("feedback", 0.999)
                        .set("damping", 20000)
                        .set("mix", 1)
                        .feed("in", Response.noise(1, 100))
                        .feed("time", times)
                        .out(40000);
        for (double v : y) {
            assertThat(Math.abs(v)).isLessThan(20);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.7, 0.01", "-0.99, 0.0001", "0.3, 0.2"})
    void schroederAllpassIsFlatAndKeepsTheEnergy(double feedback, double seconds) {
        double[] h =
                Play.live(new SchroederAllpass(1), 16000)
                        .set("feedback", feedback)
                        .set("time", seconds)
                        .click()
                        .out(80000);
        double energy = 0;
        for (double v : h) {
            energy += v * v;
        }
        assertThat(energy).isCloseTo(1, within(1e-5));
        assertThat(h[0]).isCloseTo(-feedback, within(1e-6));
        assertThat(h[(int) Math.round(seconds * 16000)])
                .isCloseTo(1 - feedback * feedback, within(1e-6));
        for (double hz = 50; hz < 8000; hz *= 1.7) {
            assertThat(Response.db(h, hz, 16000)).isCloseTo(0, within(0.001));
        }
    }
}
