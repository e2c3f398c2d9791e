package eigentone.engine.kernel.passes;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.DoublePredicate;

/// Computes what hangs on constants alone, and leaves out what changes nothing.
///
/// Before: `x * (1 / 4) + y * 1`. After: `x * 0.25 + y`. It follows lowering, so that a value is
/// folded by the very operations that a kernel would make, and no bit differs. For the same reason
/// an identity is used only where it holds for every float32, zeros of both signs, infinities and
/// NaN: `x - 0` is `x` and `x + -0` is `x`, but `x + 0` is not (-0 + 0 = 0), nor is `x * 0` always
/// 0.
///
/// What nothing reads any more is gone with the rewriting: see [Program#inOrder].
public final class FoldConstants {
    private final BiFunction<Vec, List<float[]>, float[]> evaluate;

    /// The entries of every constant so far, in float32.
    private final Map<Vec, float[]> constants = new IdentityHashMap<>();

    private FoldConstants(BiFunction<Vec, List<float[]>, float[]> evaluate) {
        this.evaluate = evaluate;
    }

    /// @param lowered a program without transcendental functions
    /// @param evaluate the entries of a value from those of its operands, as a kernel computes them
    public static Program apply(Program lowered, BiFunction<Vec, List<float[]>, float[]> evaluate) {
        return lowered.rewrite(new FoldConstants(evaluate)::folded);
    }

    private Vec folded(Vec v, List<Vec> operands) {
        if (isFoldable(v, operands)) {
            List<float[]> known =
                    operands.stream().map(o -> Objects.requireNonNull(constants.get(o))).toList();
            float[] entries = evaluate.apply(v, known);
            // A constant is finite: what overflows stays arithmetic.
            if (isFinite(entries)) {
                Vec constant = v.operator() == Operator.CONSTANT ? v : v.constants(wide(entries));
                constants.put(constant, entries);
                return constant;
            }
        }
        Vec same = withoutIdentity(v, operands);
        return same.shape().equals(v.shape()) ? same : v.on(operands);
    }

    private boolean isFoldable(Vec v, List<Vec> operands) {
        return switch (v.operator()) {
            case CONSTANT -> true;
            case WEIGHT, CONTROL, INPUT, STATE, UNIFORM, STEP_MODULO, DELAY_READ -> false;
            default -> constants.keySet().containsAll(operands);
        };
    }

    /// The operand that `v` always equals, or `v`.
    private Vec withoutIdentity(Vec v, List<Vec> operands) {
        Vec kept = v.on(operands);
        if (operands.size() < 2) {
            return kept;
        }
        Vec a = operands.get(0), b = operands.get(1);
        return switch (v.operator()) {
            case MULTIPLY -> isOne(b) ? a : isOne(a) ? b : kept;
            case DIVIDE -> isOne(b) ? a : kept;
            case ADD ->
                    isAll(b, FoldConstants::isMinusZero)
                            ? a
                            : isAll(a, FoldConstants::isMinusZero) ? b : kept;
            case SUBTRACT -> isAll(b, x -> x == 0 && !isMinusZero(x)) ? a : kept;
            case SELECT ->
                    isAll(a, x -> x != 0) ? b : isAll(a, x -> x == 0) ? operands.get(2) : kept;
            default -> kept;
        };
    }

    private boolean isOne(Vec v) {
        return isAll(v, x -> x == 1);
    }

    private static boolean isMinusZero(double x) {
        return x == 0 && 1 / x < 0;
    }

    /// Whether `v` is a constant all of whose entries are such.
    private boolean isAll(Vec v, DoublePredicate such) {
        float[] entries = constants.get(v);
        if (entries == null) {
            return false;
        }
        for (float x : entries) {
            if (!such.test(x)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(float[] entries) {
        for (float x : entries) {
            if (!Float.isFinite(x)) {
                return false;
            }
        }
        return true;
    }

    private static double[] wide(float[] entries) {
        double[] wide = new double[entries.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = entries[i];
        }
        return wide;
    }
}
