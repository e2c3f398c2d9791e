package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.language.Functions;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The kernel's functions against float64, densely over their ranges: the errors their docs state.
class FunctionsAccuracyTest {
    private static final int POINTS = 200_000;

    private static final double RELATIVE = 3e-7;
    private static final double FULL_SCALE = 5e-7;
    private static final double SINE = 2e-7;

    private interface Scale {
        double of(double x, double y);
    }

    private static double worst(
            UnaryOperator<Vec> f, DoubleUnaryOperator exact, double from, double to, Scale scale) {
        Program p = Program.of(d -> d.output("y", f.apply(d.input("x", 1))), 48000);
        KernelInstance k = Kernel.compile(p, 1).instance(Weights.none(), "f", 1);
        float[] x = new float[POINTS], y = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = (float) (from + (to - from) * i / (POINTS - 1));
        }
        k.run(new float[][] {x}, new float[][] {y}, 0, POINTS, new boolean[] {true});
        double worst = 0;
        for (int i = 0; i < POINTS; i++) {
            double expected = exact.applyAsDouble(x[i]);
            worst = Math.max(worst, Math.abs(y[i] - expected) / scale.of(x[i], expected));
        }
        return worst;
    }

    @Test
    void exponentials() {
        assertThat(worst(Functions::exp, Math::exp, -87, 88, (x, y) -> y)).isLessThan(RELATIVE);
        assertThat(worst(Functions::exp2, x -> Math.pow(2, x), -126, 127, (x, y) -> y))
                .isLessThan(RELATIVE);
    }

    @Test
    void logarithm() {
        Scale scale = (x, y) -> Math.max(1, Math.abs(y));
        assertThat(worst(Functions::log, Math::log, 1e-6, 4, scale)).isLessThan(RELATIVE);
        assertThat(worst(Functions::log, Math::log, 1, 1e30, scale)).isLessThan(RELATIVE);
        assertThat(worst(Functions::log, x -> Math.log(Float.MIN_NORMAL), -1, 0, scale))
                .isLessThan(RELATIVE);
    }

    @Test
    void sigmoids() {
        Scale one = (x, y) -> 1;
        assertThat(worst(Functions::tanh, Math::tanh, -12, 12, one)).isLessThan(FULL_SCALE);
        assertThat(worst(Functions::tanh, Math::tanh, -1e-3, 1e-3, one)).isLessThan(1e-9);
        assertThat(worst(Functions::sigmoid, x -> 1 / (1 + Math.exp(-x)), -20, 20, one))
                .isLessThan(FULL_SCALE);
    }

    @Test
    void sine() {
        Scale one = (x, y) -> 1;
        assertThat(worst(Functions::sin2pi, x -> Math.sin(2 * Math.PI * x), -1, 1, one))
                .isLessThan(SINE);
    }

    @Test
    void arcTangent() {
        Scale one = (x, y) -> 1;
        assertThat(worst(Functions::atan, Math::atan, -50, 50, one)).isLessThan(RELATIVE);
        assertThat(worst(Functions::atan, Math::atan, -1.5, 1.5, one)).isLessThan(RELATIVE);
        assertThat(worst(Functions::atan, Math::atan, -1e-3, 1e-3, one)).isLessThan(1e-9);
    }

    @Test
    void prewarpedTangent() {
        Scale relative = (x, y) -> Math.abs(y);
        assertThat(worst(Functions::tanPi, x -> Math.tan(Math.PI * x), 1e-6, 0.499, relative))
                .isLessThan(RELATIVE);
        assertThat(worst(Functions::tanPi, x -> Math.tan(Math.PI * x), -0.499, -1e-6, relative))
                .isLessThan(RELATIVE);
    }
}
