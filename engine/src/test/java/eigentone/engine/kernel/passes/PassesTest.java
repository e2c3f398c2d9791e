package eigentone.engine.kernel.passes;

import static eigentone.engine.kernel.passes.PassText.assertPass;
import static eigentone.engine.kernel.passes.PassText.program;
import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What the passes make of small programs, as text.
class PassesTest {
    // ---- ShareCommon ----

    @Test
    void whatOccursTwiceIsComputedOnce() {
        assertPass(
                ShareCommon::apply,
                d -> {
                    Vec a = d.input("a", 1), b = d.input("b", 1);
                    d.output("y", a.plus(b).times(a.plus(b)));
                },
                """
                output y = ((a + b) * (a + b))
                """,
                """
                t1 = (a + b)
                output y = (t1 * t1)
                """);
    }

    @Test
    void onlyEqualBitsAreShared() {
        assertPass(
                ShareCommon::apply,
                d -> {
                    Vec a = d.input("a", 4), head = a.slice(0, 2), tail = a.slice(2, 4);
                    d.output("y", head.plus(0).times(tail.plus(0)).minus(head.plus(-0.0)));
                    d.output("z", a.slice(0, 2).plus(0));
                    d.output("noise", d.uniform(1).minus(d.uniform(1)));
                },
                """
                t1 = a[0..1]
                output y = (((t1 + 0) * (a[2..3] + 0)) - (t1 + -0))
                output z = (a[0..1] + 0)
                output noise = (uniform#0 [1] - uniform#1 [1])
                """,
                """
                t1 = a[0..1]
                t2 = (t1 + 0)
                output y = ((t2 * (a[2..3] + 0)) - (t1 + -0))
                output z = t2
                output noise = (uniform#0 [1] - uniform#1 [1])
                """);
    }

    // ---- LowerFunctions ----

    @Test
    void aTanhIsOneRational() {
        assertLowered(
                d -> d.output("y", Functions.tanh(d.input("x", 1))),
                """
                output y = tanh(x)
                """,
                """
                t1 = minimum(maximum(x, -8), 8)
                t2 = (t1 * t1)
                output y = ((t1 * fma(fma(fma(t2, 1.13102e-05, 0.00293883), t2, 0.129136), t2, 0.999999)) \
                / fma(fma(fma(fma(t2, 2.42384e-07, 0.000237028), t2, 0.0237638), t2, 0.462467), t2, 1))
                """);
    }

    @Test
    void aSigmoidIsTheSameRationalOfHalfItsArgument() {
        assertLowered(
                d -> d.output("y", Functions.sigmoid(d.input("x", 1))),
                """
                output y = sigmoid(x)
                """,
                """
                t1 = minimum(maximum((x * 0.500000), -8), 8)
                t2 = (t1 * t1)
                t3 = fma(fma(fma(fma(t2, 1.21192e-07, 0.000118514), t2, 0.0118819), t2, 0.231234), t2, 0.500000)
                output y = (fma(t1, fma(fma(fma(t2, 5.65511e-06, 0.00146941), t2, 0.0645682), t2, 0.500000), t3) \
                / (t3 + t3))
                """);
    }

    @Test
    void aSineIsFoldedToAQuarterAndOnePolynomial() {
        assertLowered(
                d -> d.output("y", Functions.sin2pi(d.input("x", 1))),
                """
                output y = sin2pi(x)
                """,
                """
                t1 = (x - floor((x + 0.500000)))
                t2 = select((abs(t1) < 0.250000), t1, (select((t1 < 0), -0.500000, 0.500000) - t1))
                t3 = (t2 * t2)
                output y = (t2 * fma(fma(fma(fma(t3, 39.7109, -76.5750), t3, 81.6022), t3, -41.3417), t3, 6.28319))
                """);
    }

    @Test
    void exponentialsAndLogarithmsTakeThePowerOfTwoApart() {
        assertLowered(
                d -> d.output("y", Functions.exp2(d.input("x", 1))),
                """
                output y = exp2(x)
                """,
                """
                t1 = minimum(maximum(x, -126), 127)
                t2 = floor((t1 + 0.500000))
                t3 = (t1 - t2)
                output y = (fma(fma(fma(fma(fma(fma(t3, 0.000153458, 0.00133999), t3, 0.00961849), t3, 0.0555033), \
                t3, 0.240226), t3, 0.693147), t3, 1) * power_of_two(t2))
                """);
        assertLowered(
                d -> d.output("y", Functions.exp(d.input("x", 1))),
                """
                output y = exp(x)
                """,
                """
                t1 = minimum(maximum(x, -87), 88)
                t2 = floor(((t1 * 1.44270) + 0.500000))
                t3 = fma(t2, 0.000212194, fma(t2, -0.693359, t1))
                output y = (fma(fma(fma(fma(fma(fma(t3, 0.00138368, 0.00837482), t3, 0.0416682), t3, 0.166664), \
                t3, 0.500000), t3, 1.00000), t3, 1) * power_of_two(t2))
                """);
        assertLowered(
                d -> d.output("y", Functions.log(d.input("x", 1))),
                """
                output y = log(x)
                """,
                """
                t1 = maximum(x, 1.17549e-38)
                t2 = exponent(t1)
                t3 = (mantissa(t1) - 1)
                output y = fma(t2, 0.693359, fma(t2, -0.000212194, fma((t3 * t3), \
                fma(fma(fma(fma(fma(fma(fma(fma(t3, -0.0808126, 0.128700), t3, -0.130435), t3, 0.141804), \
                t3, -0.166333), t3, 0.200024), t3, -0.250006), t3, 0.333333), t3, -0.500000), t3)))
                """);
    }

    private static void assertLowered(Consumer<Definition> body, String before, String after) {
        assertPass(LowerFunctions::apply, body, before, after);
    }

    // ---- Fractions, on quotients as lowering makes them ----

    private static Program merge(Program p) {
        Fractions fractions = new Fractions(p);
        return p.rewrite((v, operands) -> {
            if (v.operator() == Operator.DIVIDE) {
                return fractions.quotient(operands.get(0), operands.get(1));
            }
            Vec merged = fractions.merged(v, operands);
            return merged != null ? merged : v.on(operands);
        });
    }

    @Test
    void quotientsThatMeetDivideOnce() {
        assertPass(
                PassesTest::merge,
                d -> {
                    Vec a = d.input("a", 1), b = d.input("b", 1), c = d.input("c", 1);
                    Vec e = d.input("e", 1), f = d.input("f", 1);
                    d.output("product", a.over(b).times(c.over(e)));
                    d.output("sum", a.over(b).plus(c.over(e)));
                    d.output("fused", Functions.fma(a.over(b), f, c.over(e)));
                },
                """
                output product = ((a / b) * (c / e))
                output sum = ((a / b) + (c / e))
                output fused = fma((a / b), f, (c / e))
                """,
                """
                output product = ((a * c) / (b * e))
                output sum = (fma(a, e, (c * b)) / (b * e))
                output fused = (fma((a * f), e, (c * b)) / (b * e))
                """);
    }

    @Test
    void aQuotientWithTwoReadersStaysAndSoDoesAFourth() {
        assertPass(
                PassesTest::merge,
                d -> {
                    Vec a = d.input("a", 1), b = d.input("b", 1);
                    Vec shared = a.over(b);
                    d.output("y", shared.times(b.over(a)));
                    d.output("z", shared);
                    d.output("four", a.over(b).times(a.over(b)).times(a.over(b)).times(a.over(b)));
                },
                """
                t1 = (a / b)
                output y = (t1 * (b / a))
                output z = t1
                output four = ((((a / b) * (a / b)) * (a / b)) * (a / b))
                """,
                """
                t1 = (a / b)
                output y = ((b * t1) / a)
                output z = t1
                output four = ((((a * a) * a) / ((b * b) * b)) * (a / b))
                """);
    }

    // ---- Halves ----

    private static Program halve(Program p) {
        return p.rewrite((v, operands) ->
                v.operator() == Operator.MULTIPLY ? Halves.of(operands.get(1)) : v.on(operands));
    }

    @Test
    void theHalfOfALayerGoesIntoItsWeights() {
        assertPass(
                PassesTest::halve,
                d -> {
                    Vec x = d.input("x", 2), h = d.state("h", 2);
                    Vec layer = d.affine(2, "in", x, "state", h);
                    d.next(h, d.constant(0.5).times(layer));
                    d.output("y", d.constant(0.5).times(d.affine("out", 1, h)));
                    d.output("z", d.constant(0.5).times(x));
                },
                """
                h' = (0.500000 * matvec(state.weight, h, matvec(in.weight, x, (in.bias + state.bias))))
                output y = (0.500000 * matvec(out.weight, h, out.bias))
                output z = (0.500000 * x)
                """,
                """
                h' = matvec((state.weight * 0.500000), h, matvec((in.weight * 0.500000), x, \
                ((in.bias + state.bias) * 0.500000)))
                output y = matvec((out.weight * 0.500000), h, (out.bias * 0.500000))
                output z = (x * 0.500000)
                """);
    }

    // ---- dead code: Program.inOrder, at the end of every rewriting ----

    @Test
    void whatNoOutputOrMemoryNeedsIsNotInTheProgram() {
        Program p =
                program(d -> {
                    Vec x = d.input("x", 1);
                    Vec dead = Functions.tanh(x.times(3));
                    Vec alsoDead = dead.plus(dead);
                    d.output("y", x.plus(alsoDead.constant(1)));
                });
        assertThat(p.values())
                .extracting(Vec::operator)
                .containsExactly(Operator.INPUT, Operator.CONSTANT, Operator.ADD);
    }

    @Test
    void aPassLeavesNothingDeadBehind() {
        Program p =
                program(d -> {
                    Vec x = d.input("x", 1), gone = Functions.exp(x.times(3));
                    d.output("y", x.plus(gone));
                });
        Program after = p.rewrite((v, o) -> v.operator() == Operator.ADD ? o.get(0) : v.on(o));
        assertThat(p.values()).hasSize(5);
        assertThat(after.values()).extracting(Vec::operator).containsExactly(Operator.INPUT);
        assertThat(after.toString())
                .isEqualTo(
                        """
                        recurrence Small at 48000 Hz
                          input x [1]
                          output y = x
                          memory 0 floats, 0 operations per frame
                        """);
    }

    /// Ports, knobs and memory are the node's face: they stay, read or not.
    @Test
    void whatIsDeclaredStays() {
        Program p =
                program(d -> {
                    Vec x = d.input("x", 1), h = d.state("unheard", 1);
                    d.input("unread", 2);
                    d.next(h, x.plus(h));
                    d.output("y", x);
                });
        assertThat(LowerFunctions.apply(ShareCommon.apply(p)).toString())
                .isEqualTo(
                        """
                        recurrence Small at 48000 Hz
                          input x [1]
                          input unread [2]
                          state unheard [1]
                          unheard' = (x + unheard)
                          output y = x
                          memory 1 floats, 1 operations per frame
                        """);
    }
}
