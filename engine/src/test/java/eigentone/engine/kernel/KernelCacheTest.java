package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.language.Functions;
import eigentone.engine.language.Recurrence;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class KernelCacheTest {
    private static Program program(double factor) {
        Recurrence r =
                d -> {
                    var h = d.state("h", 4);
                    d.next(
                            h,
                            Functions.tanh(
                                    d.affine("in", 4, d.input("x", 1)).plus(h.times(factor))));
                    d.output("y", d.next(h));
                };
        return Program.of(r, 48000);
    }

    @Test
    void equalProgramsShareAKernelAndOthersDoNot() {
        Kernel one = Kernel.compile(program(0.5), 8);
        assertThat(Kernel.compile(program(0.5), 8)).isSameAs(one);
        assertThat(Kernel.compile(program(0.25), 8)).as("a constant").isNotSameAs(one);
        assertThat(Kernel.compile(program(0.5), 4)).as("lanes").isNotSameAs(one);
    }

    @Test
    void aClassUnloadsWhenNothingUsesIt() throws InterruptedException {
        for (CostRule.Choice choice : CostRule.choices(program(0.125), 8, Simd.width())) {
            WeakReference<Class<?>> gone = codeClass(choice);
            int size = KernelCache.OF_PROCESS.size();
            // The cache hears of it a little later than the reference is cleared.
            for (int i = 0; i < 50 && KernelCache.OF_PROCESS.size() >= size; i++) {
                System.gc();
                Thread.sleep(20);
            }
            assertThat(gone.get()).as(choice.toString()).isNull();
            assertThat(KernelCache.OF_PROCESS.size()).isLessThan(size);
        }
    }

    private static WeakReference<Class<?>> codeClass(CostRule.Choice choice) {
        Program p = program(0.125);
        Kernel kernel = Kernel.compile(p, 8, choice);
        KernelInstance instance = kernel.instance(Weights.initial(p, 1), "node", 1);
        instance.run(
                new float[][] {new float[8]}, new float[][] {new float[32]}, 0, 1, new boolean[8]);
        return new WeakReference<>(kernel.codeClass());
    }
}
