package eigentone.engine.gradient;

import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Goes through a program from its results to its leaves and writes the [Adjoint].
///
/// A value's adjoint is the gradient of the loss by it: the sum of what each of its readers says.
/// State s is read in the step after the one that made it, so its adjoint is a state of the step
/// back; what a delay line gave k frames later comes out of a delay line that is as long.
final class Reverse {
    private static final String GRADIENT = "gradient.";

    private final Program program;
    private final Definition d;
    private final Recall recall;
    private final Set<Vec> active;
    private final Map<Vec, Vec> adjoints = new IdentityHashMap<>();
    private final Map<Slot.Weight, List<Vec[]>> products = new LinkedHashMap<>();
    private final Map<Slot.State, Vec> states = new HashMap<>();
    private final Map<Vec, DelayLine> lines = new LinkedHashMap<>();
    private final Map<Vec, Integer> ports = new IdentityHashMap<>();

    private Reverse(Program program, Set<Vec> active, @Nullable Set<Vec> taped) {
        this.program = program;
        this.active = active;
        d = new Definition(program.name() + ", back", program.sampleRateHz(), Set.of());
        Set<Vec> all = identitySet();
        all.addAll(program.values());
        recall = new Recall(program, d, taped == null ? all : taped);
        program.outputs()
                .forEach((port, v) -> add(v, d.input(GRADIENT + port.name(), port.width())));
    }

    static Adjoint of(Program program, boolean byInputs) {
        Set<Vec> active = Active.of(program, byInputs);
        Reverse trial = new Reverse(program, active, null);
        trial.sweep();
        trial.results(byInputs);
        Set<Vec> sources = identitySet();
        trial.products.values().forEach(pairs -> pairs.forEach(pair -> sources.add(pair[1])));
        Set<Vec> taped = Recall.toTape(program, trial.recall.tape().keySet(), sources);
        Reverse reverse = new Reverse(program, active, taped);
        reverse.sweep();
        return reverse.results(byInputs);
    }

    private static Set<Vec> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private void sweep() {
        program.states()
                .forEach((s, next) -> {
                    if (isActive(next)) {
                        add(next, state(s));
                    }
                });
        delays();
        for (Vec v : program.values().reversed()) {
            Vec dv = adjoints.get(v);
            if (dv != null) {
                back(v, dv);
            }
        }
    }

    // ---- memory ----

    private Vec state(Slot.State s) {
        return states.computeIfAbsent(
                s, k -> d.state(GRADIENT + "state." + k.name(), k.shape(), 0));
    }

    /// A line for each way that a delay line is read: what the reader's gradient enters comes out
    /// at the frame that fed it.
    private void delays() {
        for (Vec read : program.values()) {
            if (read.operator() != Operator.DELAY_READ || !isActive(read)) {
                continue;
            }
            Slot.Delay line = (Slot.Delay) slot(read);
            Vec frames = read.operands().getFirst();
            if (Active.isOfFrame(frames)) {
                throw new IllegalArgumentException(
                        "gradient of '%s', delay '%s': expected a delay time that no signal moves, got %s; make it a constant, a knob or a weight"
                                .formatted(program.name(), line.name(), frames));
            }
            DelayLine back =
                    d.delay(
                            GRADIENT + "delay." + line.name() + "." + lines.size(),
                            line.width(),
                            line.maxFrames());
            lines.put(read, back);
            add(Objects.requireNonNull(program.delays().get(line)), back.read(recall.of(frames)));
        }
    }

    // ---- sums ----

    /// Adds `amount` to the adjoint of `v`; a scalar that went with every entry gets their sum.
    void add(Vec v, Vec amount) {
        if (active.contains(v)) {
            Vec fits = fit(v.shape(), amount), sum = adjoints.get(v);
            adjoints.put(v, sum == null ? fits : sum.plus(fits));
        }
    }

    /// Adds a * b.
    void addProduct(Vec v, Vec a, Vec b) {
        if (!active.contains(v)) {
            return;
        }
        Vec sum = adjoints.get(v);
        Shape shape = a.shape().isScalar() ? b.shape() : a.shape();
        if (v.shape().isScalar() && !shape.isScalar()) {
            Vec dot = a.shape().equals(b.shape()) ? a.dot(b) : a.times(b).sum();
            adjoints.put(v, sum == null ? dot : sum.plus(dot));
        } else if (sum == null || !shape.equals(v.shape())) {
            add(v, a.times(b));
        } else {
            adjoints.put(v, Functions.fma(a, b, sum));
        }
    }

    /// Adds a matrix times a vector, in one chain with what is there.
    void addMatvec(Vec v, Vec matrix, Vec x) {
        Vec sum = adjoints.get(v);
        adjoints.put(
                v, sum == null ? Functions.matvec(matrix, x) : Functions.matvec(matrix, x, sum));
    }

    private static Vec fit(Shape shape, Vec amount) {
        if (amount.shape().equals(shape)) {
            return amount;
        }
        if (shape.isScalar()) {
            return amount.sum();
        }
        int n = shape.entries();
        return amount.gather(shape, amount.length() == 1 ? new int[n] : Recall.upTo(n));
    }

    boolean isActive(Vec v) {
        return active.contains(v);
    }

    /// What the forward step knew as `v`.
    Vec known(Vec v) {
        return recall.of(v);
    }

    // ---- operators ----

    private void back(Vec v, Vec dv) {
        List<Vec> a = v.operands();
        switch (v.operator()) {
            case CONSTANT, CONTROL, UNIFORM, STEP_MODULO, FLOOR, LESS -> {}
            case WEIGHT, INPUT, STATE, DELAY_READ -> {} // Taken up with the results.
            case MATVEC -> {
                if (a.size() > 2) {
                    add(a.get(2), dv);
                }
                matvec(a.get(0), a.get(1), dv);
            }
            case DOT -> {
                addProduct(a.get(0), dv, isActive(a.get(0)) ? known(a.get(1)) : dv);
                addProduct(a.get(1), dv, isActive(a.get(1)) ? known(a.get(0)) : dv);
            }
            case SUM -> add(a.getFirst(), fit(a.getFirst().shape(), dv));
            case GREATEST -> {
                Vec x = known(a.getFirst());
                Vec mask = x.lessThan(known(v)).negate().plus(1);
                add(a.getFirst(), mask.times(dv.over(mask.sum())));
            }
            case OUTER -> {
                if (isActive(a.get(0))) {
                    addMatvec(a.get(0), dv, known(a.get(1)));
                }
                if (isActive(a.get(1))) {
                    addMatvec(a.get(1), dv.transposed(), known(a.get(0)));
                }
            }
            case GATHER -> Scatter.gather(this, a.getFirst(), indices(v), dv);
            case CONCAT -> {
                int at = 0;
                for (Vec part : a) {
                    if (isActive(part)) {
                        add(part, dv.slice(at, at + part.length()));
                    }
                    at += part.length();
                }
            }
            case LOOKUP -> Scatter.lookup(this, v, dv);
            default -> Slopes.back(this, v, dv);
        }
    }

    /// z = M x: dM = dz x', dx = M' dz.
    private void matvec(Vec matrix, Vec x, Vec dz) {
        if (isActive(matrix)) {
            if (matrix.operator() == Operator.WEIGHT) {
                products.computeIfAbsent((Slot.Weight) slot(matrix), k -> new ArrayList<>())
                        .add(new Vec[] {dz, x});
            } else {
                add(matrix, dz.outer(known(x)));
            }
        }
        if (isActive(x)) {
            addMatvec(x, known(matrix).transposed(), dz);
        }
    }

    static int[] indices(Vec gather) {
        return (int[]) Objects.requireNonNull(gather.attribute());
    }

    private static Slot slot(Vec v) {
        return (Slot) Objects.requireNonNull(v.attribute());
    }

    // ---- results ----

    private int port(Vec v) {
        Integer known = ports.get(v);
        if (known == null) {
            known = ports.size();
            ports.put(v, known);
            d.output("result" + known, flat(v));
        }
        return known;
    }

    private Adjoint results(boolean byInputs) {
        program.states()
                .forEach((s, next) -> {
                    if (isActive(next)) {
                        d.next(state(s), orZero(ofLeaf(s), s.shape()));
                    }
                });
        lines.forEach((read, line) -> d.feed(line, orZero(adjoints.get(read), read.shape())));
        List<Adjoint.Product> ofMatrices = new ArrayList<>();
        products.forEach((matrix, pairs) -> {
            for (Vec[] pair : pairs) {
                ofMatrices.add(new Adjoint.Product(matrix.name(), port(pair[0]), source(pair[1])));
            }
        });
        List<Adjoint.Total> totals = new ArrayList<>();
        for (Slot.Weight w : program.weights()) {
            Vec sum = ofLeaf(w);
            if (sum != null) {
                totals.add(new Adjoint.Total(w.name(), port(sum)));
            }
        }
        List<Integer> inputPorts = new ArrayList<>();
        if (byInputs) {
            for (Slot.Input p : program.inputs()) {
                inputPorts.add(port(orZero(ofLeaf(p), Shape.vector(p.width()))));
            }
        }
        if (ports.isEmpty()) {
            throw new IllegalArgumentException(
                    "gradient of '%s': expected an output that depends on a weight, got none; there is nothing to learn"
                            .formatted(program.name()));
        }
        return new Adjoint(
                program,
                withTape(),
                Program.of(d, List.of("")),
                List.copyOf(ofMatrices),
                List.copyOf(totals),
                List.copyOf(inputPorts));
    }

    /// The input port of the step back that has `x`.
    private int source(Vec x) {
        known(x);
        return x.operator() == Operator.INPUT
                ? slot(x).index()
                : program.inputs().size()
                        + program.outputs().size()
                        + List.copyOf(recall.tape().keySet()).indexOf(x);
    }

    /// The gradient by what `slot` holds, wherever it is read.
    private @Nullable Vec ofLeaf(Slot slot) {
        Vec sum = null;
        for (Vec v : program.values()) {
            Vec dv = slot.equals(v.attribute()) ? adjoints.get(v) : null;
            if (dv != null && v.operator() != Operator.DELAY_READ) {
                sum = sum == null ? dv : sum.plus(dv);
            }
        }
        return sum;
    }

    private Vec orZero(@Nullable Vec v, Shape shape) {
        return v != null ? v : fit(shape, d.constant(0));
    }

    private Program withTape() {
        Map<Slot.Output, Vec> outputs = new LinkedHashMap<>(program.outputs());
        for (Vec v : recall.tape().keySet()) {
            int n = outputs.size();
            outputs.put(new Slot.Output("tape" + n, v.length(), n), flat(v));
        }
        List<Vec> roots = new ArrayList<>(program.states().values());
        roots.addAll(program.delays().values());
        roots.addAll(outputs.values());
        return new Program(
                program.name(),
                program.sampleRateHz(),
                program.inputs(),
                Collections.unmodifiableMap(outputs),
                program.controls(),
                program.weights(),
                program.states(),
                program.delays(),
                program.streams(),
                Program.inOrder(roots));
    }

    private static Vec flat(Vec v) {
        return v.shape().isMatrix() ? v.gather(Recall.upTo(v.length())) : v;
    }
}
