package eigentone.engine.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.check.RandomPrograms;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Gradients in float64 against central differences.
final class ReferenceGradientTest {

    /// Every smooth operator by itself, read twice, over a few frames of feedback.
    private record Around(Function<Vec, Vec> f) implements Recurrence {
        @Override
        public void define(Definition d) {
            Vec x = d.input("x", 3), h = d.state("h", 3);
            Vec z = d.affine("in", 3, Functions.concat(x, h));
            Vec y = f.apply(z);
            d.next(h, Functions.tanh(y).times(0.7));
            d.output("y", y);
            d.output("sum", y.times(z).sum());
        }
    }

    private static void check(Recurrence r) {
        DifferenceCheck.Result result = new DifferenceCheck(Program.of(r, 48_000), 12, 1).run();
        assertThat(result.worst()).as("%s", result).isLessThan(DifferenceCheck.TOLERANCE);
        assertThat(result.compared()).isPositive();
    }

    private static void around(Function<Vec, Vec> f) {
        check(new Around(f));
    }

    @Test
    void elementwiseOperators() {
        around(Vec::negate);
        around(Functions::abs);
        around(v -> Functions.sqrt(v.times(v).plus(0.5)));
        around(Functions::exp);
        around(Functions::exp2);
        around(v -> Functions.log(v.times(v).plus(0.3)));
        around(Functions::sin2pi);
        around(Functions::tanh);
        around(Functions::sigmoid);
        around(v -> v.plus(v.at(1)));
        around(v -> v.at(0).minus(v));
        around(v -> v.times(v.at(2)));
        around(v -> v.over(v.times(v).plus(1)));
        around(v -> v.at(1).over(v.times(v).plus(1)));
        around(v -> v.min(v.at(0)).plus(v.max(0.1)));
        around(v -> Functions.fma(v.at(0), v, v.at(1)));
        around(v -> Functions.select(v.lessThan(0.2), v.times(2), v.times(v)));
        around(v -> v.plus(Functions.floor(v.times(3))));
        around(Functions::softplus);
        around(Functions::softmax);
        around(v -> Functions.atan(v.times(3)));
    }

    @Test
    void sumsAndProducts() {
        around(v -> v.sum().repeat(3).times(v));
        around(v -> v.dot(v.gather(2, 0, 1)).times(v));
        around(v -> v.greatest().times(v));
        around(v -> Functions.matvec(v.outer(v.times(2)), v));
        around(v -> Functions.matvec(v.outer(v).plus(0.5), v, v.at(0)));
        around(v -> Functions.reflect(v, v.plus(2)));
        around(v -> v.gather(0, 0, 2));
        around(v -> Functions.concat(v.slice(1, 3), v.at(2)));
    }

    @Test
    void weightsInEveryPlace() {
        check(d -> {
            Vec x = d.input("x", 2), h = d.state("h", 4);
            Vec pole = Functions.sigmoid(d.weight("pole", Shape.vector(4), Initial.normal(1)));
            Vec gain = d.weight("gain", Shape.vector(1), Initial.constant(0.5));
            Vec mix = d.weight("mix", new Shape(4, 2), Initial.normal(1));
            Vec table = d.weight("table", Shape.vector(5), Initial.normal(1));
            Vec both = Functions.matvec(mix, x).plus(Functions.matvec(mix.times(gain), x));
            d.next(h, pole.times(h).plus(both));
            d.output("y", d.next(h).plus(Functions.lookupLinear(table, h.times(2))));
            d.output("z", Functions.matvec(mix.transposed(), h));
        });
    }

    @Test
    void matricesAsMemory() {
        check(d -> {
            Vec x = d.input("x", 3), m = d.state("m", new Shape(2, 3), 0.1);
            Vec k = d.affine("key", 2, x), v = Functions.tanh(d.affine("value", 3, x));
            d.next(m, Functions.tanh(m.times(0.9).plus(k.outer(v))));
            d.output("y", Functions.matvec(m, x));
            d.output("z", Functions.matvec(m.transposed(), k));
        });
    }

    @Test
    void delaysOfEveryKind() {
        ControlSpec time = ControlSpec.linear("time", "", 1, 9, 4.3, "how long");
        check(d -> {
            Vec x = d.input("x", 2);
            DelayLine line = d.delay("line", 2, 12);
            Vec s = line.read(3).plus(line.readLinear(d.control(time)));
            Vec taps = line.read(d.constant(5.0, 2.0));
            Vec back = d.linear("mix", 2, s, Initial.normal(0.3));
            d.feed(line, Functions.tanh(back.plus(x)).plus(taps.times(0.2)));
            d.output("y", s.plus(taps));
        });
    }

    @Test
    void delayThatASignalMovesIsRefused() {
        Recurrence moved =
                d -> {
                    Vec x = d.input("x", 1);
                    DelayLine line = d.delay("line", 1, 12);
                    d.feed(line, d.linear("w", 1, x, Initial.normal(1)));
                    d.output("y", line.read(x.times(3)));
                };
        assertThatThrownBy(() -> Adjoint.of(Program.of(moved, 1)))
                .hasMessageContaining("delay 'line'");
    }

    @Test
    void nothingToLearnIsRefused() {
        Recurrence plain = d -> d.output("y", d.input("x", 1).times(2));
        assertThatThrownBy(() -> Adjoint.of(Program.of(plain, 1)))
                .hasMessageContaining("nothing to learn");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100, 150})
    void randomPrograms(int first) {
        int compared = 0, skipped = 0;
        for (int seed = first; seed < first + 50; seed++) {
            Program program = Program.of(new RandomPrograms(seed), 48_000);
            DifferenceCheck.Result r = new DifferenceCheck(program, 9, seed).run();
            assertThat(r.worst()).as("seed %d: %s", seed, r).isLessThan(DifferenceCheck.TOLERANCE);
            compared += r.compared();
            skipped += r.skipped();
        }
        // A difference over a jump is no slope: such directions are counted, and few.
        assertThat(skipped).isLessThan(compared);
    }
}
