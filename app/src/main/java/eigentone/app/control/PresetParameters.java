package eigentone.app.control;

import eigentone.app.render.Knobs;
import eigentone.audioio.osc.OscTarget.Parameter;
import eigentone.engine.graph.Patch;
import eigentone.presets.ControlValue;
import eigentone.presets.Knob;
import eigentone.presets.Preset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The knobs and controls of a preset, for Open Sound Control.
public final class PresetParameters {
    private PresetParameters() {}

    /// Knobs first, then controls in the patch's order.
    ///
    /// @param turned where those stand that have been turned, by a knob's id or `node.control`
    public static List<Parameter> of(Preset preset, Map<String, Double> turned) {
        List<Parameter> all = new ArrayList<>();
        for (Knob k : preset.knobs()) {
            String help = k.spec().help().isEmpty() ? k.title() : k.spec().help();
            double value = turned.getOrDefault(k.id(), k.spec().initial());
            all.add(new Parameter(k.id(), k.spec(), value, help));
        }
        Patch patch = preset.patch();
        Knobs.controls(patch)
                .forEach((path, spec) -> {
                    ControlValue at = new ControlValue(path, 0);
                    double initial =
                            patch.node(at.node())
                                    .controls()
                                    .getOrDefault(at.control(), spec.initial());
                    double value = turned.getOrDefault(path, initial);
                    all.add(new Parameter(path, spec, value, spec.help()));
                });
        return List.copyOf(all);
    }
}
