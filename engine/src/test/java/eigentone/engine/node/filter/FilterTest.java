package eigentone.engine.node.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The linear filters against their formulas, in the float32 of the kernel.
class FilterTest {
    private static final double[] PROBES_HZ = {30, 100, 300, 700, 1000, 1400, 3000, 8000, 15000};

    @ParameterizedTest
    @ValueSource(doubles = {8000, 44100, 192000})
    void onePoleIsTheAnalogOneAndItsPartsAddUp(double rate) {
        Map<String, double[][]> h =
                Play.live(new OnePole(1), rate).set("cutoff", 500).click().run(16384);
        double[] low = h.get("low")[0], high = h.get("high")[0];
        for (double hz : PROBES_HZ) {
            if (hz < rate / 2) {
                double s = Math.tan(Math.PI * hz / rate) / Math.tan(Math.PI * 500 / rate);
                assertThat(Response.gain(low, hz, rate))
                        .isCloseTo(1 / Math.hypot(1, s), within(1e-4));
                assertThat(Response.gain(high, hz, rate))
                        .isCloseTo(s / Math.hypot(1, s), within(1e-4));
            }
        }
        assertThat(low[0] + high[0]).isCloseTo(1, within(1e-6));
        assertThat(low[7] + high[7]).isCloseTo(0, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"48000, 1000, 0.7071", "48000, 30, 5", "192000, 50, 0.5", "8000, 3000, 20"})
    void svfOutputsHaveTheirFormulas(double rate, double cutoff, double q) {
        Map<String, double[][]> h =
                Play.live(new Svf(1), rate)
                        .set("cutoff", cutoff)
                        .set("q", q)
                        .click()
                        .run((int) (rate * 2));
        for (double hz : PROBES_HZ) {
            double s = Math.tan(Math.PI * hz / rate) / Math.tan(Math.PI * cutoff / rate);
            double below = Math.hypot(1 - s * s, s / q);
            if (hz < 0.45 * rate) {
                expect(h, "low", hz, rate, 1 / below);
                expect(h, "band", hz, rate, s / q / below);
                expect(h, "high", hz, rate, s * s / below);
                expect(h, "notch", hz, rate, Math.abs(1 - s * s) / below);
                expect(h, "peak", hz, rate, (1 + s * s) / below);
            }
        }
    }

    private static void expect(
            Map<String, double[][]> h, String port, double hz, double rate, double gain) {
        // In a notch a cutoff off by some ppm, as float32 makes it, leaves -80 dB.
        assertThat(Response.gain(h.get(port)[0], hz, rate))
                .as("%s at %s Hz", port, hz)
                .isCloseTo(gain, within(gain * 0.003 + 1e-4));
    }

    @Test
    void shiftMovesTheCutoffInSemitones() {
        double[] h =
                Play.live(new Svf(1), 48000)
                        .set("cutoff", 250)
                        .set("shift", 24)
                        .set("q", 8)
                        .click()
                        .out("band", 32768);
        assertThat(Response.peakHz(h, 500, 2000, 100, 48000)).isCloseTo(1000, within(1.0));
    }

    @Test
    void svfStaysCalmWhenItsCutoffMovesAtAudioRate() {
        double[] x = Response.noise(3, 20000), sweep = Play.sine(700, 10000, 48000, 20000);
        double[] y =
                Play.live(new Svf(1), 48000, "cutoff")
                        .set("cutoff", 10000)
                        .set("q", 2)
                        .feed("in", x)
                        .feed("cutoff", sweep)
                        .out("low", 20000);
        for (double v : y) {
            assertThat(Math.abs(v)).isLessThan(8);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {8000, 48000, 192000})
    void dcBlockTakesTheOffsetAndLeavesTheBass(double rate) {
        int frames = (int) rate;
        double[] x = Play.sine(50, 0.5, rate, frames);
        for (int n = 0; n < frames; n++) {
            x[n] += 0.5;
        }
        double[] y = Play.live(new DcBlock(1), rate).feed("in", x).out(frames);
        double mean = 0;
        int turn = (int) (rate / 50);
        for (int n = frames - turn; n < frames; n++) {
            mean += y[n] / turn;
        }
        assertThat(mean).isCloseTo(0, within(1e-4));
        double[] h = Play.live(new DcBlock(1), rate).click().out(frames);
        assertThat(Response.db(h, 20, rate)).isCloseTo(-0.263, within(0.01));
        assertThat(Response.db(h, 5, rate)).isCloseTo(-3.01, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"8000, 1000", "48000, 80", "48000, 1000", "48000, 8000", "192000, 30"})
    void crossoverPartsAddUpFlatAndFallByFourPoles(double rate, double cutoff) {
        Map<String, double[][]> h =
                Play.live(new Crossover(1), rate)
                        .set("cutoff", cutoff)
                        .click()
                        .run((int) (rate / 2));
        double[] low = h.get("low")[0], high = h.get("high")[0];
        double[] sum = new double[low.length];
        for (int n = 0; n < sum.length; n++) {
            sum[n] = low[n] + high[n];
        }
        for (double hz : PROBES_HZ) {
            if (hz < rate / 2) {
                assertThat(Response.db(sum, hz, rate)).isCloseTo(0, within(0.01));
                double s = Math.tan(Math.PI * hz / rate) / Math.tan(Math.PI * cutoff / rate);
                double s4 = Math.pow(s, 4);
                assertThat(Response.gain(low, hz, rate)).isCloseTo(1 / (1 + s4), within(1e-4));
                assertThat(Response.gain(high, hz, rate)).isCloseTo(s4 / (1 + s4), within(1e-4));
            }
        }
        assertThat(Response.db(low, cutoff, rate)).isCloseTo(-6.02, within(0.01));
        assertThat(Response.db(high, cutoff, rate)).isCloseTo(-6.02, within(0.01));
    }
}
