package eigentone.engine.kernel.passes;

import static eigentone.engine.language.Functions.abs;
import static eigentone.engine.language.Functions.floor;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.select;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.Arrays;
import java.util.List;

/// Writes each transcendental function as one polynomial or rational of float32 operations.
///
/// Before: `tanh(x)`. After: `c p(c^2) / q(c^2)` with `c` = x held to -8..8. So every schedule
/// computes a function by the same operations in the same order, and its bits never depend on a
/// library. Sigmoid is the same rational; quotients are merged by [Fractions].
///
/// Coefficients: least-squares fits in float64 on a Chebyshev grid, reweighted towards equal ripple
/// (Lawson 1961). Largest errors of the exact fits: tanh 1.3e-7 (2.3e-7 beyond 8), 2^x and e^x
/// 1.9e-9 relative, sine 5.3e-9, logarithm 2.7e-8 z^2; float32 rounding comes on top
/// (`FunctionsAccuracyTest`).
public final class LowerFunctions {
    private static final double[] TANH_P = {
        0.9999993620869979, 0.12913640387111713, 0.0029388267799500154, 1.1310214211560128e-05
    };
    private static final double[] TANH_Q = {
        1.0, 0.46246739130727466, 0.0237638232346435, 0.00023702834239240395, 2.42383832910056e-07
    };
    private static final double TANH_LIMIT = 8;

    /// 2^x for x in -0.5..0.5.
    private static final double[] EXP2 = {
        1.0,
        0.6931472057375687,
        0.24022646890584573,
        0.05550328776303738,
        0.009618488960089246,
        0.0013399931488113433,
        0.00015345811833808825
    };

    /// e^x for |x| up to half of log 2.
    private static final double[] EXP = {
        1.0,
        1.00000003634005,
        0.49999992076102906,
        0.16666420093321072,
        0.04166822605646301,
        0.008374822260982058,
        0.0013836837931931148
    };

    /// log 2 in two parts, the first short enough that a multiple of it is exact in float32.
    private static final double LOG2_HIGH = 0.693359375;

    private static final double LOG2_LOW = Math.log(2) - LOG2_HIGH;

    /// sin(2 pi z) / z over z^2, for |z| up to a quarter.
    private static final double[] SINE = {
        6.283185273792608,
        -41.34167747866087,
        81.60223125251781,
        -76.57499228169108,
        39.71091813128295
    };

    /// (log(1 + z) - z) / z^2 for 1 + z in sqrt(1/2)..sqrt(2).
    private static final double[] LOG = {
        -0.49999999898171343,
        0.33333317606794166,
        -0.2500055484387189,
        0.2000238064536593,
        -0.16633286477288095,
        0.1418043351026985,
        -0.13043535040740667,
        0.12870003250679277,
        -0.08081262689721078
    };

    private LowerFunctions() {}

    public static Program apply(Program program) {
        Fractions fractions = new Fractions(program);
        return program.rewrite((v, operands) -> {
            Vec merged = fractions.merged(v, operands);
            return merged != null ? merged : lower(v, operands, fractions);
        });
    }

    private static Vec lower(Vec original, List<Vec> operands, Fractions fractions) {
        Vec v = original.on(operands);
        if (v.operator().kind() != Operator.Kind.ELEMENTWISE) {
            return v;
        }
        Vec x = operands.getFirst();
        return switch (v.operator()) {
            case TANH -> tanh(x, fractions);
            case SIGMOID -> {
                boolean once = fractions.isUsedOnce(original.operands().getFirst());
                yield sigmoid(once ? Halves.of(x) : x.times(0.5), fractions);
            }
            case EXP -> exp(x);
            case EXP2 -> exp2(x);
            case LOG -> log(x);
            case SIN2PI -> sin2pi(x);
            default -> v;
        };
    }

    private static Vec tanh(Vec x, Fractions fractions) {
        Vec c = x.clamp(-TANH_LIMIT, TANH_LIMIT), u = c.times(c);
        return fractions.quotient(c.times(polynomial(TANH_P, u)), polynomial(TANH_Q, u));
    }

    /// (1 + tanh(h)) / 2 of half the argument.
    private static Vec sigmoid(Vec half, Fractions fractions) {
        Vec c = half.clamp(-TANH_LIMIT, TANH_LIMIT), u = c.times(c);
        Vec q = polynomial(halved(TANH_Q), u);
        return fractions.quotient(fma(c, polynomial(halved(TANH_P), u), q), q.plus(q));
    }

    private static double[] halved(double[] coefficients) {
        return Arrays.stream(coefficients).map(c -> c / 2).toArray();
    }

    private static Vec exp(Vec x) {
        Vec c = x.clamp(-87, 88);
        Vec n = floor(c.times(1 / Math.log(2)).plus(0.5));
        Vec r = fma(n, -LOG2_LOW, fma(n, -LOG2_HIGH, c));
        return polynomial(EXP, r).times(Vec.of(Operator.POWER_OF_TWO, n));
    }

    private static Vec exp2(Vec x) {
        Vec c = x.clamp(-126, 127);
        Vec n = floor(c.plus(0.5));
        return polynomial(EXP2, c.minus(n)).times(Vec.of(Operator.POWER_OF_TWO, n));
    }

    private static Vec log(Vec x) {
        Vec c = x.max(Float.MIN_NORMAL);
        Vec e = Vec.of(Operator.EXPONENT, c);
        Vec z = Vec.of(Operator.MANTISSA, c).minus(1);
        Vec small = fma(z.times(z), polynomial(LOG, z), z);
        return fma(e, LOG2_HIGH, fma(e, LOG2_LOW, small));
    }

    /// Folds the phase to the quarter around 0, where the sine is odd and monotone.
    private static Vec sin2pi(Vec x) {
        Vec z = x.minus(floor(x.plus(0.5)));
        Vec mirrored = select(z.lessThan(0), -0.5, 0.5).minus(z);
        Vec q = select(abs(z).lessThan(0.25), z, mirrored);
        return q.times(polynomial(SINE, q.times(q)));
    }

    private static Vec polynomial(double[] coefficients, Vec x) {
        int n = coefficients.length;
        Vec r = fma(x, coefficients[n - 1], x.constant(coefficients[n - 2]));
        for (int i = n - 3; i >= 0; i--) {
            r = fma(r, x, x.constant(coefficients[i]));
        }
        return r;
    }
}
