package eigentone.engine.kernel;

import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/// The values of a lowered program that depend on weights and constants alone: computed once for an
/// instance, in float32 and in the order of the language.
final class Prepared {
    private static final int PARTIAL_SUMS = 16;

    private Prepared() {}

    /// Which values they are.
    static Set<Vec> of(Program lowered) {
        Set<Vec> prepared = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Vec v : lowered.values()) {
            boolean is =
                    switch (v.operator()) {
                        case CONSTANT, WEIGHT -> true;
                        case CONTROL, INPUT, STATE, UNIFORM, STEP_MODULO, DELAY_READ -> false;
                        default -> prepared.containsAll(v.operands());
                    };
            if (is) {
                prepared.add(v);
            }
        }
        return prepared;
    }

    /// Their entries, row by row.
    static Map<Vec, float[]> values(Program lowered, Set<Vec> prepared, Weights weights) {
        Map<Vec, float[]> values = new IdentityHashMap<>();
        for (Vec v : lowered.values()) {
            if (prepared.contains(v)) {
                List<float[]> operands =
                        v.operands().stream()
                                .map(o -> Objects.requireNonNull(values.get(o)))
                                .toList();
                values.put(v, evaluate(v, operands, weights));
            }
        }
        return values;
    }

    /// Constant entries of `v`, whose operands are constants.
    static float[] evaluate(Vec v, List<float[]> operands) {
        return evaluate(v, operands, Weights.none());
    }

    private static float[] evaluate(Vec v, List<float[]> a, Weights weights) {
        float[] r = new float[v.length()];
        switch (v.operator()) {
            case CONSTANT -> {
                double[] c = (double[]) Objects.requireNonNull(v.attribute());
                for (int i = 0; i < r.length; i++) {
                    r[i] = (float) c[i];
                }
            }
            case WEIGHT -> r = weights.get(v.slotName());
            case GATHER -> {
                int[] indices = (int[]) Objects.requireNonNull(v.attribute());
                for (int i = 0; i < r.length; i++) {
                    r[i] = a.get(0)[indices[i]];
                }
            }
            case CONCAT -> {
                int at = 0;
                for (float[] part : a) {
                    System.arraycopy(part, 0, r, at, part.length);
                    at += part.length;
                }
            }
            case LOOKUP -> {
                for (int i = 0; i < r.length; i++) {
                    r[i] = KernelMath.lookup(a.get(0), 0, a.get(0).length, at(a.get(1), i));
                }
            }
            case OUTER -> {
                int columns = a.get(1).length;
                for (int i = 0; i < r.length; i++) {
                    r[i] = a.get(0)[i / columns] * a.get(1)[i % columns];
                }
            }
            case MATVEC -> {
                int columns = a.get(1).length;
                for (int i = 0; i < r.length; i++) {
                    r[i] = a.size() > 2 ? a.get(2)[i] : 0;
                    for (int j = 0; j < columns; j++) {
                        r[i] = Math.fma(a.get(0)[i * columns + j], a.get(1)[j], r[i]);
                    }
                }
            }
            case SUM, DOT -> r[0] = partialSums(a);
            case GREATEST -> {
                r[0] = a.get(0)[0];
                for (float x : a.get(0)) {
                    r[0] = KernelMath.maximum(r[0], x);
                }
            }
            default -> {
                for (int i = 0; i < r.length; i++) {
                    int k = i;
                    float[] x = new float[a.size()];
                    IntStream.range(0, x.length).forEach(o -> x[o] = at(a.get(o), k));
                    r[i] = elementwise(v, x);
                }
            }
        }
        return r;
    }

    private static float at(float[] a, int i) {
        return a.length == 1 ? a[0] : a[i];
    }

    private static float partialSums(List<float[]> a) {
        float[] x = a.getFirst(), s = new float[PARTIAL_SUMS];
        for (int i = 0; i < x.length; i++) {
            int k = i % PARTIAL_SUMS;
            if (a.size() == 1) {
                s[k] = i < PARTIAL_SUMS ? x[i] : s[k] + x[i];
            } else {
                float y = a.get(1)[i];
                s[k] = i < PARTIAL_SUMS ? x[i] * y : Math.fma(x[i], y, s[k]);
            }
        }
        for (int half = PARTIAL_SUMS / 2; half >= 1; half /= 2) {
            for (int k = 0; k < half; k++) {
                s[k] += s[k + half];
            }
        }
        return s[0];
    }

    private static float elementwise(Vec v, float[] x) {
        return switch (v.operator()) {
            case NEGATE -> -x[0];
            case ABS -> Math.abs(x[0]);
            case SQRT -> KernelMath.sqrt(x[0]);
            case FLOOR -> KernelMath.floor(x[0]);
            case ADD -> x[0] + x[1];
            case SUBTRACT -> x[0] - x[1];
            case MULTIPLY -> x[0] * x[1];
            case DIVIDE -> x[0] / x[1];
            case MINIMUM -> KernelMath.minimum(x[0], x[1]);
            case MAXIMUM -> KernelMath.maximum(x[0], x[1]);
            case LESS -> KernelMath.less(x[0], x[1]);
            case FMA -> Math.fma(x[0], x[1], x[2]);
            case SELECT -> KernelMath.select(x[0], x[1], x[2]);
            case POWER_OF_TWO -> KernelMath.powerOfTwo(x[0]);
            case EXPONENT -> KernelMath.exponent(x[0]);
            case MANTISSA -> KernelMath.mantissa(x[0]);
            default -> throw new IllegalStateException("not lowered: " + v);
        };
    }
}
