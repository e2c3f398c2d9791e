package eigentone.audioio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RealFftTest {
    /// Rounding of float64 sums of 100 numbers of size 1.
    private static final double EXACT = 1e-12;

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 16, 100})
    void forwardIsTheSumOfItsDefinition(int size) {
        double[] x = noise(size, 1), spectrum = new double[size];
        new RealFft(size).forward(x, spectrum);
        for (int k = 0; k <= size / 2; k++) {
            double re = 0, im = 0;
            for (int n = 0; n < size; n++) {
                re += x[n] * Math.cos(2 * Math.PI * k * n / size);
                im -= x[n] * Math.sin(2 * Math.PI * k * n / size);
            }
            if (k == 0 || k == size / 2) {
                assertThat(spectrum[k == 0 ? 0 : 1]).isCloseTo(re, within(EXACT));
            } else {
                assertThat(spectrum[2 * k]).isCloseTo(re, within(EXACT));
                assertThat(spectrum[2 * k + 1]).isCloseTo(im, within(EXACT));
            }
        }
    }

    /// <F x, g> = <x, F' g>
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 16, 100})
    void adjointIsTheTranspose(int size) {
        double[] x = noise(size, 2), g = noise(size, 3);
        double[] spectrum = new double[size], back = new double[size];
        RealFft fft = new RealFft(size);
        fft.forward(x, spectrum);
        fft.adjoint(g, back);
        double there = 0, here = 0;
        for (int i = 0; i < size; i++) {
            there += spectrum[i] * g[i];
            here += x[i] * back[i];
        }
        assertThat(here).isCloseTo(there, within(EXACT * size));
    }

    private static double[] noise(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(size, -1, 1).toArray();
    }
}
