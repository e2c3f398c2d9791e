package eigentone.engine.node.modulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModulationTest {
    /// A whole number of frames for the times used, and few of them.
    private static final double RATE = 8000;

    private static int firstAtLeast(double[] y, double level) {
        int n = 0;
        while (n < y.length && y[n] < level) {
            n++;
        }
        return n + 1;
    }

    private static int firstAtMost(double[] y, double level) {
        int n = 0;
        while (n < y.length && y[n] > level) {
            n++;
        }
        return n + 1;
    }

    private static Play adsr() {
        return Play.of(Adsr.TYPE, RATE)
                .set("attack", 0.05)
                .set("decay", 0.2)
                .set("sustain", 0.5)
                .set("release", 0.1);
    }

    @Test
    void adsrKeepsItsTimesAndLevels() {
        Play play = adsr();
        assertThat(play.out(10)).containsOnly(0);
        double[] held = play.set("gate", 1).out(2400);
        assertThat(firstAtLeast(held, 1)).isCloseTo(400, within(1));
        // The attack is the rounded one of a charging capacitor, not a line.
        assertThat(held[199]).isCloseTo(1.3 * (1 - Math.sqrt(0.3 / 1.3)), within(1e-3));
        assertThat(held[2399]).isEqualTo(0.5);
        double[] released = play.set("gate", 0).out(900);
        // From 0.5 instead of 1 it is log(2) / log(1001) of the time shorter.
        assertThat(firstAtMost(released, 0)).isCloseTo((int) (800 * (1 - 0.1)), within(3));
        assertThat(released[899]).isEqualTo(0);
    }

    @Test
    void adsrDecaysToSilenceInItsTime() {
        double[] y = adsr().set("sustain", 0).set("gate", 1).out(2200);
        assertThat(firstAtMost(Arrays.copyOfRange(y, 400, 2200), 0)).isCloseTo(1600, within(3));
    }

    @Test
    void adsrStartsAgainFromWhereItIs() {
        Play play = adsr().set("gate", 1);
        play.out(1000);
        double last = play.set("gate", 0).out(50)[49];
        double[] again = play.set("gate", 1).out(400);
        assertThat(again[0]).isGreaterThan(last).isLessThan(last + 0.01);
        assertThat(Arrays.stream(again).max().orElseThrow()).isEqualTo(1);
    }

    @Test
    void adsrPeaksAtTheVelocityOfItsStart() {
        Play play = adsr().set("velocity", 0.25).set("gate", 1);
        play.out(5);
        double[] y = play.set("velocity", 1).out(1500);
        assertThat(Arrays.stream(y).max().orElseThrow()).isEqualTo(0.25);
        assertThat(y[1499]).isCloseTo(0.125, within(0.02));
        // A softer note while a louder one rings falls to its own levels without a jump.
        Play loud = adsr().set("gate", 1);
        double before = loud.out(400)[399];
        loud.set("gate", 0).out(1);
        double[] soft = loud.set("velocity", 0.1).set("gate", 1).out(3000);
        assertThat(soft[0]).isCloseTo(before, within(0.02));
        assertThat(soft[2999]).isCloseTo(0.05, within(1e-3));
    }

    @Test
    void adsrSensitivityZeroIgnoresVelocity() {
        double[] y = adsr().set("sensitivity", 0).set("velocity", 0).set("gate", 1).out(500);
        assertThat(Arrays.stream(y).max().orElseThrow()).isEqualTo(1);
    }

    @Test
    void envelopeVisitsItsLevelsInTime() {
        Play play = Play.of(new Envelope(List.of(1.0, 0.4, 0.0), List.of(0.1, 0.2, 0.1), 2), RATE);
        assertThat(play.out(5)).containsOnly(0);
        double[] y = play.set("gate", 1).out(3000);
        assertThat(y[399]).isCloseTo(0.5, within(1e-6));
        assertThat(firstAtLeast(y, 1 - 1e-6)).isCloseTo(800, within(1));
        assertThat(y[1599]).isCloseTo(0.7, within(2e-3));
        assertThat(y[2999]).isCloseTo(0.4, within(1e-6));
        double[] released = play.set("gate", 0).out(1000);
        assertThat(released[399]).isCloseTo(0.2, within(1e-3));
        assertThat(released[999]).isZero();
    }

    @Test
    void envelopeReleasesEarlyAndStartsAgainWithoutAJump() {
        Play play = Play.of(new Envelope(List.of(1.0, 0.4, 0.0), List.of(0.1, 0.2, 0.1), 2), RATE);
        double top = play.set("gate", 1).out(400)[399];
        double[] released = play.set("gate", 0).out(400);
        assertThat(released[0]).isCloseTo(top, within(0.01));
        assertThat(released[399]).isCloseTo(top / 2, within(0.01));
        double[] again = play.set("gate", 1).out(10);
        assertThat(again[0]).isCloseTo(top / 2, within(0.01)).isGreaterThan(released[399]);
    }

    @Test
    void envelopeWithoutSustainRunsThrough() {
        Play play =
                Play.of(new Envelope(List.of(1.0, 0.0), List.of(0.1, 0.1), 0), RATE).set("gate", 1);
        double[] y = play.out(1700);
        assertThat(Arrays.stream(y).max().orElseThrow()).isCloseTo(1, within(1e-9));
        assertThat(y[1699]).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.889", "-0.5, 0.111", "0, 0.5"})
    void envelopeBendsByItsCurve(double curve, double half) {
        double[] y =
                Play.of(new Envelope(List.of(1.0), List.of(0.1), 1), RATE)
                        .set("curve", curve)
                        .set("gate", 1)
                        .out(800);
        assertThat(y[399]).isCloseTo(half, within(1e-3));
        assertThat(y[799]).isCloseTo(1, within(1e-6));
    }

    @Test
    void envelopeRefusesListsThatDoNotMatch() {
        assertThatThrownBy(() ->
                        Envelope.TYPE.create(Map.of("levels", List.of(1.0, 0.0), "sustain", 1)))
                .hasMessageContaining("'times': expected 2 numbers");
        assertThatThrownBy(() -> new Envelope(List.of(1.0), List.of(1.0), 2))
                .hasMessageContaining("'sustain': expected 0..1");
    }

    @ParameterizedTest
    @CsvSource({
        "sine, 0.7071, 1, 0",
        "triangle, 0.5, 1, 0",
        "saw, 0.25, 0.5, 0.75",
        "square, 1, 1, -1"
    })
    void lfoShapesStartAtZeroAndRise(String shape, double eighth, double quarter, double half) {
        double[] y = Play.of(new Lfo(shape, "bipolar"), RATE).set("rate", 1).out(8000);
        int middle = shape.equals("saw") ? 5000 : 4000;
        assertThat(y[1000]).isCloseTo(eighth, within(1e-3));
        assertThat(y[2000]).isCloseTo(quarter, within(1e-3));
        assertThat(y[middle]).isCloseTo(shape.equals("saw") ? -half : half, within(1e-3));
        assertThat(Arrays.stream(y).average().orElseThrow()).isCloseTo(0, within(1e-3));
    }

    @Test
    void lfoIsUnipolarShiftedDelayedAndFadedIn() {
        double[] y =
                Play.of(new Lfo("square", "unipolar"), RATE)
                        .set("rate", 0.01)
                        .set("delay", 0.1)
                        .set("fade", 0.2)
                        .out(4000);
        assertThat(y[700]).isZero();
        assertThat(y[1600]).isCloseTo(0.5, within(1e-3));
        assertThat(y[2500]).isEqualTo(1);
        double[] shifted = Play.of(new Lfo("sine", "bipolar"), RATE).set("phase", 0.25).out(1);
        assertThat(shifted[0]).isCloseTo(1, within(1e-6));
    }

    @Test
    void lfoRandomDriftsSmoothlyOverItsRange() {
        double[] y = Play.of(new Lfo("random", "bipolar"), RATE).set("rate", 50).out(40000);
        double steepest = 0, most = 0;
        for (int n = 1; n < y.length; n++) {
            steepest = Math.max(steepest, Math.abs(y[n] - y[n - 1]));
            most = Math.max(most, Math.abs(y[n]));
        }
        // The curve is steepest half way: 1.5 times the distance, at most 2, per 160 frames.
        assertThat(steepest).isLessThan(1.51 * 2 / 160).isGreaterThan(0.01);
        assertThat(most).isBetween(0.9, 1.0);
    }

    @Test
    void sampleAndHoldTicksAtItsRate() {
        double[] y = Play.of(SampleAndHold.TYPE, RATE).set("rate", 10).out(8000);
        int changes = 1;
        for (int n = 1; n < y.length; n++) {
            changes += y[n] != y[n - 1] ? 1 : 0;
        }
        assertThat(changes).isBetween(10, 11);
        assertThat(y[0]).isNotZero();
    }

    @Test
    void sampleAndHoldFollowsItsInputs() {
        double[] y =
                Play.of(new SampleAndHold("input", "input"), RATE)
                        .feed("in", new double[] {1, 2, 3, 4, 5, 6})
                        .feed("clock", new double[] {0, 1, 1, 0, 1, 0})
                        .out(6);
        assertThat(y).containsExactly(0, 2, 2, 2, 5, 5);
    }

    @Test
    void slewLimitsBothWays() {
        double[] x = Play.steady(1, 4000);
        Arrays.fill(x, 2000, 4000, 0);
        x[0] = 0;
        double[] y = Play.of(Slew.TYPE, RATE).set("up", 10).set("down", 5).feed("in", x).out(4000);
        assertThat(y[400]).isCloseTo(0.5, within(1e-3));
        assertThat(y[1000]).isEqualTo(1);
        assertThat(y[1999 + 800]).isCloseTo(0.5, within(1e-3));
        assertThat(y[3999]).isZero();
        assertThat(Play.of(Slew.TYPE, RATE).feed("in", Play.steady(3, 4)).out(4)).containsOnly(3);
    }

    /// The slowest motion at the highest rate, where a plain float32 sum would be lost.
    @ParameterizedTest
    @ValueSource(doubles = {8000, 192000})
    void theLongestAttackStillMoves(double rateHz) {
        double[] y = Play.of(Adsr.TYPE, rateHz).set("attack", 20).set("gate", 1).out(2000);
        double expected = 1.3 * (1 - Math.pow(0.3 / 1.3, 2000 / (20 * rateHz)));
        assertThat(y[1999]).isCloseTo(expected, within(1e-3 * expected));
    }
}
