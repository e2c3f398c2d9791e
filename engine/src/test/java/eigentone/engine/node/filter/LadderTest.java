package eigentone.engine.node.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LadderTest {
    private static Play ladder(Ladder.Response response, double rate) {
        return Play.live(new Ladder(response), rate).set("bass", 0).set("resonance", 0);
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 440, 1.05",
        "44100, 110, 1.02",
        "48000, 55, 1.2",
        "48000, 440, 1.02",
        "48000, 440, 1.5",
        "48000, 3520, 1.2",
        "48000, 10000, 1.5",
        "192000, 440, 1.1",
        "192000, 14080, 1.2"
    })
    void singsAtTheCutoffWithoutAnInput(double rate, double cutoff, double resonance) {
        Play r = ladder(Ladder.Response.LOW24, rate).set("cutoff", cutoff);
        r.set("resonance", resonance);
        r.run((int) (rate * Math.max(0.5, 25 / ((resonance - 1) * cutoff))));
        double hz = crossingsHz(r.out((int) (rate * Math.max(0.5, 40 / cutoff))), rate);
        assertThat(Response.cents(hz, cutoff)).isCloseTo(0, within(3.0));
    }

    /// Mean rate of rising zero crossings, each placed by a straight line.
    private static double crossingsHz(double[] y, double rate) {
        double first = -1, last = -1;
        int count = 0;
        for (int n = 1; n < y.length; n++) {
            if (y[n - 1] < 0 && y[n] >= 0) {
                last = n - y[n] / (y[n] - y[n - 1]);
                first = first < 0 ? last : first;
                count++;
            }
        }
        assertThat(count).as("crossings").isGreaterThan(10);
        return (count - 1) * rate / (last - first);
    }

    @Test
    void isSilentBelowOscillation() {
        Play r = ladder(Ladder.Response.LOW24, 48000).set("resonance", 0.95);
        r.feed("in", new double[] {1}).run(48000);
        r.feed("in");
        double[] y = r.out(4800);
        assertThat(Response.rms(y, 0, y.length)).isLessThan(1e-4);
    }

    @ParameterizedTest
    @EnumSource
    void smallSignalsSeeFourPoles(Ladder.Response response) {
        double rate = 48000, cutoff = 700;
        double[] h =
                ladder(response, rate)
                        .set("cutoff", cutoff)
                        .feed("in", new double[] {0.03})
                        .out(2048);
        for (double hz : new double[] {100, 350, 700, 1400, 4000}) {
            double s = Math.tan(Math.PI * hz / rate) / Math.tan(Math.PI * cutoff / rate);
            double pole = 1 / Math.hypot(1, s);
            double expected =
                    switch (response) {
                        case LOW24 -> Math.pow(pole, 4);
                        case LOW12 -> pole * pole;
                        case BAND12 -> 2 * s * pole * pole;
                        case HIGH24 -> Math.pow(s * pole, 4);
                    };
            assertThat(Response.gain(h, hz, rate) / 0.03).isCloseTo(expected, within(0.003));
        }
    }

    @Test
    void bassIsGivenBack() {
        double[] x = Play.steady(0.01, 20000);
        Play r = ladder(Ladder.Response.LOW24, 48000).set("resonance", 0.9).feed("in", x);
        double thin = r.out(20000)[19999];
        double full = r.set("bass", 1).out(20000)[19999];
        assertThat(thin).isCloseTo(0.01 / 4.6, within(1e-4));
        assertThat(full).isCloseTo(0.01, within(1e-4));
    }

    /// The loop's equation holds to what the two Newton steps promise: compared with forty steps of
    /// bisection, from the reference's own states.
    @Test
    void theDelayFreeLoopIsSolved() {
        double rate = 48000;
        for (double cutoff : new double[] {100, 2000, 20000}) {
            double g = Math.tan(Math.PI * cutoff / rate), gain = g / (1 + g), k = 6, drive = 40;
            double c = k * Math.pow(gain, 4);
            Play p = Play.of(new Ladder(Ladder.Response.LOW24), rate);
            p.set("cutoff", cutoff).set("resonance", 1.5).set("bass", 0);
            p.set("drive", 20 * Math.log10(drive));
            double[] x = Response.noise(5, 400);
            double worst = 0;
            for (double v : x) {
                double memory = 0;
                for (int i = 0; i < 4; i++) {
                    memory = memory * gain + p.reference().state(i)[0] / (1 + g);
                }
                double before = p.reference().state(0)[0];
                p.reference().step(new double[] {v});
                double after = p.reference().state(0)[0];
                // y1 = (s1 + s1') / 2 = gain u + s1 / (1 + g)
                double u = ((before + after) / 2 - before / (1 + g)) / gain;
                worst = Math.max(worst, Math.abs(u - solved(drive * v - k * memory, c)));
            }
            assertThat(worst).as("at %s Hz", cutoff).isLessThan(0.01);
        }
    }

    private static double solved(double known, double c) {
        double low = -Math.abs(known) - 1, high = Math.abs(known) + 1;
        for (int i = 0; i < 60; i++) {
            double e = (low + high) / 2;
            if (e + c * Math.tanh(e) < known) {
                low = e;
            } else {
                high = e;
            }
        }
        return Math.tanh(low);
    }
}
