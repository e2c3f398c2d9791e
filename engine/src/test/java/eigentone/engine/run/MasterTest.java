package eigentone.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.filter.DcBlock;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterTest {
    private static final double RATE = 48000;

    private static float[] through(float[] x, int block) {
        Master master = new Master(1, RATE);
        float[] y = new float[x.length];
        for (int t = 0; t < x.length; t += block) {
            float[][] part = {Arrays.copyOfRange(x, t, Math.min(x.length, t + block))};
            master.protect(part, part[0].length);
            System.arraycopy(part[0], 0, y, t, part[0].length);
        }
        return y;
    }

    private static float[] noise(int frames, double gain, double offset) {
        Random random = new Random(3);
        float[] x = new float[frames];
        for (int t = 0; t < frames; t++) {
            x[t] = (float) (offset + gain * (2 * random.nextDouble() - 1));
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 511})
    void anyBlockSizeGivesTheSameBits(int block) {
        float[] x = noise(5000, 1.2, 0.1);
        assertThat(through(x, block)).isEqualTo(through(x, x.length));
    }

    /// Against the node in float64 arithmetic: both are one recurrence.
    @Test
    void theHighPassIsThatOfTheDcBlockNode() {
        int frames = 20_000;
        float[] x = noise(frames, 0.5, 0.2);
        double[] in = new double[frames];
        for (int t = 0; t < frames; t++) {
            in[t] = x[t];
        }
        double[] expected = Play.of(new DcBlock(1), RATE).feed("in", in).out(frames);
        float[] y = through(x, 64);
        for (int t = 0; t < frames; t++) {
            assertThat((double) y[t]).isEqualTo(expected[t], within(6e-8));
        }
    }

    @Test
    void anOffsetIsGoneWithinASecondAndSilenceIsZero() {
        float[] x = new float[5 * (int) RATE];
        Arrays.fill(x, 0, x.length / 2, 0.5f);
        float[] y = through(x, 256);
        assertThat(Math.abs(y[(int) RATE])).isLessThan(1e-6f);
        assertThat(y[x.length - 1]).isZero();
    }

    @Test
    void whatIsNotFiniteIsSilentAndForgotten() {
        float[] x = noise(1000, 0.5, 0);
        float[] expected = x.clone();
        for (int t : new int[] {100, 200, 300}) {
            expected[t] = 0;
        }
        x[100] = Float.NaN;
        x[200] = Float.POSITIVE_INFINITY;
        x[300] = Float.NEGATIVE_INFINITY;
        assertThat(through(x, 64)).isEqualTo(through(expected, 64));
    }

    @Test
    void nothingLeavesBeyondTheCeiling() {
        Master master = new Master(1, RATE);
        float[][] x = {noise(10_000, 1e10, 0)};
        master.protect(x, 10_000);
        for (float v : x[0]) {
            assertThat(Math.abs(v)).isLessThanOrEqualTo(Master.CEILING);
        }
        assertThat(master.bentSamples()).isGreaterThan(9_900);
    }
}
