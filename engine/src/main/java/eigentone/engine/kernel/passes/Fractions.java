package eigentone.engine.kernel.passes;

import static eigentone.engine.language.Functions.fma;

import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Divides once where functions that are fractions meet: a division costs as much as ten products.
///
/// Before: `a/b * c/d`. After: `(a c) / (b d)`; likewise `a/b + c/d` and fused products. Only
/// fractions made by lowering take part, whose numerators and denominators are known to be of
/// moderate size, each used once, and no more than three in one.
final class Fractions {
    private static final int MOST_FACTORS = 3;

    private record Fraction(Vec numerator, Vec denominator, int factors) {
        Fraction times(Vec y) {
            return new Fraction(numerator.times(y), denominator, factors);
        }

        Fraction times(Fraction b) {
            return new Fraction(
                    numerator.times(b.numerator),
                    denominator.times(b.denominator),
                    factors + b.factors);
        }

        Fraction plus(Fraction b) {
            return new Fraction(
                    fma(numerator, b.denominator, b.numerator.times(denominator)),
                    denominator.times(b.denominator),
                    factors + b.factors);
        }
    }

    private final Map<Vec, Fraction> known = new IdentityHashMap<>();
    private final Map<Vec, Integer> uses = new IdentityHashMap<>();

    Fractions(Program program) {
        program.values().forEach(v -> v.operands().forEach(this::use));
        program.states().values().forEach(this::use);
        program.delays().values().forEach(this::use);
        program.outputs().values().forEach(this::use);
    }

    private void use(Vec v) {
        uses.merge(v, 1, Integer::sum);
    }

    /// Whether a value of the program has one reader only.
    boolean isUsedOnce(Vec v) {
        return uses.getOrDefault(v, 0) == 1;
    }

    /// The quotient as a value that later ones may take apart again.
    Vec quotient(Vec numerator, Vec denominator) {
        return quotient(new Fraction(numerator, denominator, 1));
    }

    private Vec quotient(Fraction f) {
        Vec q = f.numerator.over(f.denominator);
        known.put(q, f);
        return q;
    }

    /// `v` on its operands' replacements as one fraction, or null where that saves nothing.
    @Nullable Vec merged(Vec v, List<Vec> operands) {
        Fraction result =
                switch (v.operator()) {
                    case MULTIPLY -> product(v, operands);
                    case ADD -> sum(fraction(v, operands, 0), fraction(v, operands, 1));
                    case FMA -> {
                        Fraction product = product(v, operands);
                        yield product == null ? null : sum(product, fraction(v, operands, 2));
                    }
                    default -> null;
                };
        return result == null || result.factors > MOST_FACTORS ? null : quotient(result);
    }

    private @Nullable Fraction fraction(Vec v, List<Vec> operands, int i) {
        return isUsedOnce(v.operands().get(i)) ? known.get(operands.get(i)) : null;
    }

    private @Nullable Fraction product(Vec v, List<Vec> operands) {
        Fraction a = fraction(v, operands, 0), b = fraction(v, operands, 1);
        if (a != null) {
            return b == null ? a.times(operands.get(1)) : a.times(b);
        }
        return b == null ? null : b.times(operands.get(0));
    }

    private static @Nullable Fraction sum(@Nullable Fraction a, @Nullable Fraction b) {
        return a == null || b == null ? null : a.plus(b);
    }
}
