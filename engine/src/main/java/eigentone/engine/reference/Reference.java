package eigentone.engine.reference;

import eigentone.engine.language.Draw;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Draws;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/// One instance of a program evaluated in float64, operator by operator: the truth in every test.
///
/// Slow and obvious on purpose. State, delay lines and controls are open, so that a test can take
/// them from a kernel and check a single step. Not thread-safe.
public final class Reference {
    /// States below this are set to 0, as in the kernels, so that decays never reach subnormals.
    public static final double REST = 1e-20;

    private final Program program;
    private final Map<String, double[]> weights = new java.util.HashMap<>();
    private final double[][] states;
    private final double[][] rings;
    private final double[] controls;
    private final int[] seeds;
    private int step;
    private Map<Vec, double[]> values = new IdentityHashMap<>();

    /// @param seeds from [Draws#seed], one for each of the program's streams
    public Reference(Program program, Weights weights, int... seeds) {
        this.program = program;
        this.seeds = seeds.clone();
        weights.checkedFor(program);
        for (Slot.Weight w : program.weights()) {
            this.weights.put(w.name(), widen(weights.get(w.name())));
        }
        states = new double[program.states().size()][];
        rings = new double[program.delays().size()][];
        controls =
                program.controls().stream().mapToDouble(c -> (float) c.spec().initial()).toArray();
        reset();
    }

    /// Everything as before the first step; controls stay.
    public void reset() {
        for (Slot.State s : program.states().keySet()) {
            states[s.index()] = new double[s.shape().entries()];
            Arrays.fill(states[s.index()], (float) s.initial());
        }
        for (Slot.Delay l : program.delays().keySet()) {
            rings[l.index()] = new double[l.width() * l.maxFrames()];
        }
        step = 0;
    }

    public void control(String id, double value) {
        controls[program.control(id)] = value;
    }

    public double control(String id) {
        return controls[program.control(id)];
    }

    /// A copy of the entries of a weight, row by row.
    public double[] weight(String name) {
        return Objects.requireNonNull(weights.get(name)).clone();
    }

    /// Sets the entries of a weight in float64, beyond what a kernel could hold.
    public void weight(String name, double[] entries) {
        weights.put(name, entries.clone());
    }

    /// The entries of a state, to read or to set.
    public double[] state(int index) {
        return states[index];
    }

    /// A delay line: the value fed k steps before step n is at `((n - k) mod maxFrames) * width`.
    public double[] ring(int index) {
        return rings[index];
    }

    /// The number of steps since the reset.
    public int steps() {
        return step;
    }

    /// Makes one step and returns the outputs, one array for each output port.
    ///
    /// @param inputs one array for each input port, in order of declaration
    public double[][] step(double[]... inputs) {
        values = new IdentityHashMap<>();
        for (Vec v : program.values()) {
            values.put(v, evaluate(v, inputs));
        }
        double[][] next = new double[states.length][];
        program.states().forEach((s, v) -> next[s.index()] = resting(value(v)));
        System.arraycopy(next, 0, states, 0, next.length);
        program.delays()
                .forEach((l, v) -> {
                    double[] in = resting(value(v));
                    int at = Math.floorMod(step, l.maxFrames()) * l.width();
                    System.arraycopy(in, 0, rings[l.index()], at, in.length);
                });
        step++;
        return program.outputs().values().stream()
                .map(v -> value(v).clone())
                .toArray(double[][]::new);
    }

    /// What `v` was in the last step.
    public double[] value(Vec v) {
        return Objects.requireNonNull(values.get(v));
    }

    private static double[] resting(double[] v) {
        double[] r = v.clone();
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.abs(r[i]) < REST ? 0 : r[i];
        }
        return r;
    }

    private double[] evaluate(Vec v, double[][] inputs) {
        double[][] a = v.operands().stream().map(this::value).toArray(double[][]::new);
        Object attribute = v.attribute();
        double[] r = new double[v.length()];
        switch (v.operator()) {
            case CONSTANT -> copyRounded((double[]) Objects.requireNonNull(attribute), r);
            case WEIGHT -> copy(Objects.requireNonNull(weights.get(v.slotName())), r);
            case CONTROL -> r[0] = controls[slot(v).index()];
            case INPUT -> copy(inputs[slot(v).index()], r);
            case STATE -> copy(states[slot(v).index()], r);
            case UNIFORM -> {
                Draw draw = (Draw) Objects.requireNonNull(attribute);
                for (int i = 0; i < r.length; i++) {
                    r[i] = Draws.uniform(seeds[draw.stream()], step, draw.index() + i);
                }
            }
            case STEP_MODULO -> r[0] = Integer.remainderUnsigned(step, integer(v));
            case DELAY_READ -> {
                Slot.Delay line = (Slot.Delay) slot(v);
                for (int i = 0; i < r.length; i++) {
                    int back = (int) Math.max(1, Math.min(line.maxFrames(), at(a[0], i)));
                    int row = Math.floorMod(step - back, line.maxFrames());
                    r[i] = rings[line.index()][row * line.width() + i];
                }
            }
            case LOOKUP -> {
                for (int i = 0; i < r.length; i++) {
                    r[i] = a[0][(int) Math.max(0, Math.min(a[0].length - 1, a[1][i]))];
                }
            }
            case MATVEC -> {
                int columns = a[1].length;
                for (int i = 0; i < r.length; i++) {
                    r[i] = a.length > 2 ? at(a[2], i) : 0;
                    for (int j = 0; j < columns; j++) {
                        r[i] += a[0][i * columns + j] * a[1][j];
                    }
                }
            }
            case DOT -> {
                for (int i = 0; i < a[0].length; i++) {
                    r[0] += a[0][i] * a[1][i];
                }
            }
            case SUM -> r[0] = Arrays.stream(a[0]).sum();
            case GREATEST -> r[0] = Arrays.stream(a[0]).max().orElseThrow();
            case OUTER -> {
                for (int i = 0; i < r.length; i++) {
                    r[i] = a[0][i / a[1].length] * a[1][i % a[1].length];
                }
            }
            case GATHER -> {
                int[] indices = (int[]) Objects.requireNonNull(attribute);
                Arrays.setAll(r, i -> a[0][indices[i]]);
            }
            case CONCAT -> {
                int n = 0;
                for (double[] part : a) {
                    System.arraycopy(part, 0, r, n, part.length);
                    n += part.length;
                }
            }
            default -> Arrays.setAll(r, i -> elementwise(v, a, i));
        }
        return r;
    }

    private static double elementwise(Vec v, double[][] a, int i) {
        double x = at(a[0], i);
        double y = a.length > 1 ? at(a[1], i) : 0;
        return switch (v.operator()) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SQRT -> Math.sqrt(x);
            case FLOOR -> Math.floor(x);
            case EXP -> Math.exp(x);
            case EXP2 -> Math.exp(x * Math.log(2));
            case LOG -> Math.log(Math.max(x, Float.MIN_NORMAL));
            case SIN2PI -> Math.sin(2 * Math.PI * (x - Math.floor(x)));
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case MINIMUM -> x < y ? x : y;
            case MAXIMUM -> x > y ? x : y;
            case LESS -> x < y ? 1 : 0;
            case FMA -> x * y + at(a[2], i);
            case SELECT -> x != 0 ? y : at(a[2], i);
            case POWER_OF_TWO -> Math.pow(2, x);
            case EXPONENT -> Math.floor(Math.log(x) / Math.log(2) + 0.5);
            case MANTISSA -> x / Math.pow(2, Math.floor(Math.log(x) / Math.log(2) + 0.5));
            default -> throw new IllegalStateException("no elementwise operator: " + v);
        };
    }

    private static Slot slot(Vec v) {
        return (Slot) Objects.requireNonNull(v.attribute());
    }

    private static int integer(Vec v) {
        return (Integer) Objects.requireNonNull(v.attribute());
    }

    private static double at(double[] a, int i) {
        return a.length == 1 ? a[0] : a[i];
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    /// Constants are float32 in every evaluator, so that coefficients agree.
    private static void copyRounded(double[] from, double[] to) {
        Arrays.setAll(to, i -> (float) from[i]);
    }

    private static double[] widen(float[] v) {
        double[] r = new double[v.length];
        Arrays.setAll(r, i -> v[i]);
        return r;
    }
}
