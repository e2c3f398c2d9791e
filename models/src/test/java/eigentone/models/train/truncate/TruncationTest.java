package eigentone.models.train.truncate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.gradient.Adjoint;
import eigentone.engine.gradient.ThroughTime;
import eigentone.engine.gradient.ThroughTime.Crossing;
import eigentone.engine.gradient.ThroughTime.Limits;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// On a leaky integrator, whose gradient fades by a known factor.
final class TruncationTest {
    private static final double LEAK = 0.8;
    private static final int FRAMES = 24;

    private static ThroughTime pass(int segment) {
        Program p =
                Program.of(
                        d -> {
                            Vec h = d.state("h", 1);
                            Vec a = d.weight("a", Shape.vector(1), Initial.constant(LEAK));
                            d.next(h, a.times(h).plus(d.input("x", 1)));
                            d.output("y", d.next(h));
                        },
                        1);
        Limits limits = new Limits(1, segment, 1 << 20);
        return new ThroughTime(Adjoint.of(p), 1, Weights.initial(p, 1), limits, "n", 1);
    }

    /// The gradient by `a` of a loss that is the last output.
    private static double gradient(ThroughTime pass, Crossing crossing) {
        float[] x = new float[FRAMES], y = new float[FRAMES], dy = new float[FRAMES];
        Arrays.fill(x, 1);
        dy[FRAMES - 1] = 1;
        pass.reset(0, 0);
        pass.forward(new float[][] {x}, new float[][] {y}, FRAMES);
        return pass.back(new float[][] {dy}, new float[0][], crossing).get("a")[0];
    }

    @Test
    void meanOfRandomTruncationsIsTheWhole() {
        RandomTruncation truncation = new RandomTruncation(0.3, 7);
        try (ThroughTime pass = pass(6)) {
            double whole = gradient(pass, (frame, g) -> {}), sum = 0, squares = 0;
            int draws = 3000;
            for (int step = 0; step < draws; step++) {
                double g = gradient(pass, truncation.crossing(step));
                sum += g;
                squares += g * g;
            }
            double mean = sum / draws;
            double error = Math.sqrt((squares / draws - mean * mean) / draws);
            assertThat(mean).isCloseTo(whole, within(4 * error));
            // A truncation that does not make up for it is far off.
            double fixed = gradient(pass, (frame, g) -> g.scale(frame == 18 ? 0 : 1));
            assertThat(Math.abs(fixed - whole)).isGreaterThan(20 * error);
        }
    }

    @Test
    void lengthFollowsTheFading() {
        double[] norms = new double[FRAMES];
        try (ThroughTime pass = pass(1)) {
            gradient(pass, (frame, g) -> norms[FRAMES - 1 - frame] = g.norm(0));
        }
        for (int k = 0; k < norms.length; k++) {
            assertThat(norms[k]).isCloseTo(Math.pow(LEAK, k + 1), within(1e-5));
        }
        for (double bias : new double[] {0.5, 0.1, 0.01, 0.001}) {
            // tail / (head - tail) with tail = 0.8^(K + 1) of the sum and head the rest.
            int expected = 0;
            while (!(tail(expected) < bias * (1 - 2 * tail(expected)))) {
                expected++;
            }
            assertThat(new AdaptiveTruncation(bias).steps(norms)).isEqualTo(expected);
        }
        double[] steady = {1, 1, 1, 1, 1};
        assertThat(new AdaptiveTruncation(0.1).steps(steady)).isEqualTo(-1);
        assertThat(new AdaptiveTruncation(0.1).steps(new double[] {1, 0, 0, 0})).isZero();
    }

    private static double tail(int k) {
        return Math.pow(LEAK, k + 1);
    }
}
