package eigentone.engine.language;

import java.util.Arrays;
import java.util.List;

/// The functions of the language, for static import, so that a cell reads like its paper.
///
/// On the audio path each is one polynomial or rational of float32 operations; the stated errors
/// are the largest found against float64 over the range (see `FunctionsAccuracyTest`).
public final class Functions {
    private static final double LOG2_OF_E = 1 / Math.log(2);

    private static final double[] ATAN = {
        0.0028662257,
        -0.0161657367,
        0.0429096138,
        -0.0752896400,
        0.1065626393,
        -0.1420889944,
        0.1999355085,
        -0.3333314528,
        1
    };

    /// tan(pi x) (1 - 4 x^2) / x over x^2: what is left without the poles at a half. Relative error
    /// 4e-8, by the fit that `LowerFunctions` tells of.
    private static final double[] TAN = {
        -0.12052999426962464,
        -0.20332742422118752,
        -0.5397577749076818,
        -2.230922709638401,
        3.141592535127423
    };

    private Functions() {}

    public static Vec abs(Vec x) {
        return Vec.elementwise(Operator.ABS, x);
    }

    /// NaN below zero: guard the operand where it can be negative.
    public static Vec sqrt(Vec x) {
        return Vec.elementwise(Operator.SQRT, x);
    }

    public static Vec floor(Vec x) {
        return Vec.elementwise(Operator.FLOOR, x);
    }

    /// x - floor(x), in 0..1: wraps a phase in cycles.
    public static Vec fraction(Vec x) {
        return x.minus(floor(x));
    }

    /// e^x; relative error under 3e-7; saturates beyond -87..88.
    public static Vec exp(Vec x) {
        return Vec.elementwise(Operator.EXP, x);
    }

    /// 2^x; relative error under 3e-7; saturates beyond -126..127.
    public static Vec exp2(Vec x) {
        return Vec.elementwise(Operator.EXP2, x);
    }

    /// Natural logarithm of max(x, 1.2e-38); error under 3e-7 of max(1, |log x|).
    public static Vec log(Vec x) {
        return Vec.elementwise(Operator.LOG, x);
    }

    public static Vec log2(Vec x) {
        return log(x).times(LOG2_OF_E);
    }

    /// sin(2 pi x): x in cycles; error under 2e-7 for a phase in -1..1.
    public static Vec sin2pi(Vec x) {
        return Vec.elementwise(Operator.SIN2PI, x);
    }

    /// cos(2 pi x): x in cycles.
    public static Vec cos2pi(Vec x) {
        return sin2pi(x.plus(0.25));
    }

    /// Sine of radians; for long-running phases prefer [#sin2pi], whose wrap is exact.
    public static Vec sin(Vec x) {
        return sin2pi(x.times(1 / (2 * Math.PI)));
    }

    public static Vec cos(Vec x) {
        return cos2pi(x.times(1 / (2 * Math.PI)));
    }

    /// tan(pi x), x in -0.5..0.5 exclusive: the prewarped gain of a filter whose cutoff is x times
    /// the sample rate. Relative error under 3e-7.
    public static Vec tanPi(Vec x) {
        Vec twice = x.times(2);
        Vec poles = twice.plus(1).times(twice.negate().plus(1));
        return x.times(polynomial(TAN, x.times(x))).over(poles);
    }

    /// The angle in -pi/2..pi/2 whose tangent is x, in radians; error under 3e-7. For coefficients:
    /// some 25 operations.
    ///
    /// Source: Abramowitz and Stegun 1964, 4.4.49 (error 2e-8 for |x| <= 1); beyond, pi/2 -
    /// atan(1/x).
    public static Vec atan(Vec x) {
        Vec size = abs(x), steep = size.greaterThan(1);
        Vec t = select(steep, x.constant(1).over(size), size), t2 = t.times(t);
        Vec angle = polynomial(ATAN, t2).times(t);
        Vec folded = select(steep, angle.negate().plus(Math.PI / 2), angle);
        return select(x.lessThan(0), folded.negate(), folded);
    }

    /// Error under 5e-7 of full scale.
    public static Vec tanh(Vec x) {
        return Vec.elementwise(Operator.TANH, x);
    }

    /// 1 / (1 + e^-x); error under 5e-7 of full scale.
    public static Vec sigmoid(Vec x) {
        return Vec.elementwise(Operator.SIGMOID, x);
    }

    /// log(1 + e^x).
    public static Vec softplus(Vec x) {
        return x.max(0).plus(log(exp(abs(x).negate()).plus(1)));
    }

    public static Vec relu(Vec x) {
        return x.max(0);
    }

    /// Positive entries that sum to 1; the greatest entry is subtracted first.
    public static Vec softmax(Vec x) {
        Vec e = exp(x.minus(x.greatest()));
        return e.over(e.sum());
    }

    /// a * b + c with one rounding.
    public static Vec fma(Vec a, Vec b, Vec c) {
        return Vec.elementwise(Operator.FMA, a, b, c);
    }

    public static Vec fma(Vec a, double b, Vec c) {
        return fma(a, a.constant(b), c);
    }

    /// From `a` (t = 0) to `b` (t = 1): a + t (b - a).
    public static Vec lerp(Vec a, Vec b, Vec t) {
        return fma(t, b.minus(a), a);
    }

    /// `a` where the mask is not 0, else `b`.
    public static Vec select(Vec mask, Vec a, Vec b) {
        return Vec.elementwise(Operator.SELECT, mask, a, b);
    }

    public static Vec select(Vec mask, double a, double b) {
        return select(mask, mask.constant(a), mask.constant(b));
    }

    public static Vec select(Vec mask, Vec a, double b) {
        return select(mask, a, mask.constant(b));
    }

    public static Vec select(Vec mask, double a, Vec b) {
        return select(mask, mask.constant(a), b);
    }

    /// The entries of `table`, a constant or weight, at `index`, rounded down and held to the
    /// table.
    public static Vec lookup(Vec table, Vec index) {
        if (table.operator() != Operator.CONSTANT && table.operator() != Operator.WEIGHT) {
            throw table.error(Operator.LOOKUP, "a constant or weight as table", table.toString());
        }
        return new Vec(table.owner(), Operator.LOOKUP, index.shape(), null, List.of(table, index));
    }

    /// Linear interpolation between the entries of `table` around `index`.
    public static Vec lookupLinear(Vec table, Vec index) {
        Vec whole = floor(index), part = index.minus(whole);
        return lerp(lookup(table, whole), lookup(table, whole.plus(1)), part);
    }

    /// Matrix times vector.
    public static Vec matvec(Vec matrix, Vec x) {
        checkProduct(matrix, x);
        return new Vec(
                matrix.owner(),
                Operator.MATVEC,
                Shape.vector(matrix.shape().rows()),
                null,
                List.of(matrix, x));
    }

    /// bias + matrix times vector, one chain of fused multiply-adds per row.
    public static Vec matvec(Vec matrix, Vec x, Vec bias) {
        checkProduct(matrix, x);
        int rows = matrix.shape().rows();
        if (!bias.shape().isScalar() && !bias.shape().equals(Shape.vector(rows))) {
            throw matrix.error(
                    Operator.MATVEC, "a bias of length " + rows, bias.shape().toString());
        }
        return new Vec(
                matrix.owner(),
                Operator.MATVEC,
                Shape.vector(rows),
                null,
                List.of(matrix, x, bias));
    }

    /// The values one after the other.
    public static Vec concat(Vec first, Vec... others) {
        Vec[] all = new Vec[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        int length = Arrays.stream(all).mapToInt(Vec::length).sum();
        return new Vec(first.owner(), Operator.CONCAT, Shape.vector(length), null, List.of(all));
    }

    /// The Householder reflection of `x` in the plane normal to `v`: x - 2 v (v.x) / (v.v).
    public static Vec reflect(Vec x, Vec v) {
        Vec scale = v.dot(x).times(-2).over(v.dot(v));
        return fma(v, scale, x);
    }

    /// @param coefficients the highest power's first
    private static Vec polynomial(double[] coefficients, Vec x) {
        Vec sum = x.constant(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = fma(sum, x, x.constant(coefficients[i]));
        }
        return sum;
    }

    private static void checkProduct(Vec matrix, Vec x) {
        if (x.shape().isMatrix() || matrix.shape().columns() != x.length()) {
            throw matrix.error(
                    Operator.MATVEC,
                    "a vector of length "
                            + matrix.shape().columns()
                            + " for a matrix of "
                            + matrix.shape(),
                    x.shape().toString());
        }
    }
}
