package eigentone.engine.program;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/// A recurrence frozen at a sample rate: one step as a list of values in an order that can be
/// computed.
///
/// Immutable; inspect it by its lists or [#toString()].
///
/// @param name of the recurrence
/// @param sampleRateHz steps per second
/// @param inputs ports read, in order of declaration
/// @param outputs ports written, with their values
/// @param controls knobs
/// @param weights shared numbers
/// @param states memory with its next values
/// @param delays delay lines with what feeds them
/// @param streams the nodes whose random draws it makes, by name; empty is the node that runs it
/// @param values every value of the step, operands first
public record Program(
        String name,
        double sampleRateHz,
        List<Slot.Input> inputs,
        Map<Slot.Output, Vec> outputs,
        List<Slot.Control> controls,
        List<Slot.Weight> weights,
        Map<Slot.State, Vec> states,
        Map<Slot.Delay, Vec> delays,
        List<String> streams,
        List<Vec> values) {
    private static final List<String> OWN_STREAM = List.of("");

    /// Freezes `recurrence`.
    ///
    /// @throws IllegalArgumentException (or its ShapeException) when the definition is not sound
    public static Program of(Recurrence recurrence, double sampleRateHz) {
        return of(recurrence, sampleRateHz, Set.of());
    }

    /// Freezes `recurrence` with the controls `modulated` driven by signals of the same name.
    public static Program of(Recurrence recurrence, double sampleRateHz, Set<String> modulated) {
        Definition d = new Definition(recurrence.name(), sampleRateHz, modulated);
        recurrence.define(d);
        for (String id : modulated) {
            if (d.controls().stream().noneMatch(c -> c.name().equals(id))) {
                throw new IllegalArgumentException(
                        "recurrence '%s': expected a control to modulate among %s, got '%s'"
                                .formatted(
                                        recurrence.name(),
                                        d.controls().stream().map(Slot::name).toList(),
                                        id));
            }
        }
        return of(d, OWN_STREAM);
    }

    /// Freezes what is written in `d`.
    ///
    /// @param streams the nodes whose random draws it makes, by name; empty is the node that runs
    ///   it
    public static Program of(Definition d, List<String> streams) {
        Map<Slot.State, Vec> states = d.states();
        Map<Slot.Delay, Vec> delays = d.delays();
        Map<Slot.Output, Vec> outputs = d.outputs();
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "recurrence '%s': expected at least one output, got none".formatted(d.name()));
        }
        List<Vec> roots = new ArrayList<>(states.values());
        roots.addAll(delays.values());
        roots.addAll(outputs.values());
        return new Program(
                d.name(),
                d.sampleRateHz(),
                d.inputs(),
                Collections.unmodifiableMap(outputs),
                d.controls(),
                d.weights(),
                Collections.unmodifiableMap(states),
                Collections.unmodifiableMap(delays),
                List.copyOf(streams),
                inOrder(roots));
    }

    /// The same program with each value replaced by what `change` makes of it, operands first.
    ///
    /// @param change gets the old value and its operands' replacements; `v.on(operands)` keeps it
    public Program rewrite(BiFunction<Vec, List<Vec>, Vec> change) {
        Map<Vec, Vec> made = new IdentityHashMap<>();
        for (Vec v : values) {
            List<Vec> operands = new ArrayList<>();
            v.operands().forEach(o -> operands.add(Objects.requireNonNull(made.get(o))));
            made.put(v, change.apply(v, operands));
        }
        Map<Slot.State, Vec> newStates = replaced(states, made);
        Map<Slot.Delay, Vec> newDelays = replaced(delays, made);
        Map<Slot.Output, Vec> newOutputs = replaced(outputs, made);
        List<Vec> roots = new ArrayList<>(newStates.values());
        roots.addAll(newDelays.values());
        roots.addAll(newOutputs.values());
        return new Program(
                name,
                sampleRateHz,
                inputs,
                newOutputs,
                controls,
                weights,
                newStates,
                newDelays,
                streams,
                inOrder(roots));
    }

    private static <S extends Slot> Map<S, Vec> replaced(Map<S, Vec> slots, Map<Vec, Vec> made) {
        Map<S, Vec> result = new LinkedHashMap<>();
        slots.forEach((s, v) -> result.put(s, Objects.requireNonNull(made.get(v))));
        return Collections.unmodifiableMap(result);
    }

    /// Every value that `roots` need, operands first, each once.
    public static List<Vec> inOrder(List<Vec> roots) {
        List<Vec> order = new ArrayList<>();
        Set<Vec> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Vec root : roots) {
            visit(root, seen, order);
        }
        return Collections.unmodifiableList(order);
    }

    /// Depth first without recursion: a definition may nest deeper than a thread's stack.
    private static void visit(Vec root, Set<Vec> seen, List<Vec> order) {
        List<Vec> stack = new ArrayList<>(List.of(root));
        while (!stack.isEmpty()) {
            Vec v = stack.getLast();
            boolean ready = true;
            if (!seen.contains(v)) {
                for (Vec o : v.operands().reversed()) {
                    if (!seen.contains(o)) {
                        stack.add(o);
                        ready = false;
                    }
                }
            }
            if (ready) {
                stack.removeLast();
                if (seen.add(v)) {
                    order.add(v);
                }
            }
        }
    }

    /// Floats of memory for one lane, delay lines included.
    public long stateEntries() {
        long n = 0;
        for (Slot.State s : states.keySet()) {
            n += s.shape().entries();
        }
        for (Slot.Delay l : delays.keySet()) {
            n += (long) l.width() * l.maxFrames();
        }
        return n;
    }

    /// Arithmetic operations of one step of one lane; a function counts by the weight of its
    /// [Operator].
    public long operationsPerStep() {
        return values.stream().mapToLong(Program::operations).sum();
    }

    private static long operations(Vec v) {
        long entries = v.length();
        return switch (v.operator()) {
            case MATVEC -> 2L * v.operands().getFirst().length();
            case DOT -> 2L * v.operands().getFirst().length();
            case SUM, GREATEST -> v.operands().getFirst().length();
            case DELAY_READ, LOOKUP, UNIFORM -> entries * v.operator().opsPerEntry();
            default ->
                    v.operator().kind() == Operator.Kind.GATHER
                            ? 0
                            : entries * v.operator().opsPerEntry();
        };
    }

    /// The position of the control `id`.
    ///
    /// @throws IllegalArgumentException naming the controls there are
    public int control(String id) {
        for (Slot.Control c : controls) {
            if (c.name().equals(id)) {
                return c.index();
            }
        }
        throw new IllegalArgumentException(
                "recurrence '%s': expected a control among %s, got '%s'"
                        .formatted(name, controls.stream().map(Slot::name).toList(), id));
    }

    /// The equations as text, one line each.
    @Override
    public String toString() {
        return ProgramPrinter.print(this);
    }
}
