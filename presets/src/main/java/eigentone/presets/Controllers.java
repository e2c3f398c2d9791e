package eigentone.presets;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.graph.Plan;
import eigentone.engine.language.ControlSpec.Curve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What MIDI controllers turn in a preset, ready for the audio thread.
public final class Controllers {
    private static final int CHANNELS = 16;
    private static final int ALL = (1 << CHANNELS) - 1;

    private final Preset preset;
    private final Map<String, Plan.ControlInfo> controls = new HashMap<>();
    private final List<ControllerMap.Binding> bindings = new ArrayList<>();

    /// Channels of a source, as bits, that something turns already.
    private final Map<Integer, Integer> taken = new HashMap<>();

    private Controllers(Preset preset, Plan plan) {
        this.preset = preset;
        plan.controls().forEach(c -> controls.put(c.path(), c));
    }

    /// The map of `preset` itself, for its `plan`.
    public static ControllerMap of(Preset preset, Plan plan) {
        return of(preset, plan, MidiMapping.NONE);
    }

    /// What was learned, over the map of `preset` itself, for its `plan`.
    ///
    /// A binding to something that the preset does not have rests. One for a channel goes before
    /// one for any; a learned one before the preset's of the same source, and before all of the
    /// preset's for the same target.
    public static ControllerMap of(Preset preset, Plan plan, MidiMapping learned) {
        Controllers c = new Controllers(preset, plan);
        List<MidiMapping.Binding> known =
                learned.bindings().stream().filter(b -> c.has(b.target())).toList();
        known.stream().filter(b -> b.channel() != MidiMapping.ANY).forEach(c::add);
        known.stream().filter(b -> b.channel() == MidiMapping.ANY).forEach(c::add);
        List<String> targets = known.stream().map(MidiMapping.Binding::target).toList();
        preset.midi()
                .forEach((controller, target) -> {
                    if (!targets.contains(target)) {
                        c.add(MidiMapping.ANY, controller, target);
                    }
                });
        return new ControllerMap(c.bindings);
    }

    private boolean has(String target) {
        return controls.containsKey(target)
                || preset.knobs().stream().anyMatch(k -> k.id().equals(target));
    }

    private void add(MidiMapping.Binding b) {
        add(b.channel(), b.source(), b.target());
    }

    private void add(int channel, int source, String target) {
        int wanted = channel == MidiMapping.ANY ? ALL : 1 << channel;
        int free = wanted & ~taken.getOrDefault(source, 0);
        taken.merge(source, wanted, (a, b) -> a | b);
        if (free == ALL) {
            bind(MidiMapping.ANY, source, target);
            return;
        }
        for (int c = 0; c < CHANNELS; c++) {
            if ((free >> c & 1) != 0) {
                bind(c, source, target);
            }
        }
    }

    /// One binding for each control that the target turns.
    private void bind(int channel, int source, String target) {
        List<List<ControlValue>> travel = new ArrayList<>();
        for (int position = 0; position <= ControllerMap.STEPS; position++) {
            travel.add(preset.turned(target, position / (double) ControllerMap.STEPS));
        }
        for (int i = 0; i < travel.getFirst().size(); i++) {
            int turned = i;
            Plan.ControlInfo control = controls.get(travel.getFirst().get(i).path());
            if (control != null) {
                double[] values = travel.stream().mapToDouble(v -> v.get(turned).value()).toArray();
                boolean stepped = control.spec().curve() == Curve.INTEGER;
                bindings.add(
                        new ControllerMap.Binding(
                                channel, source, control.index(), values, stepped));
            }
        }
    }
}
