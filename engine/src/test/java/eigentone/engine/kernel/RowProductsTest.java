package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.language.Functions;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Products that are too many to be written out: loops over passes, with the same bits.
final class RowProductsTest {
    private static final int LANES = 16, FRAMES = 12;

    /// Rows that do not divide into equal passes, several sources, biases of all kinds.
    private static final Program LARGE =
            Program.of(
                    d -> {
                        Vec x = d.input("x", 5), h = d.state("h", 131), g = d.state("g", 131);
                        Vec z = d.affine(131, "in", x, "rec", h);
                        Vec u = d.linear("other", 131, h, Initial.normal(0.1));
                        Vec w =
                                Functions.matvec(
                                        d.weight("m", new Shape(131, 131), Initial.normal(0.1)),
                                        h,
                                        g);
                        d.next(h, Functions.tanh(z.plus(u)));
                        d.next(g, Functions.sigmoid(w));
                        d.output("y", d.linear("read", 3, d.next(h), Initial.normal(0.1)));
                        d.output("g", d.next(g));
                    },
                    48_000);

    @Test
    void loopsGiveTheBitsOfPlainLoops() {
        float[][] x = {noise(FRAMES * 5 * LANES)};
        float[][] plain = run(new CostRule.Choice(CostRule.Schedule.PLAIN, 1, 0), x);
        for (int width = 4; width <= Simd.width(); width *= 2) {
            CostRule.Choice lanes = new CostRule.Choice(CostRule.Schedule.LANES, width, 0);
            assertThat(run(lanes, x)).as("registers of %d", width).isEqualTo(plain);
        }
        assertThat(plain[0]).isNotEqualTo(new float[plain[0].length]);
    }

    private static float[][] run(CostRule.Choice choice, float[][] x) {
        Kernel kernel = Kernel.compile(LARGE, LANES, choice);
        assertThat(kernel.isCompilable()).isTrue();
        float[][] y = {new float[FRAMES * 3 * LANES], new float[FRAMES * 131 * LANES]};
        boolean[] sounding = new boolean[LANES];
        Arrays.fill(sounding, true);
        KernelInstance instance = kernel.instance(Weights.initial(LARGE, 1), "node", 1);
        instance.run(x, y, 0, FRAMES, sounding);
        return y;
    }

    private static float[] noise(int n) {
        SplittableRandom random = new SplittableRandom(1);
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = (float) random.nextGaussian();
        }
        return v;
    }
}
