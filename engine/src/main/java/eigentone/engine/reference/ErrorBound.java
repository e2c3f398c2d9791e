package eigentone.engine.reference;

import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/// How far float32 may stray from float64 in one step from the same state.
///
/// A running error analysis (Higham, "Accuracy and Stability of Numerical Algorithms", 3.3): each
/// operator passes on its operands' errors and adds its own rounding. Where a decision (comparison,
/// rounding down, table or delay index) lies within the error of its threshold, the bound is
/// infinite: that value cannot be compared in this step.
public final class ErrorBound {
    /// Half a unit in the last place of float32, doubled for the error's own second order.
    private static final double ROUNDING = 0x1p-23;

    /// Errors of the language's functions, as [eigentone.engine.language.Functions] states them.
    private static final double FUNCTION = 5e-7;

    /// Products and states below this become 0 or lose digits.
    private static final double UNDERFLOW = 2 * Reference.REST;

    private final Reference reference;
    private final Map<Vec, double[]> errors = new IdentityHashMap<>();

    private ErrorBound(Reference reference) {
        this.reference = reference;
    }

    /// The bounds for every value of the step that `reference` made last.
    public static ErrorBound of(Program program, Reference reference) {
        ErrorBound bound = new ErrorBound(reference);
        for (Vec v : program.values()) {
            double[] e = bound.propagate(v);
            double[] r = reference.value(v);
            for (int i = 0; i < e.length; i++) {
                boolean lost = Double.isNaN(e[i]) || !(Math.abs(r[i]) + e[i] < Float.MAX_VALUE);
                e[i] = lost ? Double.POSITIVE_INFINITY : e[i];
            }
            bound.errors.put(v, e);
        }
        return bound;
    }

    /// The greatest distance of entry `i` of `v`; infinite where it cannot be compared.
    public double at(Vec v, int i) {
        double[] e = Objects.requireNonNull(errors.get(v));
        return (e.length == 1 ? e[0] : e[i]) + UNDERFLOW;
    }

    private double[] propagate(Vec v) {
        double[] e = new double[v.length()];
        double[][] x = v.operands().stream().map(reference::value).toArray(double[][]::new);
        double[][] d = v.operands().stream().map(errors::get).toArray(double[][]::new);
        double[] r = reference.value(v);
        switch (v.operator()) {
            case CONSTANT, WEIGHT, CONTROL, INPUT, STATE, UNIFORM, STEP_MODULO -> {}
            case DELAY_READ -> {
                for (int i = 0; i < e.length; i++) {
                    e[i] = decided((int) low(x[0], d[0], i) == (int) high(x[0], d[0], i));
                }
            }
            case LOOKUP -> {
                for (int i = 0; i < e.length; i++) {
                    e[i] = decided((int) low(x[1], d[1], i) == (int) high(x[1], d[1], i));
                }
            }
            case MATVEC -> {
                int columns = x[1].length;
                for (int i = 0; i < e.length; i++) {
                    double sum = x.length > 2 ? Math.abs(at(x[2], i)) : 0;
                    e[i] = x.length > 2 ? at(d[2], i) : 0;
                    for (int j = 0; j < columns; j++) {
                        int m = i * columns + j;
                        e[i] += product(x[0][m], x[1][j], d[0][m], d[1][j]);
                        sum += Math.abs(x[0][m] * x[1][j]);
                    }
                    e[i] += (columns + 1) * ROUNDING * sum;
                }
            }
            case DOT -> {
                double sum = 0;
                for (int j = 0; j < x[0].length; j++) {
                    e[0] += product(x[0][j], x[1][j], d[0][j], d[1][j]);
                    sum += Math.abs(x[0][j] * x[1][j]);
                }
                e[0] += (x[0].length + 1) * ROUNDING * sum;
            }
            case SUM -> {
                double sum = Arrays.stream(x[0]).map(Math::abs).sum();
                e[0] = Arrays.stream(d[0]).sum() + x[0].length * ROUNDING * sum;
            }
            case GREATEST -> e[0] = Arrays.stream(d[0]).max().orElseThrow();
            case OUTER -> {
                int n = x[1].length;
                for (int i = 0; i < e.length; i++) {
                    e[i] =
                            product(x[0][i / n], x[1][i % n], d[0][i / n], d[1][i % n])
                                    + ROUNDING * Math.abs(r[i]);
                }
            }
            case GATHER -> {
                int[] indices = (int[]) Objects.requireNonNull(v.attribute());
                Arrays.setAll(e, i -> d[0][indices[i]]);
            }
            case CONCAT -> {
                int n = 0;
                for (double[] part : d) {
                    System.arraycopy(part, 0, e, n, part.length);
                    n += part.length;
                }
            }
            default -> Arrays.setAll(e, i -> elementwise(v, x, d, r[i], i));
        }
        return e;
    }

    private static double elementwise(Vec v, double[][] x, double[][] d, double r, int i) {
        double a = at(x[0], i), da = at(d[0], i);
        double b = x.length > 1 ? at(x[1], i) : 0, db = x.length > 1 ? at(d[1], i) : 0;
        double own = ROUNDING * Math.abs(r);
        return switch (v.operator()) {
            case NEGATE, ABS -> da;
            case SQRT -> a - da > 0 ? da / (2 * Math.sqrt(a - da)) + own : Math.sqrt(da) + own;
            case FLOOR -> decided(Math.floor(a - da) == Math.floor(a + da));
            case EXP -> r * (Math.expm1(da) + FUNCTION);
            case EXP2 -> r * (Math.expm1(da * Math.log(2)) + FUNCTION);
            case LOG ->
                    a - da > Float.MIN_NORMAL || (da == 0 && a == 0)
                            ? da / Math.max(a - da, Float.MIN_NORMAL)
                                    + FUNCTION * Math.max(1, Math.abs(r))
                            : decided(da == 0);
            case SIN2PI -> 2 * Math.PI * (da + ROUNDING * Math.abs(a)) + FUNCTION;
            case TANH -> da + FUNCTION;
            case SIGMOID -> da / 4 + FUNCTION;
            case ADD, SUBTRACT -> da + db + (exact(da, db, r) ? 0 : own);
            case MULTIPLY -> product(a, b, da, db) + (exact(da, db, r) ? 0 : own);
            case DIVIDE ->
                    Math.abs(b) > db
                            ? (da + Math.abs(r) * db) / (Math.abs(b) - db) + own
                            : Double.POSITIVE_INFINITY;
            case MINIMUM, MAXIMUM -> Math.max(da, db);
            case LESS -> decided(da + db == 0 || Math.abs(a - b) > da + db);
            case FMA -> product(a, b, da, db) + at(d[2], i) + own;
            case SELECT ->
                    da == 0 || Math.abs(a) > da
                            ? (a != 0 ? db : at(d[2], i))
                            : Double.POSITIVE_INFINITY;
            default -> throw new IllegalStateException("no bound for " + v);
        };
    }

    /// Whether nothing is rounded: whole frames plus one are whole frames, and a delay of so many
    /// is decided.
    private static boolean exact(double da, double db, double r) {
        return da == 0 && db == 0 && (float) r == r;
    }

    private static double product(double a, double b, double da, double db) {
        // An infinite error times 0 is no longer known either.
        return da == 0 && db == 0 ? 0 : Math.abs(a) * db + Math.abs(b) * da + da * db;
    }

    private static double decided(boolean sure) {
        return sure ? 0 : Double.POSITIVE_INFINITY;
    }

    private static double low(double[] x, double[] d, int i) {
        return at(x, i) - at(d, i);
    }

    private static double high(double[] x, double[] d, int i) {
        return at(x, i) + at(d, i);
    }

    private static double at(double[] a, int i) {
        return a.length == 1 ? a[0] : a[i];
    }
}
