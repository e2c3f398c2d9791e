package eigentone.engine.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What does not fit is refused while defining, naming recurrence, operator and both shapes.
class DefinitionTest {

    private record Named(Consumer<Definition> body) implements Recurrence {
        @Override
        public void define(Definition d) {
            body.accept(d);
        }

        @Override
        public String name() {
            return "Faulty";
        }
    }

    private static Program freeze(Consumer<Definition> body) {
        return Program.of(new Named(body), 48000);
    }

    private static void refused(String message, Consumer<Definition> body) {
        assertThatThrownBy(() -> freeze(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shapesThatDoNotFit() {
        refused(
                "recurrence 'Faulty', add: expected equal shapes or a scalar, got 3 and 4",
                d -> d.output("y", d.input("a", 3).plus(d.input("b", 4))));
        refused(
                "recurrence 'Faulty', matvec: expected a vector of length 3 for a matrix of 2 x 3, got 4",
                d ->
                        d.output(
                                "y",
                                Functions.matvec(d.constant(new double[2][3]), d.input("x", 4))));
        refused(
                "recurrence 'Faulty', dot: expected two equal shapes, got 2 and 3",
                d -> d.output("y", d.input("a", 2).dot(d.input("b", 3))));
        refused(
                "recurrence 'Faulty', gather: expected indices in 0..1, got 2",
                d -> d.output("y", d.input("a", 2).at(2)));
        refused(
                "recurrence 'Faulty', state 'h': expected a value of 4, got 3",
                d -> d.next(d.state("h", 4), d.input("x", 3)));
        refused(
                "recurrence 'Faulty', delay 'line': expected 1..10 frames, got 11",
                d -> d.delay("line", 1, 10).read(11));
    }

    @Test
    void whatIsMissingOrTwice() {
        refused(
                "recurrence 'Faulty', state 'h': expected a value; call next(...)",
                d -> d.output("y", d.state("h", 1)));
        refused(
                "recurrence 'Faulty', delay 'line': expected a value; call feed(...)",
                d -> d.output("y", d.delay("line", 1, 4).read(1)));
        refused(
                "recurrence 'Faulty': expected at least one output, got none",
                d -> d.input("x", 1));
        refused(
                "recurrence 'Faulty', state 'x': expected a new name, got one that is taken",
                d -> d.state(d.input("x", 1).slotName(), 1));
    }

    @Test
    void aValueOfAnotherDefinitionIsRefused() {
        Vec[] stranger = new Vec[1];
        freeze(d -> d.output("y", stranger[0] = d.input("x", 1)));
        assertThatThrownBy(() -> freeze(d -> d.output("y", d.input("x", 1).plus(stranger[0]))))
                .hasMessageContaining("expected operands of this definition");
    }

    @Test
    void aModulatedControlIsTheKnobPlusTheSignalHeldToItsRange() {
        ControlSpec spec = ControlSpec.linear("level", "", 0, 2, 1, "level");
        Program p =
                Program.of(d -> d.output("y", d.control(spec)), 48000, java.util.Set.of("level"));
        Reference r = new Reference(p, Weights.none(), 1);
        assertThat(r.step(new double[] {0.25})[0][0]).isEqualTo(1.25);
        assertThat(r.step(new double[] {9})[0][0]).isEqualTo(2);
    }

    @Test
    void aProgramPrintsItsEquations() {
        Program p =
                freeze(d -> {
                    Vec x = d.input("x", 2), h = d.state("h", 2);
                    d.next(h, Functions.tanh(x.plus(h.times(0.5))));
                    d.output("y", d.next(h));
                });
        assertThat(p.toString())
                .isEqualTo(
                        """
                        recurrence Faulty at 48000 Hz
                          input x [2]
                          state h [2]
                          t1 = tanh((x + (h * 0.500000)))
                          h' = t1
                          output y = t1
                          memory 2 floats, 26 operations per frame
                        """);
    }

    @Test
    void drawsHaveTheRightMoments() {
        Program p =
                freeze(d -> {
                    d.output("u", d.uniform(1));
                    d.output("n", d.normal(1));
                    d.output("c", d.categorical(d.constant(new double[] {0.2, 0.5, 0.3})));
                });
        Reference r = new Reference(p, Weights.none(), 12345);
        int steps = 20_000;
        double u = 0, n = 0, nn = 0;
        double[] c = new double[3];
        for (int i = 0; i < steps; i++) {
            double[][] y = r.step();
            u += y[0][0] / steps;
            n += y[1][0] / steps;
            nn += y[1][0] * y[1][0] / steps;
            for (int k = 0; k < 3; k++) {
                c[k] += y[2][k] / steps;
            }
        }
        // Five standard deviations of the mean of 20,000 draws.
        assertThat(u).isBetween(0.489, 0.511);
        assertThat(n).isBetween(-0.036, 0.036);
        assertThat(nn).isBetween(0.95, 1.05);
        assertThat(c[0]).isBetween(0.185, 0.215);
        assertThat(c[1]).isBetween(0.482, 0.518);
        assertThat(c[2]).isBetween(0.283, 0.317);
    }
}
