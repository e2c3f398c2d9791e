package eigentone.models.train.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// First steps by hand, many steps by the equations in float64, and the way down.
final class OptimizerTest {
    /// Weights of size 1 and the state are rounded to float at each of 100 steps, and steps are
    /// small beside the weights: 100 times half a last place.
    private static final double HUNDRED_ROUNDINGS = 100 * 0x1p-24;

    private static final List<Tensor> TENSORS =
            List.of(new Tensor("matrix", 3, true), new Tensor("bias", 2, false));

    /// An optimiser and the same rule, written out in float64 for one weight.
    record Case(String name, Function<List<Tensor>, Optimizer> optimizer, Rule rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// One step of one weight: `state` is {m, v}, t counts from 1; returns the new weight.
    interface Rule {
        double step(double w, double g, double[] state, int t, double rate, boolean decays);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("sgd", t -> new Sgd(t, 0, false), (w, g, s, t, rate, d) -> w - rate * g),
                new Case(
                        "momentum",
                        t -> new Sgd(t, 0.9, false),
                        (w, g, s, t, rate, d) -> {
                            s[0] = 0.9 * s[0] + g;
                            return w - rate * s[0];
                        }),
                new Case(
                        "nesterov",
                        t -> new Sgd(t, 0.9, true),
                        (w, g, s, t, rate, d) -> {
                            s[0] = 0.9 * s[0] + g;
                            return w - rate * (g + 0.9 * s[0]);
                        }),
                new Case(
                        "rmsprop",
                        t -> new RmsProp(t, 0.9, 1e-8),
                        (w, g, s, t, rate, d) -> {
                            s[1] = 0.9 * s[1] + 0.1 * g * g;
                            return w - rate * g / (Math.sqrt(s[1]) + 1e-8);
                        }),
                new Case("adam", t -> new Adam(t, Adam.Settings.usual()), adam(0)),
                new Case(
                        "adamw",
                        t -> new Adam(t, Adam.Settings.usual().withDecay(0.1)),
                        adam(0.1)));
    }

    private static Rule adam(double decay) {
        return (w, g, s, t, rate, decays) -> {
            s[0] = 0.9 * s[0] + 0.1 * g;
            s[1] = 0.999 * s[1] + 0.001 * g * g;
            double m = s[0] / (1 - Math.pow(0.9, t)), v = s[1] / (1 - Math.pow(0.999, t));
            double kept = decays ? w - rate * decay * w : w;
            return kept - rate * m / (Math.sqrt(v) + 1e-8);
        };
    }

    private static float[][] noise(SplittableRandom random) {
        float[][] arrays = Tensor.zeros(TENSORS);
        for (float[] array : arrays) {
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) random.nextGaussian();
            }
        }
        return arrays;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hundredStepsFollowTheEquations(Case c) {
        SplittableRandom random = new SplittableRandom(1);
        float[][] weights = noise(random);
        double[] exact = Flat.of(weights);
        double[][] state = new double[exact.length][2];
        Optimizer optimizer = c.optimizer.apply(TENSORS);
        for (int t = 1; t <= 100; t++) {
            double rate = 0.01 / Math.sqrt(t);
            float[][] gradients = noise(random);
            double[] g = Flat.of(gradients);
            optimizer.step(weights, gradients, rate);
            for (int i = 0; i < exact.length; i++) {
                exact[i] = c.rule.step(exact[i], g[i], state[i], t, rate, i < 3);
            }
        }
        double[] reached = Flat.of(weights);
        for (int i = 0; i < exact.length; i++) {
            double size = Math.max(1, Math.abs(exact[i]));
            assertThat(reached[i]).isCloseTo(exact[i], within(size * HUNDRED_ROUNDINGS));
        }
    }

    /// 2^-n everywhere, so that floats are exact.
    @Test
    void firstStepsByHand() {
        List<Tensor> one = List.of(new Tensor("w", 1, true));
        float[][] w = {{1}}, g = {{0.5f}};
        Sgd heavy = new Sgd(one, 0.5, false);
        heavy.step(w, g, 0.25);
        assertThat(w[0][0]).isEqualTo(1 - 0.125f);
        heavy.step(w, g, 0.25);
        assertThat(w[0][0]).isEqualTo(0.875f - 0.1875f);

        w[0][0] = 1;
        new Sgd(one, 0.5, true).step(w, g, 0.25);
        assertThat(w[0][0]).isEqualTo(1 - 0.25f * 0.75f);

        // Adam's first step is the rate, in the direction of the sign, whatever the gradient.
        w[0][0] = 1;
        new Adam(one, Adam.Settings.usual()).step(w, new float[][] {{-300}}, 0.125);
        assertThat(w[0][0]).isEqualTo(1.125f);
        w[0][0] = 1;
        new Adam(one, Adam.Settings.usual().withDecay(0.5)).step(w, g, 0.125);
        assertThat((double) w[0][0]).isCloseTo(1 - 0.0625 - 0.125, within(1e-7));

        // sqrt(0.75 * 0.5^2 .. ) with memory 0.75: |g| / 2, so a step of 2 rates.
        w[0][0] = 1;
        new RmsProp(one, 0.75, 1e-12).step(w, g, 0.125);
        assertThat((double) w[0][0]).isCloseTo(0.75, within(1e-7));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRestoredOptimiserContinuesToTheSameBits(Case c) {
        SplittableRandom random = new SplittableRandom(2);
        float[][] weights = noise(random);
        Optimizer first = c.optimizer.apply(TENSORS);
        for (int t = 0; t < 20; t++) {
            first.step(weights, noise(random), 0.01);
        }
        float[][] twin = {weights[0].clone(), weights[1].clone()};
        Saved saved = first.save();
        Optimizer second = c.optimizer.apply(TENSORS);
        for (int t = 0; t < 20; t++) {
            float[][] gradients = noise(random);
            first.step(weights, gradients, 0.01);
            if (t == 0) {
                // What was saved is a copy.
                second.restore(saved);
            }
            second.step(twin, gradients, 0.01);
        }
        assertThat(twin).isDeepEqualTo(weights);
        assertThatThrownBy(() -> new Adam(TENSORS, Adam.Settings.usual()).restore(Saved.empty()))
                .hasMessage("checkpoint 'first/matrix': expected 3 entries, got none");
    }

    /// A convex bowl whose axes differ a hundredfold.
    @ParameterizedTest
    @MethodSource("cases")
    void theBottomOfABowlIsFound(Case c) {
        Functions.Quadratic bowl = new Functions.Quadratic(5, 3);
        boolean decays = c.name.equals("adamw");
        Optimizer optimizer = c.optimizer.apply(List.of(new Tensor("w", 5, !decays)));
        boolean own = c.name.startsWith("adam") || c.name.equals("rmsprop");
        float[][] weights = new float[1][5], gradient = new float[1][5];
        for (int t = 0; t < 4000; t++) {
            bowl.evaluate(weights, gradient);
            double rate = own ? 0.3 / (1 + t / 50.0) : c.name.equals("sgd") ? 0.018 : 0.004;
            optimizer.step(weights, gradient, rate);
        }
        for (int i = 0; i < 5; i++) {
            assertThat((double) weights[0][i]).isCloseTo(1 + i, within(0.01));
        }
    }

    @Test
    void arraysThatAreNotTheTensorsAreRefused() {
        Optimizer optimizer = new Sgd(TENSORS, 0, false);
        assertThatThrownBy(() ->
                        optimizer.step(
                                new float[][] {{1, 2, 3}, {1}}, noise(new SplittableRandom(1)), 1))
                .hasMessage("weights 'bias': expected 2 entries, got 1");
        assertThatThrownBy(() -> optimizer.step(noise(new SplittableRandom(1)), new float[1][3], 1))
                .hasMessage("gradients: expected 2 tensors, got 1");
        assertThatThrownBy(() -> new Sgd(TENSORS, 1, false))
                .hasMessage("sgd 'momentum': expected 0 or more and below 1, got 1.0");
        Tensor twice = new Tensor("a", 1, true);
        assertThatThrownBy(() -> new Sgd(List.of(twice, twice), 0, false))
                .hasMessage("tensors: expected every name once, got 'a' twice");
    }
}
