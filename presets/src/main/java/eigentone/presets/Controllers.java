package eigentone.presets;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.graph.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What MIDI controllers turn in a preset, ready for the audio thread.
public final class Controllers {
    private Controllers() {}

    /// The map of `preset` itself, for its `plan`.
    public static ControllerMap of(Preset preset, Plan plan) {
        Map<String, Integer> indices = new HashMap<>();
        plan.controls().forEach(c -> indices.put(c.path(), c.index()));
        List<ControllerMap.Binding> bindings = new ArrayList<>();
        for (int controller : preset.midi().keySet()) {
            bindings.addAll(bindings(preset, controller, indices));
        }
        return new ControllerMap(bindings);
    }

    /// One for each control that the knob turns.
    private static List<ControllerMap.Binding> bindings(
            Preset preset, int controller, Map<String, Integer> indices) {
        List<List<ControlValue>> travel = new ArrayList<>();
        for (int position = 0; position <= ControllerMap.STEPS; position++) {
            travel.add(preset.controller(controller, position));
        }
        List<ControllerMap.Binding> bindings = new ArrayList<>();
        for (int i = 0; i < travel.getFirst().size(); i++) {
            int target = i;
            Integer index = indices.get(travel.getFirst().get(i).path());
            if (index != null) {
                double[] values = travel.stream().mapToDouble(v -> v.get(target).value()).toArray();
                bindings.add(new ControllerMap.Binding(-1, controller, index, values));
            }
        }
        return bindings;
    }
}
