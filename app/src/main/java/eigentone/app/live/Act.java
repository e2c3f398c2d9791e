package eigentone.app.live;

import eigentone.app.console.Nearest;
import eigentone.app.console.UsageException;
import eigentone.app.scene.SceneRecipe;
import eigentone.engine.graph.Plan;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.run.Scene;
import eigentone.presets.ControlValue;
import eigentone.presets.Knob;
import eigentone.presets.Preset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A preset on stage: its scene, and its knobs by name.
///
/// @param controls of the scene's plan, by path
record Act(Preset preset, SceneRecipe recipe, Scene scene, Map<String, Plan.ControlInfo> controls) {

    static Act of(Preset preset, SceneRecipe recipe, Scene scene) {
        Map<String, Plan.ControlInfo> controls = new HashMap<>();
        scene.plan().controls().forEach(c -> controls.put(c.path(), c));
        return new Act(preset, recipe, scene, controls);
    }

    /// What turning `name` to `value` does.
    ///
    /// @param name a knob's id or `node.control`
    /// @throws UsageException if there is none, or the value is out of its range
    List<ControlValue> turn(String name, double value) {
        Knob knob = knob(name);
        ControlSpec spec = spec(name);
        try {
            spec.check(value);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "knob '%s': expected %s, got %s; try %s"
                            .formatted(name, spec.range(), value, spec.clamp(value)),
                    e);
        }
        return knob == null ? List.of(new ControlValue(name, value)) : knob.targets(value);
    }

    /// @throws UsageException if there is no such knob or control
    ControlSpec spec(String name) {
        Knob knob = knob(name);
        if (knob != null) {
            return knob.spec();
        }
        Plan.ControlInfo control = controls.get(name);
        if (control == null) {
            List<String> known = new ArrayList<>(preset.knobs().stream().map(Knob::id).toList());
            known.addAll(controls.keySet());
            throw new UsageException(
                    "knob '%s': expected a knob of preset '%s' (%s) or a control 'node.control'; try %s"
                            .formatted(
                                    name,
                                    preset.name(),
                                    String.join(
                                            ", ", preset.knobs().stream().map(Knob::id).toList()),
                                    Nearest.remedy(
                                            name,
                                            known,
                                            "`eigentone presets show " + preset.name() + "`")));
        }
        return control.spec();
    }

    /// Whether there is such a knob or control.
    boolean knows(String name) {
        return knob(name) != null || controls.containsKey(name);
    }

    private @Nullable Knob knob(String name) {
        return preset.knobs().stream().filter(k -> k.id().equals(name)).findFirst().orElse(null);
    }
}
