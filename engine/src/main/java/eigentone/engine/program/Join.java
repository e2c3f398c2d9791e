package eigentone.engine.program;

import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Draw;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Several programs as one, for nodes that run as one kernel.
///
/// Before: `saw` with `phase' = fraction(phase + step)`, `out = phase`, and `amp` with `out = in *
/// level`, whose `in` a cable fills. After: one program with the state `saw.phase`, the control
/// `amp.level` and the output `amp.out = saw.phase * amp.level`.
///
/// Each program is added under its node's name, which its slots then begin with; the caller gives
/// the values of its input ports, made of the outputs of programs added before and of the words of
/// [#definition()]. Random draws stay those of the node.
public final class Join {
    private final Definition d;
    private final List<String> streams = new ArrayList<>();

    /// @param name for messages
    public Join(String name, double sampleRateHz) {
        d = new Definition(name, sampleRateHz, java.util.Set.of());
    }

    /// Where the joined program is written: for its ports, and memory between its parts.
    public Definition definition() {
        return d;
    }

    /// Writes `program` under the name `node`.
    ///
    /// @param inputs the values of its input ports, of their widths
    /// @return the values of its outputs, by port
    public Map<String, Vec> add(String node, Program program, List<Vec> inputs) {
        String prefix = node + ".";
        Map<Slot, Vec> slots = new HashMap<>();
        Map<Slot, DelayLine> lines = new HashMap<>();
        program.inputs().forEach(p -> slots.put(p, inputs.get(p.index())));
        program.controls().forEach(c -> slots.put(c, d.control(prefix + c.name(), c.spec())));
        program.weights()
                .forEach(w -> slots.put(w, d.weight(prefix + w.name(), w.shape(), w.initial())));
        program.states()
                .keySet()
                .forEach(s -> slots.put(s, d.state(prefix + s.name(), s.shape(), s.initial())));
        program.delays()
                .keySet()
                .forEach(l -> lines.put(l, d.delay(prefix + l.name(), l.width(), l.maxFrames())));
        int stream = streams.size();
        if (program.values().stream().anyMatch(v -> v.operator() == Operator.UNIFORM)) {
            program.streams().forEach(s -> streams.add(s.isEmpty() ? node : s));
        }
        Map<Vec, Vec> made = new IdentityHashMap<>();
        for (Vec v : program.values()) {
            List<Vec> operands = v.operands().stream().map(o -> value(made, o)).toList();
            Vec copy =
                    switch (v.operator()) {
                        case INPUT, CONTROL, WEIGHT, STATE -> slots.get(slot(v));
                        case DELAY_READ ->
                                Objects.requireNonNull(lines.get(slot(v)))
                                        .read(operands.getFirst());
                        case UNIFORM -> {
                            Draw draw = (Draw) Objects.requireNonNull(v.attribute());
                            yield d.adopt(v, new Draw(stream + draw.stream(), draw.index()));
                        }
                        default -> d.adopt(v, operands);
                    };
            made.put(v, Objects.requireNonNull(copy));
        }
        program.states().forEach((s, v) -> d.next(value(slots, s), value(made, v)));
        program.delays()
                .forEach((l, v) -> d.feed(Objects.requireNonNull(lines.get(l)), value(made, v)));
        Map<String, Vec> outputs = new LinkedHashMap<>();
        program.outputs().forEach((o, v) -> outputs.put(o.name(), value(made, v)));
        return outputs;
    }

    private static Slot slot(Vec v) {
        return (Slot) Objects.requireNonNull(v.attribute());
    }

    private static <K> Vec value(Map<K, Vec> values, K key) {
        return Objects.requireNonNull(values.get(key));
    }

    /// Everything added so far as one program.
    ///
    /// @throws IllegalArgumentException when it has no output, or memory without a next value
    public Program program() {
        return Program.of(d, streams);
    }
}
