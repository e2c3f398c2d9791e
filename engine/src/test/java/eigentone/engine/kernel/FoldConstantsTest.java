package eigentone.engine.kernel;

import static eigentone.engine.kernel.passes.PassText.assertPass;
import static eigentone.engine.kernel.passes.PassText.program;
import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.kernel.CostRule.Schedule;
import eigentone.engine.kernel.passes.FoldConstants;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Folding computes once what hangs on constants alone, and never changes a bit.
class FoldConstantsTest {
    private static Program fold(Program lowered) {
        return FoldConstants.apply(lowered, Prepared::evaluate);
    }

    @Test
    void constantsAreComputedOnceAndOnesVanish() {
        assertPass(
                FoldConstantsTest::fold,
                d -> {
                    Vec x = d.input("x", 1), y = d.input("y", 1);
                    d.output("out", x.times(d.constant(1).over(4)).plus(y.times(1)));
                },
                """
                output out = ((x * (1 / 4)) + (y * 1))
                """,
                """
                output out = ((x * 0.250000) + y)
                """);
    }

    @Test
    void everyKindOfOperatorIsFolded() {
        assertPass(
                FoldConstantsTest::fold,
                d -> {
                    Vec x = d.input("x", 1), c = d.constant(1, 2, 3);
                    Vec m = d.constant(new double[][] {{1, 0, 2}, {0, 3, 0}});
                    d.output("sum", x.times(c.sum().plus(c.dot(c)).plus(c.greatest())));
                    d.output("product", x.times(Functions.matvec(m, c, d.constant(10, 20))));
                    d.output("moved", x.times(Functions.concat(c.gather(2, 0), c.at(1))));
                    d.output("table", x.times(Functions.lookup(c, d.constant(1.5))));
                },
                """
                output sum = (x * ((sum([1, 2, 3]) + dot([1, 2, 3], [1, 2, 3])) + greatest([1, 2, 3])))
                output product = (x * matvec(constant[2 x 3], [1, 2, 3], [10, 20]))
                output moved = (x * concat([1, 2, 3][2, 0], [1, 2, 3][1]))
                output table = (x * lookup([1, 2, 3], 1.50000))
                """,
                """
                output sum = (x * 23)
                output product = (x * [17, 26])
                output moved = (x * [3, 1, 2])
                output table = (x * 2)
                """);
    }

    @Test
    void whatMovesByAKnobAWeightOrADrawStays() {
        assertPass(
                FoldConstantsTest::fold,
                d -> {
                    Vec w = d.weight("w", Shape.vector(1), Initial.constant(1));
                    d.output("weight", w.times(2).times(d.constant(3).times(2)));
                    d.output("draw", d.uniform(1).plus(d.stepModulo(4)));
                    var line = d.delay("line", 1, 4);
                    d.feed(line, d.constant(1));
                    d.output("past", line.read(2));
                },
                """
                line <- 1
                output weight = ((w * 2) * (3 * 2))
                output draw = (uniform#0 [1] + step mod 4)
                output past = line[-2]
                """,
                """
                line <- 1
                output weight = ((w * 2) * 6)
                output draw = (uniform#0 [1] + step mod 4)
                output past = line[-2]
                """);
    }

    /// `x + 0` turns -0 into 0, and `x * 0` is NaN for an infinite x.
    @Test
    void anIdentityIsUsedOnlyWhereEveryBitStays() {
        assertPass(
                FoldConstantsTest::fold,
                d -> {
                    Vec x = d.input("x", 1);
                    d.output("same", x.times(1).over(1).minus(0).plus(-0.0));
                    d.output("zero", x.plus(0));
                    d.output("minusZero", x.minus(-0.0));
                    d.output("product", x.times(0));
                    d.output("itself", x.minus(x));
                    d.output("wider", x.times(d.constant(1, 1)));
                    d.output("overflow", x.plus(d.constant(1).over(0)));
                },
                """
                output same = ((((x * 1) / 1) - 0) + -0)
                output zero = (x + 0)
                output minusZero = (x - -0)
                output product = (x * 0)
                output itself = (x - x)
                output wider = (x * [1, 1])
                output overflow = (x + (1 / 0))
                """,
                """
                output same = x
                output zero = (x + 0)
                output minusZero = (x - -0)
                output product = (x * 0)
                output itself = (x - x)
                output wider = (x * [1, 1])
                output overflow = (x + (1 / 0))
                """);
    }

    @Test
    void aKnownMaskTakesItsSide() {
        assertPass(
                FoldConstantsTest::fold,
                d -> {
                    Vec x = d.input("x", 2), y = d.input("y", 2);
                    d.output("low", Functions.select(d.constant(1).lessThan(2), x, y));
                    d.output("high", Functions.select(d.constant(2).lessThan(2), x, y));
                    d.output("mixed", Functions.select(d.constant(0, 1), x, y));
                },
                """
                output low = select((1 < 2), x, y)
                output high = select((2 < 2), x, y)
                output mixed = select([0, 1], x, y)
                """,
                """
                output low = x
                output high = y
                output mixed = select([0, 1], x, y)
                """);
    }

    // ---- bits ----

    /// Zeros of both signs, ones, roundings, the least and the largest.
    private static final double[] EDGES = {
        0, -0.0, 1, -1, 0.1, -2.5, 3, Float.MIN_VALUE, -Float.MIN_NORMAL, 1e-20, 1e38, -3e38
    };

    private static final int N = EDGES.length;

    /// Every operator that can be folded, of two vectors.
    private static List<Vec> everything(Vec x, Vec y) {
        List<Vec> all = new ArrayList<>();
        for (Operator o : Operator.values()) {
            if (o.kind() == Operator.Kind.ELEMENTWISE) {
                Vec positive = Functions.abs(x).plus(1e-30);
                all.add(
                        switch (o) {
                            case NEGATE, ABS, SQRT, FLOOR -> Vec.of(o, x);
                            case EXP, EXP2, LOG, SIN2PI, TANH, SIGMOID -> Vec.of(o, x);
                            case FMA, SELECT -> Vec.of(o, x, y, x);
                            case EXPONENT, MANTISSA -> Vec.of(o, positive);
                            case POWER_OF_TWO -> Vec.of(o, Functions.floor(x.clamp(-126, 127)));
                            default -> Vec.of(o, x, y);
                        });
            }
        }
        all.add(x.sum());
        all.add(x.dot(y));
        all.add(x.greatest());
        all.add(Functions.matvec(x.outer(y), y, x));
        all.add(Functions.matvec(x.outer(y), y));
        all.add(Functions.concat(x.gather(3, 1, 4), y.at(2)));
        return all;
    }

    private static Program everything(BiFunction<Definition, String, Vec> given) {
        return program(d -> {
            List<Vec> all = everything(given.apply(d, "x"), given.apply(d, "y"));
            for (int i = 0; i < all.size(); i++) {
                d.output("y" + i, all.get(i));
            }
        });
    }

    private static double[] edges(int first) {
        double[] turned = new double[N];
        for (int i = 0; i < N; i++) {
            turned[i] = EDGES[(first + i) % N];
        }
        return turned;
    }

    private static float[] floats(double[] x) {
        float[] f = new float[x.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) x[i];
        }
        return f;
    }

    /// The same values as constants and as inputs, which only the kernel computes with.
    @Test
    void foldedValuesHaveTheBitsThatKernelsCompute() {
        Program computed = everything((d, port) -> d.input(port, N));
        List<Kernel> kernels = kernels(computed);
        for (int turn = 0; turn < N; turn++) {
            double[] x = edges(0), y = edges(turn);
            Program folded = everything((d, port) -> d.constant(port.equals("x") ? x : y));
            assertThat(Kernels.lower(folded).values())
                    .filteredOn(v -> v.operator() != Operator.CONSTANT)
                    .as("left of a program of constants, beside what overflows")
                    .hasSizeLessThan(Kernels.lower(computed).values().size() / 3);
            float[][] in = {floats(x), floats(y)};
            for (Kernel k : kernels) {
                float[][] expected = frame(computed, k, in);
                float[][] got = frame(folded, Kernel.compile(folded, 1), new float[0][]);
                for (int i = 0; i < got.length; i++) {
                    assertThat(got[i])
                            .as("%s, %s", computed.outputs().values().toArray()[i], k.schedule())
                            .isEqualTo(expected[i]);
                }
            }
        }
    }

    private static List<Kernel> kernels(Program p) {
        List<Kernel> all = new ArrayList<>(List.of(Kernel.compile(p, 1)));
        if (Simd.width() > 0) {
            all.add(Kernel.compile(p, 1, new CostRule.Choice(Schedule.VECTOR, 4, 0)));
            all.add(Kernel.compile(p, 1, new CostRule.Choice(Schedule.LANES, 4, 0)));
        }
        return all;
    }

    /// What the identities leave out changes no bit of any number, NaN and infinities among them.
    @Test
    void identitiesHoldForEveryNumber() {
        Program p =
                program(d -> {
                    Vec x = d.input("x", 1);
                    d.output("times", x.times(1));
                    d.output("once", d.constant(1).times(x));
                    d.output("over", x.over(1));
                    d.output("minus", x.minus(0));
                    d.output("plus", x.plus(-0.0));
                    d.output("after", d.constant(-0.0).plus(x));
                    d.output("yes", Functions.select(d.constant(-1), x, d.constant(2)));
                    d.output("no", Functions.select(d.constant(-0.0), d.constant(2), x));
                });
        Program folded = fold(p);
        assertThat(folded.values()).extracting(Vec::operator).containsOnly(Operator.INPUT);
        Kernel k = PlainKernel.compile(p, new Layout(folded, 1, Layout.Unrolling.ALL));
        Kernel unfolded = PlainKernel.compile(p, new Layout(p, 1, Layout.Unrolling.ALL));
        List<Float> numbers = new ArrayList<>();
        for (double x : EDGES) {
            numbers.add((float) x);
        }
        numbers.addAll(List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
        for (float x : numbers) {
            float[][] in = {{x}};
            assertThat(bits(frame(p, k, in)))
                    .as("x = " + x)
                    .isEqualTo(bits(frame(p, unfolded, in)));
        }
    }

    private static List<Integer> bits(float[][] frame) {
        return Arrays.stream(frame).map(y -> Float.floatToIntBits(y[0])).toList();
    }

    private static float[][] frame(Program p, Kernel k, float[][] in) {
        float[][] out =
                p.outputs().keySet().stream()
                        .map(o -> new float[o.width()])
                        .toArray(float[][]::new);
        k.instance(Weights.initial(p, 1), "node", 1).run(in, out, 0, 1, new boolean[] {true});
        return out;
    }
}
