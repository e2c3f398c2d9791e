package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.kernel.RowSchedule.Products;
import eigentone.engine.kernel.RowSchedule.Region;
import eigentone.engine.kernel.RowSchedule.Single;
import eigentone.engine.kernel.RowSchedule.Step;
import eigentone.engine.kernel.passes.PassText;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is computed together in a frame of SIMD code, as text: steps, and what goes through memory.
class RowScheduleTest {
    private static final int WIDTH = 8;

    /// Steps in their order; `kept` is what goes to memory, a state's name what takes its place.
    private static String steps(boolean lanes, Consumer<Definition> body) {
        RowLayout layout = new RowLayout(PassText.program(body), WIDTH, WIDTH, lanes);
        RowSchedule schedule = new RowSchedule(layout, true);
        Map<Vec, String> names = new IdentityHashMap<>();
        StringBuilder text = new StringBuilder();
        for (Step step : schedule.steps()) {
            text.append(
                    switch (step) {
                        case Region r -> "region, rows: " + r.rows();
                        case Products p ->
                                "products of " + operand(p.chains().getFirst().lastSource(), names);
                        case Single s -> "single";
                        default -> step.getClass().getSimpleName();
                    });
            text.append('\n');
            for (Vec v : step.values()) {
                String words = step instanceof Products p ? chain(p, v, names) : words(v, names);
                names.put(v, "v" + (names.size() + 1));
                text.append("  ").append(names.get(v)).append(" = ").append(words);
                text.append(schedule.isStored(v) ? ", kept" : "");
                text.append(schedule.isMask(v) ? ", a mask" : "");
                schedule.inPlace()
                        .forEach(
                                (s, next) -> text.append(next == v ? ", becomes " + s.name() : ""));
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void assertSteps(boolean lanes, Consumer<Definition> body, String expected) {
        assertThat(steps(lanes, body)).isEqualTo(expected);
    }

    private static String words(Vec v, Map<Vec, String> names) {
        if (v.operands().isEmpty()) {
            return v.operator().word() + " " + v.slotName();
        }
        return v.operands().stream()
                .map(o -> operand(o, names))
                .collect(Collectors.joining(" ", v.operator().word() + " ", ""));
    }

    private static String chain(Products step, Vec v, Map<Vec, String> names) {
        RowSchedule.Chain c =
                step.chains().stream().filter(k -> k.value() == v).findFirst().orElseThrow();
        StringBuilder sum = new StringBuilder("sum");
        c.bias().forEach(b -> sum.append(' ').append(operand(b, names)));
        for (int i = 0; i < c.sources().size(); i++) {
            sum.append(", ").append(operand(c.matrices().get(i), names));
            sum.append(" times ").append(operand(c.sources().get(i), names));
        }
        return sum.toString();
    }

    private static String operand(Vec v, Map<Vec, String> names) {
        RowLayout.Source s = RowLayout.source(v);
        String base = names.getOrDefault(s.base(), s.base().slotName());
        if (s.base().operator() == Operator.CONSTANT) {
            base = "" + ((double[]) Objects.requireNonNull(s.base().attribute()))[0];
        }
        if (base.isEmpty()) {
            base = "(" + words(s.base(), names) + ")";
        }
        return s.isWhole() ? base : base + "[" + s.first() + "..]";
    }

    /// Only what leaves the region goes to memory: the rest stays in registers.
    @Test
    void anElementwiseChainIsOneRegion() {
        assertSteps(
                false,
                d -> {
                    Vec x = d.input("x", 20), a = x.times(2), b = a.plus(1);
                    d.output("y", Functions.abs(b).min(a));
                },
                """
                single
                  v1 = input x, kept
                region, rows: 3
                  v2 = multiply v1 2.0
                  v3 = add v2 1.0
                  v4 = abs v3
                  v5 = minimum v4 v2, kept
                """);
    }

    @Test
    void regionsAreOfEquallyManyRows() {
        Consumer<Definition> body =
                d -> {
                    Vec x = d.state("x", 20), g = d.input("g", 1).times(0.5);
                    Vec y = x.times(g.plus(1));
                    d.next(x, y.plus(0.25));
                    d.output("tail", y.slice(12, 20).negate());
                };
        assertSteps(
                false,
                body,
                """
                region, rows: 1
                  v1 = multiply g 0.5
                  v2 = add v1 1.0, kept
                region, rows: 3
                  v3 = multiply x v2, kept
                  v4 = add v3 0.25, becomes x
                region, rows: 1
                  v5 = negate v3[12..], kept
                """);
        assertSteps(
                true,
                body,
                """
                region, rows: 1
                  v1 = multiply g 0.5
                  v2 = add v1 1.0, kept
                region, rows: 20
                  v3 = multiply x v2, kept
                  v4 = add v3 0.25, becomes x
                region, rows: 8
                  v5 = negate v3[12..]
                """);
    }

    @Test
    void aComparisonThatOnlySelectsIsAMask() {
        assertSteps(
                true,
                d -> {
                    Vec x = d.input("x", 1), loud = x.greaterThan(1), low = x.lessThan(-1);
                    d.output("y", Functions.select(loud, x.constant(1), x));
                    d.output("z", Functions.select(low, x.constant(-1), x).plus(low));
                },
                """
                region, rows: 1
                  v1 = less 1.0 x, a mask
                  v2 = select v1 1.0 x
                  v3 = less x -1.0
                  v4 = select v3 -1.0 x
                  v5 = add v4 v3
                """);
    }

    /// As an LSTM's gates: both sums go over x first and end with h.
    @Test
    void productsOfOneSourceAreOneGroup() {
        assertSteps(
                false,
                d -> {
                    Vec x = d.input("x", 3), h = d.state("h", 8);
                    Vec gate = d.affine(8, "inGate", x, "gate", h);
                    Vec cell = d.affine(8, "inCell", x, "cell", h);
                    d.next(h, gate.times(cell).clamp(-1, 1));
                    d.output("y", d.affine("out", 1, d.next(h)));
                },
                """
                single
                  v1 = input x, kept
                products of h
                  v2 = sum (add inGate.bias gate.bias), inGate.weight times v1, gate.weight times h, kept
                  v3 = sum (add inCell.bias cell.bias), inCell.weight times v1, cell.weight times h, kept
                region, rows: 1
                  v4 = multiply v2 v3
                  v5 = maximum v4 -1.0
                  v6 = minimum v5 1.0, kept, becomes h
                products of v6
                  v7 = sum out.bias, out.weight times v6, kept
                """);
    }

    @Test
    void aProductWithAnotherReaderIsAStepOfItsOwn() {
        assertSteps(
                false,
                d -> {
                    Vec x = d.state("x", 8), h = d.state("h", 8);
                    Vec in = d.linear("in", 8, x, Initial.uniform(1));
                    Vec w = d.weight("w", new Shape(8, 8), Initial.uniform(1));
                    d.next(x, in);
                    d.next(h, Functions.matvec(w, h, in));
                    d.output("y", h);
                },
                """
                products of x
                  v1 = sum, in.weight times x, kept
                products of h
                  v2 = sum v1, w times h, kept
                """);
    }

    @Test
    void aStateTakesItsNextValueWhereItIsComputedUnlessItIsReadLater() {
        assertSteps(
                false,
                d -> {
                    Vec x = d.input("x", 1);
                    Vec free = d.state("free", 8), read = d.state("read", 8);
                    Vec shifted = d.state("shifted", 8), heard = d.state("heard", 8);
                    d.next(free, free.times(0.5).plus(x));
                    d.next(read, read.times(0.5).plus(x));
                    d.next(shifted, Functions.concat(shifted.slice(1, 8), x).times(0.5));
                    d.next(heard, heard.times(0.5).plus(x));
                    d.output("late", read.sum());
                    d.output("heard", heard);
                },
                """
                region, rows: 1
                  v1 = multiply free 0.5
                  v2 = add v1 x, becomes free
                  v3 = multiply read 0.5
                  v4 = add v3 x, kept
                  v5 = multiply heard 0.5
                  v6 = add v5 x, kept
                single
                  v7 = concat shifted[1..] x, kept
                region, rows: 1
                  v8 = multiply v7 0.5, becomes shifted
                single
                  v9 = sum read, kept
                """);
    }

    @Test
    void statesThatChangePlacesAreNotOverwritten() {
        assertSteps(
                true,
                d -> {
                    Vec a = d.state("a", 1), b = d.state("b", 1);
                    d.next(a, b.times(0.5));
                    d.next(b, a);
                    d.output("y", d.next(a));
                },
                """
                region, rows: 1
                  v1 = multiply b 0.5, kept
                """);
    }
}
