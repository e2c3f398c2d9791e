package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.language.Definition;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelMathTest {
    private static final int STEPS = 10_000;

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                2,
                3,
                7,
                480,
                44100,
                48000,
                65536,
                (1 << 24) - 3,
                Definition.MAX_DELAY_FRAMES
            })
    void stepModuloIsTheRemainder(int period) {
        long inverse = KernelMath.inverse(period);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < STEPS; i++) {
            int any = random.nextInt();
            int around = random.nextInt(1 << 8) * period + random.nextInt(3) - 1;
            for (int step : new int[] {i, -i, any, around, any - any % period - 1}) {
                assertThat(KernelMath.stepModulo(step, inverse, period))
                        .isEqualTo(Integer.remainderUnsigned(step, period));
            }
        }
    }
}
