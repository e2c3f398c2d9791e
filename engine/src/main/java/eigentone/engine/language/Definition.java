package eigentone.engine.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sheet on which a recurrence writes its equations.
///
/// Everything declared has a name, unique within the definition. What is wrong is refused here,
/// where the author can see it, never later on the audio thread. Not thread-safe; used for one
/// `define`.
public final class Definition {
    /// Four minutes at 48 kHz in one line: longer memories belong in a sampler.
    public static final int MAX_DELAY_FRAMES = 1 << 24;

    private final String name;
    private final double sampleRateHz;
    private final Set<String> modulated;
    private final Set<String> names = new HashSet<>();
    private final List<Slot.Input> inputs = new ArrayList<>();
    private final List<Slot.Control> controls = new ArrayList<>();
    private final List<Slot.Weight> weights = new ArrayList<>();
    private final Map<Slot.State, @Nullable Vec> states = new LinkedHashMap<>();
    private final Map<Slot.Delay, @Nullable Vec> delays = new LinkedHashMap<>();
    private final Map<Slot.Output, Vec> outputs = new LinkedHashMap<>();
    private final Map<String, Vec> controlValues = new LinkedHashMap<>();
    private int draws;
    private String scope = "";

    /// @param name of the recurrence, for messages
    /// @param sampleRateHz steps per second, above 0
    /// @param modulated ids of the controls that a signal drives: each becomes the knob plus an
    ///   input port of the control's name, held to the control's range
    public Definition(String name, double sampleRateHz, Set<String> modulated) {
        if (!(sampleRateHz > 0 && Double.isFinite(sampleRateHz))) {
            throw new IllegalArgumentException(
                    "recurrence '%s': expected a sample rate above 0 Hz, got %s"
                            .formatted(name, sampleRateHz));
        }
        this.name = name;
        this.sampleRateHz = sampleRateHz;
        this.modulated = Set.copyOf(modulated);
    }

    public String name() {
        return name;
    }

    /// Steps per second; a constant of the program, so coefficients may be computed in float64
    /// here.
    public double sampleRateHz() {
        return sampleRateHz;
    }

    /// What `part` declares has names that begin with `name` and a point, so that a definition may
    /// hold the same cell twice: weight `reset.weight` of the part `layer1` is
    /// `layer1.reset.weight`. Knobs are shared by all parts and keep their names.
    public <T> T within(String name, Supplier<T> part) {
        String outer = scope;
        scope = outer + name + ".";
        try {
            return part.get();
        } finally {
            scope = outer;
        }
    }

    /// The least whole number of frames that lasts `seconds`, at least 1.
    public int frames(double seconds) {
        return (int) Math.max(1, Math.ceil(seconds * sampleRateHz));
    }

    public Vec constant(double value) {
        return constant(new double[] {value});
    }

    /// A vector of constants, rounded to float32 on the audio path.
    public Vec constant(double... values) {
        return constant(Shape.vector(values.length), values);
    }

    /// A matrix of constants, `rows[i][j]`.
    public Vec constant(double[][] rows) {
        int columns = rows[0].length;
        double[] flat = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new ShapeException(
                        name, "constant", columns + " entries in row " + i, "" + rows[i].length);
            }
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return constant(new Shape(rows.length, columns), flat);
    }

    Vec constant(Shape shape, double[] values) {
        for (double v : values) {
            if (Double.isNaN(v) || Math.abs(v) > Float.MAX_VALUE) {
                throw new ShapeException(name, "constant", "finite float32 values", "" + v);
            }
        }
        return new Vec(this, Operator.CONSTANT, shape, values.clone(), List.of());
    }

    /// An input port of `width` channels; an unconnected port reads 0.
    public Vec input(String port, int width) {
        Slot.Input slot = new Slot.Input(unique("input", port), width, inputs.size());
        inputs.add(slot);
        return new Vec(this, Operator.INPUT, Shape.vector(width), slot, List.of());
    }

    /// The knob's value in this frame, a scalar. Asking twice gives the same value.
    public Vec control(ControlSpec spec) {
        Vec known = controlValues.get(spec.id());
        if (known != null) {
            return known;
        }
        Vec value = control(spec.id(), spec);
        if (modulated.contains(spec.id())) {
            Slot.Input port = new Slot.Input(spec.id(), 1, inputs.size());
            inputs.add(port);
            Vec signal = new Vec(this, Operator.INPUT, Shape.vector(1), port, List.of());
            value = value.plus(signal).clamp(spec.min(), spec.max());
        }
        controlValues.put(spec.id(), value);
        return value;
    }

    /// As [#control(ControlSpec)], under a name of its own: where several nodes have equal knobs.
    public Vec control(String control, ControlSpec spec) {
        Slot.Control slot = new Slot.Control(unique("control", control), spec, controls.size());
        controls.add(slot);
        return new Vec(this, Operator.CONTROL, Shape.vector(1), slot, List.of());
    }

    /// Memory of one step; 0 after a reset. Give its next value by [#next(Vec, Vec)].
    public Vec state(String state, int length) {
        return state(state, Shape.vector(length), 0);
    }

    /// A state matrix; 0 after a reset.
    public Vec state(String state, int rows, int columns) {
        return state(state, new Shape(rows, columns), 0);
    }

    /// Memory of one step whose entries are `initial` after a reset.
    public Vec state(String state, Shape shape, double initial) {
        Slot.State slot = new Slot.State(unique("state", state), shape, initial, states.size());
        states.put(slot, null);
        return new Vec(this, Operator.STATE, shape, slot, List.of());
    }

    /// A delay line of `width` channels that remembers `maxFrames` steps.
    public DelayLine delay(String delay, int width, int maxFrames) {
        if (maxFrames < 1 || maxFrames > MAX_DELAY_FRAMES) {
            throw new ShapeException(
                    name,
                    "delay '" + delay + "'",
                    "1.." + MAX_DELAY_FRAMES + " frames",
                    "" + maxFrames);
        }
        Slot.Delay slot = new Slot.Delay(unique("delay", delay), width, maxFrames, delays.size());
        delays.put(slot, null);
        return new DelayLine(this, slot);
    }

    /// A trained matrix or vector.
    public Vec weight(String weight, Shape shape, Initial initial) {
        Slot.Weight slot =
                new Slot.Weight(unique("weight", weight), shape, initial, weights.size());
        weights.add(slot);
        return new Vec(this, Operator.WEIGHT, shape, slot, List.of());
    }

    /// bias + W x with weights `name.weight` [units x inputs] and `name.bias` [units].
    public Vec affine(String layer, int units, Vec x) {
        return affine(layer, units, x, Initial.fanIn());
    }

    /// The sum of two affine layers, in one chain of sums that begins with both biases.
    public Vec affine(int units, String first, Vec x, String second, Vec y) {
        Vec w = weight(first + ".weight", new Shape(units, x.length()), Initial.fanIn());
        Vec b = weight(first + ".bias", Shape.vector(units), Initial.constant(0));
        Vec v = weight(second + ".weight", new Shape(units, y.length()), Initial.fanIn());
        Vec c = weight(second + ".bias", Shape.vector(units), Initial.constant(0));
        return Functions.matvec(v, y, Functions.matvec(w, x, b.plus(c)));
    }

    /// As [#affine(String, int, Vec)], the matrix filled by `initial` and the bias 0.
    public Vec affine(String layer, int units, Vec x, Initial initial) {
        Vec w = weight(layer + ".weight", new Shape(units, x.length()), initial);
        Vec b = weight(layer + ".bias", Shape.vector(units), Initial.constant(0));
        return Functions.matvec(w, x, b);
    }

    /// W x with weights `name.weight` [units x inputs].
    public Vec linear(String layer, int units, Vec x, Initial initial) {
        return Functions.matvec(
                weight(layer + ".weight", new Shape(units, x.length()), initial), x);
    }

    /// Independent uniform draws in the open interval 0..1, new in every frame.
    ///
    /// A draw is a hash of (seed, node, voice, step, draw index): the same at any block size, lane
    /// or thread.
    public Vec uniform(int length) {
        Vec v =
                new Vec(
                        this,
                        Operator.UNIFORM,
                        Shape.vector(length),
                        new Draw(0, draws),
                        List.of());
        draws += length;
        return v;
    }

    /// Independent standard normal draws (Box and Muller 1958).
    public Vec normal(int length) {
        Vec radius = Functions.sqrt(Functions.log(uniform(length)).times(-2));
        return radius.times(Functions.cos2pi(uniform(length)));
    }

    /// One-hot draw from `probabilities`, which sum to 1.
    public Vec categorical(Vec probabilities) {
        int n = probabilities.length();
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            java.util.Arrays.fill(lower[i], 0, i + 1, 1);
        }
        Vec reached = uniform(1).lessThan(Functions.matvec(constant(lower), probabilities));
        if (n == 1) {
            return constant(1.0);
        }
        // The last entry takes what rounding left of the sum.
        Vec ends = Functions.concat(reached.slice(0, n - 1), constant(1.0));
        return Functions.concat(ends.at(0), ends.slice(1, n).minus(ends.slice(0, n - 1)));
    }

    /// Steps since the reset modulo `period`, 0 in the first step.
    public Vec stepModulo(int period) {
        if (period < 1 || period > MAX_DELAY_FRAMES) {
            throw new ShapeException(
                    name, "stepModulo", "a period of 1.." + MAX_DELAY_FRAMES, "" + period);
        }
        return new Vec(this, Operator.STEP_MODULO, Shape.vector(1), period, List.of());
    }

    /// What `v` of another definition does, on `operands` of this one: for joining programs.
    public Vec adopt(Vec v, List<Vec> operands) {
        return adopt(v, v.attribute(), operands);
    }

    /// As [#adopt(Vec, List)], for a draw: one among those of another stream.
    public Vec adopt(Vec uniform, Draw draw) {
        return adopt(uniform, draw, List.of());
    }

    private Vec adopt(Vec v, @Nullable Object attribute, List<Vec> operands) {
        return new Vec(this, v.operator(), v.shape(), attribute, List.copyOf(operands));
    }

    /// Sets what `state` becomes after this step.
    public void next(Vec state, Vec value) {
        if (!(state.attribute() instanceof Slot.State slot) || !states.containsKey(slot)) {
            throw new IllegalArgumentException(
                    "recurrence '%s', next: expected a state of this definition, got %s"
                            .formatted(name, state));
        }
        if (states.get(slot) != null) {
            throw new IllegalArgumentException(
                    "recurrence '%s', state '%s': expected one next value, got a second"
                            .formatted(name, slot.name()));
        }
        states.put(slot, fit("state '" + slot.name() + "'", slot.shape(), value));
    }

    /// What `state` becomes after this step, once [#next(Vec, Vec)] has said so.
    public Vec next(Vec state) {
        Vec value = state.attribute() instanceof Slot.State slot ? states.get(slot) : null;
        if (value == null) {
            throw new IllegalArgumentException(
                    "recurrence '%s', next of %s: expected it to be set before it is read; call next(state, value) first"
                            .formatted(name, state));
        }
        return value;
    }

    /// Sets what enters the delay line in this step.
    public void feed(DelayLine line, Vec value) {
        if (line.owner() != this || delays.get(line.slot()) != null) {
            throw new IllegalArgumentException(
                    "recurrence '%s', delay '%s': expected one feed of a line of this definition"
                            .formatted(name, line.slot().name()));
        }
        delays.put(
                line.slot(),
                fit("delay '" + line.slot().name() + "'", Shape.vector(line.width()), value));
    }

    /// Declares an output port.
    public void output(String port, Vec value) {
        if (value.shape().isMatrix()) {
            throw new ShapeException(name, "output '" + port + "'", "a vector", "" + value.shape());
        }
        outputs.put(new Slot.Output(unique("output", port), value.length(), outputs.size()), value);
    }

    private Vec fit(String what, Shape shape, Vec value) {
        if (value.shape().equals(shape)) {
            return value;
        }
        if (value.shape().isScalar() && !shape.isMatrix()) {
            return value.repeat(shape.rows());
        }
        throw new ShapeException(name, what, "a value of " + shape, value.shape().toString());
    }

    private String unique(String kind, String own) {
        String id = kind.equals("control") ? own : scope + own;
        if (!names.add(kind.equals("output") ? "output " + id : id)) {
            throw new IllegalArgumentException(
                    "recurrence '%s', %s '%s': expected a new name, got one that is taken"
                            .formatted(name, kind, id));
        }
        return id;
    }

    public List<Slot.Input> inputs() {
        return List.copyOf(inputs);
    }

    public List<Slot.Control> controls() {
        return List.copyOf(controls);
    }

    public List<Slot.Weight> weights() {
        return List.copyOf(weights);
    }

    /// The states with their next values.
    ///
    /// @throws IllegalArgumentException when a state has none
    public Map<Slot.State, Vec> states() {
        return complete("state", "next", states);
    }

    /// The delay lines with what feeds them.
    ///
    /// @throws IllegalArgumentException when a line is not fed
    public Map<Slot.Delay, Vec> delays() {
        return complete("delay", "feed", delays);
    }

    public Map<Slot.Output, Vec> outputs() {
        return new LinkedHashMap<>(outputs);
    }

    private <S extends Slot> Map<S, Vec> complete(
            String kind, String verb, Map<S, @Nullable Vec> slots) {
        Map<S, Vec> result = new LinkedHashMap<>();
        for (Map.Entry<S, @Nullable Vec> e : slots.entrySet()) {
            Vec v = e.getValue();
            if (v == null) {
                throw new IllegalArgumentException(
                        "recurrence '%s', %s '%s': expected a value; call %s(...)"
                                .formatted(name, kind, e.getKey().name(), verb));
            }
            result.put(e.getKey(), v);
        }
        return result;
    }
}
