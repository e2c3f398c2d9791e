package eigentone.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.language.ControlSpec;
import eigentone.models.online.Teaching.Input;
import eigentone.models.online.Teaching.Shape;
import eigentone.models.online.Teaching.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeachingTest {
    private static final List<Input> HANDS =
            List.of(new Input("cc1", 0, 127), new Input("pitch", 36, 84));
    private static final ControlSpec CUTOFF =
            ControlSpec.exponential("cutoff", "Hz", 100, 10_000, 1000, "");
    private static final ControlSpec GAIN = ControlSpec.linear("gain", "dB", -40, 0, -10, "");
    private static final ControlSpec STEPS = ControlSpec.integer("steps", 1, 9, 5, "");
    private static final List<Target> KNOBS =
            List.of(
                    new Target("filter.cutoff", CUTOFF),
                    new Target("amp.gain", GAIN),
                    new Target("seq.steps", STEPS));

    private static Teaching teaching(Shape shape) {
        return new Teaching(HANDS, KNOBS, shape, 1);
    }

    private static double[] played(Teaching t, double cc, double pitch) {
        double[] values = new double[KNOBS.size()];
        t.play(new double[] {cc, pitch}, values);
        return values;
    }

    /// Four corners: a cutoff that falls with the wheel, a gain that rises with the pitch.
    private static void corners(Teaching t) {
        t.demonstrate(new double[] {0, 36}, new double[] {10_000, -40, 1});
        t.demonstrate(new double[] {127, 36}, new double[] {100, -40, 1});
        t.demonstrate(new double[] {0, 84}, new double[] {10_000, 0, 9});
        t.demonstrate(new double[] {127, 84}, new double[] {100, 0, 9});
    }

    @Test
    void playsWhatWasShownAndWhatLiesBetween() {
        Teaching t = teaching(Shape.LINEAR);
        corners(t);
        t.learn();
        assertThat(played(t, 127, 36)[0]).isCloseTo(100, within(1.0));
        assertThat(played(t, 0, 84)[1]).isCloseTo(0, within(0.1));
        double[] middle = played(t, 63.5, 60);
        assertThat(middle[0]).isCloseTo(1000, within(1.0));
        assertThat(middle[1]).isCloseTo(-20, within(0.01));
        assertThat(middle[2]).isEqualTo(5);
    }

    /// A product of both hands, which straight lines miss by far.
    @Test
    void curvesLearnWhatLinesCannot() {
        double[] worst = new double[2];
        for (Shape shape : Shape.values()) {
            Teaching t = new Teaching(HANDS, List.of(KNOBS.get(1)), shape, 1);
            for (int i = 0; i <= 10; i++) {
                for (int j = 0; j <= 10; j++) {
                    double value = -20 + 20 * (i / 5.0 - 1) * (j / 5.0 - 1);
                    t.demonstrate(new double[] {12.7 * i, 36 + 4.8 * j}, new double[] {value});
                }
            }
            t.learn();
            double[] out = new double[1];
            t.play(new double[] {127, 36}, out);
            worst[shape.ordinal()] = Math.abs(out[0] - -40);
        }
        assertThat(worst[Shape.LINEAR.ordinal()]).isGreaterThan(10);
        assertThat(worst[Shape.QUADRATIC.ordinal()]).isLessThan(0.1);
    }

    @Test
    void neverLeavesTheRangesOfControls() {
        Teaching t = teaching(Shape.QUADRATIC);
        t.demonstrate(new double[] {60, 60}, new double[] {100, -1, 9});
        t.demonstrate(new double[] {64, 61}, new double[] {10_000, -39, 1});
        t.learn();
        for (double cc = -500; cc <= 500; cc += 50) {
            double[] values = played(t, cc, 1000 - cc);
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(KNOBS.get(i).spec().check(values[i]));
            }
        }
        // Beyond its end an input is at its end.
        assertThat(played(t, 500, -3)).isEqualTo(played(t, 127, 36));
    }

    @Test
    void learningLaterIsLearningTogether() {
        Teaching once = teaching(Shape.QUADRATIC), twice = teaching(Shape.QUADRATIC);
        corners(once);
        corners(twice);
        twice.learn();
        for (Teaching t : List.of(once, twice)) {
            t.demonstrate(new double[] {30, 50}, new double[] {440, -7, 3});
            t.learn();
        }
        assertThat(played(once, 12, 45)).isEqualTo(played(twice, 12, 45));
    }

    @Test
    void laterDemonstrationsCountMoreWhenItForgets() {
        Teaching keeps = new Teaching(HANDS, List.of(KNOBS.get(1)), Shape.LINEAR, 1);
        Teaching forgets = new Teaching(HANDS, List.of(KNOBS.get(1)), Shape.LINEAR, 0.9);
        double[] out = new double[1];
        for (Teaching t : List.of(keeps, forgets)) {
            for (int i = 0; i < 200; i++) {
                double hand = i * 37 % 128, voice = 36 + i * 11 % 48;
                t.demonstrate(new double[] {hand, voice}, new double[] {i < 100 ? -40 : -10});
            }
            t.learn();
        }
        keeps.play(new double[] {64, 60}, out);
        assertThat(out[0]).isCloseTo(-25, within(3.0));
        forgets.play(new double[] {64, 60}, out);
        assertThat(out[0]).isCloseTo(-10, within(0.5));
    }

    @Test
    void anUnknownInputStaysWhereItWas() {
        Teaching t = teaching(Shape.LINEAR);
        corners(t);
        t.learn();
        double[] sung = played(t, 20, 80);
        assertThat(played(t, 20, Double.NaN)).isEqualTo(sung);
    }

    @Test
    void saysWhatIsMissing() {
        Teaching t = teaching(Shape.LINEAR);
        assertThatIllegalStateException()
                .isThrownBy(t::learn)
                .withMessageContaining("got none; try to record some");
        assertThatIllegalStateException()
                .isThrownBy(() -> played(t, 1, 60))
                .withMessageContaining("record some and learn");
        corners(t);
        assertThatIllegalStateException()
                .isThrownBy(() -> played(t, 1, 60))
                .withMessageContaining("4 demonstrations; try to learn");
        t.learn();
        t.forget();
        assertThat(t.hasLearnt()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> t.demonstrate(new double[1], new double[3]))
                .withMessageContaining("expected 2 inputs, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Teaching(List.of(HANDS.get(0), HANDS.get(0)), KNOBS, Shape.LINEAR, 1))
                .withMessageContaining("'cc1': expected it once");
    }
}
