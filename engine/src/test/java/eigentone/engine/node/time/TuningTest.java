package eigentone.engine.node.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pitch of what rings.
class TuningTest {
    private static double hertz(double pitch) {
        return 440 * Math.pow(2, (pitch - 69) / 12);
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 33, 20000", "44100, 69.37, 20000", "48000, 69, 1000", "48000, 93, 4000",
        "48000, 105.5, 20000", "48000, 105.5, 8000", "192000, 57.2, 800", "8000, 81.6, 20000",
        "8000, 93.3, 3900", "96000, 21, 800"
    })
    void combIsInTune(double rate, double pitch, double damping) {
        double hz = hertz(pitch);
        double[] h =
                Play.live(new Comb(Comb.Tuning.PITCH, 1), rate)
                        .set("pitch", pitch)
                        .set("damping", damping)
                        .set("feedback", 0.998)
                        .click()
                        .out((int) (rate * 60 / hz));
        double sung = Response.peakHz(h, hz * 0.9, hz * 1.1, 400, rate);
        assertThat(Response.cents(sung, hz)).isCloseTo(0, within(1.0));
    }

    @Test
    void combWithTimeRingsAtItsInverse() {
        double[] h =
                Play.live(new Comb(Comb.Tuning.TIME, 1), 48000)
                        .set("time", 1 / 437.3)
                        .set("feedback", 0.99)
                        .click()
                        .out(24000);
        double sung = Response.peakHz(h, 400, 480, 400, 48000);
        assertThat(Response.cents(sung, 437.3)).isCloseTo(0, within(1.0));
    }

    @Test
    void stoppedCombIsAnOctaveLower() {
        double[] h =
                Play.live(new Comb(Comb.Tuning.PITCH, 1), 48000)
                        .set("pitch", 69)
                        .set("feedback", -0.99)
                        .click()
                        .out(48000);
        assertThat(Response.peakHz(h, 150, 500, 1000, 48000)).isCloseTo(220, within(0.3));
    }

    @Test
    void combLeavesNoiseAsLoudAsItIs() {
        for (double feedback : new double[] {0, 0.5, 0.95}) {
            double[] x = Response.noise(2, 200000);
            double[] y =
                    Play.live(new Comb(Comb.Tuning.PITCH, 1), 48000)
                            .set("damping", 20000)
                            .set("pitch", 60)
                            .set("feedback", feedback)
                            .feed("in", x)
                            .out(200000);
            double ratio = Response.rms(y, 50000, 200000) / Response.rms(x, 50000, 200000);
            assertThat(ratio).as("feedback %s", feedback).isBetween(0.6, 1.05);
        }
    }

    @Test
    void combGlidesWithoutClicks() {
        int frames = 96000;
        double[] glide = new double[frames], x = new double[frames];
        for (int n = 0; n < frames; n++) {
            glide[n] = 12.0 * n / frames;
            x[n] = 0.01 * Math.sin(2 * Math.PI * 220 * n / 48000);
        }
        double[] y =
                Play.live(new Comb(Comb.Tuning.PITCH, 1), 48000, "pitch")
                        .set("pitch", 57)
                        .set("feedback", 0.9)
                        .feed("in", x)
                        .feed("pitch", glide)
                        .out(frames);
        // A click would be a second difference far above that of the tone itself.
        double curve = 0, loudest = 0;
        for (int n = 4800; n < frames; n++) {
            curve = Math.max(curve, Math.abs(y[n] - 2 * y[n - 1] + y[n - 2]));
            loudest = Math.max(loudest, Math.abs(y[n]));
        }
        double steady = Math.pow(2 * Math.PI * 220 / 48000, 2) * loudest;
        assertThat(curve).isLessThan(3 * steady);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 48000, 33, 1, 3, 3000", "8, 48000, 45.3, 1, 1, 3000", "8, 48000, 57, 1.37, 10, 1000",
        "8, 48000, 69.5, 1, 3, 3000", "8, 48000, 81, 0.3, 3, 3000", "8, 48000, 93, 1, 3, 3000",
        "8, 48000, 93, 2, 3, 3000", "16, 48000, 69, 1, 3, 3000", "16, 48000, 93, 1, 3, 500",
        "2, 48000, 69, 1, 30, 500", "8, 44100, 93, 1, 1, 20000", "8, 192000, 33, 1, 3, 3000",
        "8, 8000, 57, 1, 3, 3000", "8, 8000, 81, 1, 3, 3000", "4, 8000, 93, 1, 1, 3000"
    })
    void resonatorsLowestModeIsTheNote(
            int lines,
            double rate,
            double pitch,
            double stretch,
            double damping,
            double crossover) {
        double hz = hertz(pitch);
        double[] h =
                Play.live(new GerzonResonator(lines), rate)
                        .set("pitch", pitch)
                        .set("stretch", stretch)
                        .set("t60", 2)
                        .set("damping", damping)
                        .set("crossover", crossover)
                        .click()
                        .out((int) (rate * 2));
        double sung = Response.peakHz(h, hz * 0.95, hz * 1.03, 400, rate);
        assertThat(Response.cents(sung, hz)).isCloseTo(0, within(3.0));
        double lower = Response.gain(h, Response.peakHz(h, 0.3 * hz, 0.9 * hz, 300, rate), rate);
        assertThat(lower).isLessThan(0.4 * Response.gain(h, sung, rate));
    }

    @ParameterizedTest
    @CsvSource({"0.3", "3"})
    void resonatorRingsAsLongAsItSays(double seconds) {
        double[] h =
                Play.live(new GerzonResonator(8), 16000)
                        .set("pitch", 57)
                        .set("t60", seconds)
                        .set("damping", 1)
                        .click()
                        .out((int) (16000 * seconds));
        assertThat(Response.t60(h, -5, -35, 16000)).isCloseTo(seconds, within(0.05 * seconds));
    }
}
