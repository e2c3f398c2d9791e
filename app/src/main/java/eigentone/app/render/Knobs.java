package eigentone.app.render;

import eigentone.app.console.Nearest;
import eigentone.app.console.UsageException;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.presets.ControlValue;
import eigentone.presets.Knob;
import eigentone.presets.Preset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Presets with some of their knobs turned by name.
public final class Knobs {
    /// Ranges of controls do not depend on the rate.
    private static final double ANY_RATE_HZ = 48_000;

    private Knobs() {}

    /// The patch of `preset` with those of `settings` applied that it has.
    ///
    /// @param settings knob's id or `node.control` to a value
    /// @throws UsageException if a value is out of its range
    public static Patch turned(Preset preset, Map<String, Double> settings) {
        Patch patch = preset.patch();
        Map<String, Double> values = new LinkedHashMap<>();
        settings.forEach((name, value) -> {
            Knob knob = knob(preset, name);
            ControlSpec spec = knob == null ? control(patch, name) : knob.spec();
            if (spec == null) {
                return;
            }
            check(name, spec, value);
            if (knob == null) {
                values.put(name, value);
            } else {
                for (ControlValue v : knob.targets(value)) {
                    values.put(v.path(), v.value());
                }
            }
        });
        return values.isEmpty() ? patch : with(patch, values);
    }

    /// Checks that each of `settings` is known to one of `presets` at least.
    ///
    /// @throws UsageException naming the knobs there are
    static void checkKnown(Map<String, Double> settings, List<Preset> presets) {
        for (String name : settings.keySet()) {
            List<String> known = new ArrayList<>();
            for (Preset p : presets) {
                if (knob(p, name) != null || control(p.patch(), name) != null) {
                    known.clear();
                    break;
                }
                p.knobs().forEach(k -> known.add(k.id()));
                known.addAll(controls(p.patch()).keySet());
            }
            if (!known.isEmpty()) {
                Preset first = presets.getFirst();
                throw new UsageException(
                        "--set '%s': expected a knob of preset '%s' (%s) or a control 'node.control'; try %s"
                                .formatted(
                                        name,
                                        first.name(),
                                        String.join(
                                                ", ",
                                                first.knobs().stream().map(Knob::id).toList()),
                                        Nearest.remedy(
                                                name,
                                                known,
                                                "`eigentone presets show " + first.name() + "`")));
            }
        }
    }

    private static void check(String name, ControlSpec spec, double value) {
        try {
            spec.check(value);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--set '%s': expected %s, got %s; try %s"
                            .formatted(
                                    name,
                                    spec.range(),
                                    text(value),
                                    text(
                                            spec.clamp(
                                                    Math.rint(value) == value
                                                            ? value
                                                            : spec.initial()))),
                    e);
        }
    }

    private static String text(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15
                ? Long.toString((long) v)
                : Double.toString(v);
    }

    private static @Nullable Knob knob(Preset preset, String name) {
        return preset.knobs().stream().filter(k -> k.id().equals(name)).findFirst().orElse(null);
    }

    private static @Nullable ControlSpec control(Patch patch, String path) {
        return path.indexOf('.') < 0 ? null : controls(patch).get(path);
    }

    /// Every control of a patch by `node.control`.
    public static Map<String, ControlSpec> controls(Patch patch) {
        Map<String, ControlSpec> controls = new LinkedHashMap<>();
        for (NodeSpec node : patch.nodes()) {
            Program program =
                    Program.of(Nodes.type(node.type()).create(node.settings()), ANY_RATE_HZ);
            for (Slot.Control c : program.controls()) {
                controls.put(node.id() + "." + c.name(), c.spec());
            }
        }
        return controls;
    }

    private static Patch with(Patch patch, Map<String, Double> values) {
        List<NodeSpec> nodes = new ArrayList<>();
        for (NodeSpec n : patch.nodes()) {
            Map<String, Double> controls = new HashMap<>(n.controls());
            values.forEach((path, value) -> {
                if (path.startsWith(n.id() + ".")) {
                    controls.put(path.substring(n.id().length() + 1), value);
                }
            });
            nodes.add(
                    new NodeSpec(
                            n.id(),
                            n.type(),
                            n.perVoice(),
                            n.settings(),
                            controls,
                            n.rate(),
                            n.weightSeed()));
        }
        return new Patch(
                patch.name(),
                patch.voices(),
                patch.inputChannels(),
                patch.outputChannels(),
                nodes,
                patch.connections());
    }
}
