package eigentone.presets;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What can be plugged into a node and turned on it, known from its type and settings.
///
/// @param inputs ports with their widths
/// @param outputs ports with their widths
/// @param controls by id
record Ports(
        Map<String, Integer> inputs,
        Map<String, Integer> outputs,
        Map<String, ControlSpec> controls) {

    /// Names, widths and ranges do not depend on the rate; some rate must be said.
    private static final double ANY_RATE_HZ = 48000;

    static Ports of(NodeSpec node) {
        return of(Nodes.type(node.type()).create(node.settings()));
    }

    static Ports of(Recurrence recurrence) {
        Program program = Program.of(recurrence, ANY_RATE_HZ);
        Map<String, Integer> inputs = new LinkedHashMap<>(), outputs = new LinkedHashMap<>();
        program.inputs().forEach(i -> inputs.put(i.name(), i.width()));
        program.outputs().keySet().forEach(o -> outputs.put(o.name(), o.width()));
        Map<String, ControlSpec> controls = new LinkedHashMap<>();
        for (Slot.Control c : program.controls()) {
            controls.put(c.name(), c.spec());
        }
        return new Ports(inputs, outputs, controls);
    }

    ControlSpec control(String id) {
        return Objects.requireNonNull(controls.get(id), id);
    }
}
