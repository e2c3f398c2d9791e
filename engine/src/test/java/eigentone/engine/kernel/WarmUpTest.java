package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.check.KernelFuzz;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Recurrence;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs in a process of its own, with what the launcher gives the JVM for kernels.
@Tag("allocation")
class WarmUpTest {
    private static final Recurrence CELL =
            d -> {
                var h = d.state("h", 16);
                d.next(h, Functions.tanh(d.affine(16, "in", d.input("x", 1), "back", h)));
                d.output("y", d.next(h));
            };

    private static Object sink = "";

    @Test
    void everyScheduleOfACellWarms() {
        Program p = Program.of(CELL, 48000);
        for (CostRule.Choice choice : CostRule.choices(p, 8, Simd.width())) {
            WarmUp.Report report = WarmUp.run(Kernel.compile(p, 8, choice), 30);
            assertThat(report.isWarm()).as(choice + ": " + report).isTrue();
            assertThat(report.allocatedBytes()).isZero();
        }
    }

    /// What stays in registers over frames is known to be of one width, although others ran before.
    @Test
    void statesInRegistersWarmAtEveryWidth() {
        Recurrence leak =
                d -> {
                    var h = d.state("h", 8);
                    d.next(h, Functions.abs(h).times(0.9).minus(d.input("x", 1)));
                    d.output("y", d.next(h).sum());
                };
        Program p = Program.of(leak, 48000);
        for (CostRule.Choice choice : CostRule.choices(p, 8, Simd.width())) {
            WarmUp.Report report = WarmUp.run(Kernel.compile(p, 8, choice), 30);
            assertThat(report.isWarm()).as(choice + ": " + report).isTrue();
        }
    }

    /// Random programs, until they are compiled.
    @Test
    void compiledKernelsGiveTheBitsOfColdOnes() {
        KernelFuzz fuzz = new KernelFuzz();
        for (long seed = 0; seed < 30; seed++) {
            fuzz.check(1000 + seed, true);
        }
        assertThat(fuzz.compared()).isGreaterThan(2 * fuzz.undecided());
    }

    @Test
    void aKernelThatBoxesIsPassedOver() {
        Program p = Program.of(CELL, 48000);
        CostRule.Choice boxing = new CostRule.Choice(CostRule.Schedule.VECTOR, 16, 1);
        CostRule.Choice plain = new CostRule.Choice(CostRule.Schedule.PLAIN, 1, 2);
        Kernel sound = Kernel.compile(p, 1, plain);
        Kernel chosen =
                WarmUp.firstThatWarms(
                        List.of(boxing, plain),
                        c -> c.equals(boxing) ? allocating(sound) : sound,
                        0.3);
        assertThat(chosen).isSameAs(sound);
    }

    /// `kernel` with an allocation in every block.
    private static Kernel allocating(Kernel kernel) {
        return proxy(
                Kernel.class,
                kernel,
                () -> {},
                (name, result) ->
                        name.equals("instance")
                                ? proxy(
                                        OfflineInstance.class,
                                        (OfflineInstance) result,
                                        () -> sink = new byte[16],
                                        (n, r) -> r)
                                : result);
    }

    private interface Change {
        Object of(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Runnable each, Change change) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            each.run();
                            try {
                                return change.of(
                                        method.getName(), method.invoke(target, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Test
    void weightsDoNotMatterForWarmth() {
        Program p = Program.of(CELL, 48000);
        Kernel kernel = WarmUp.compile(p, 8, 30);
        assertThat(kernel.instance(Weights.initial(p, 2), "n", 1).lanes()).isEqualTo(8);
        assertThat(sink).isNotNull();
    }
}
