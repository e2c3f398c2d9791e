package eigentone.app.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything that a performer has set: what `play --resume` starts from. Immutable.
///
/// @param preset its name, or its full text in JSON; empty before one is chosen
/// @param values knob's id or `node.control` to a value, of those that were turned
/// @param mappings what controllers turn
/// @param beatsPerMinute 0 before it is set
public record SessionState(
        String preset, Map<String, Double> values, List<Mapping> mappings, double beatsPerMinute) {
    /// Nothing is set.
    public static final SessionState NONE = new SessionState("", Map.of(), List.of(), 0);

    public SessionState {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        mappings = List.copyOf(mappings);
    }

    /// What it becomes by a tweak.
    public SessionState with(Tweak tweak) {
        return switch (tweak) {
            case Tweak.Choose c ->
                    new SessionState(c.preset(), c.values(), mappings, beatsPerMinute);
            case Tweak.Turn t -> {
                Map<String, Double> turned = new LinkedHashMap<>(values);
                Double value = t.value();
                if (value == null) {
                    turned.remove(t.name());
                } else {
                    turned.put(t.name(), value);
                }
                yield new SessionState(preset, turned, mappings, beatsPerMinute);
            }
            case Tweak.Bind b -> new SessionState(preset, values, b.mappings(), beatsPerMinute);
            case Tweak.Tempo t -> new SessionState(preset, values, mappings, t.beatsPerMinute());
        };
    }

    /// The tweaks that lead from here to `to`.
    public List<Tweak> to(SessionState to) {
        List<Tweak> tweaks = new ArrayList<>();
        if (!preset.equals(to.preset)) {
            tweaks.add(new Tweak.Choose(to.preset, to.values));
        } else {
            Set<String> names = new LinkedHashSet<>(values.keySet());
            names.addAll(to.values.keySet());
            for (String name : names) {
                Double value = to.values.get(name);
                if (value == null || !value.equals(values.get(name))) {
                    tweaks.add(new Tweak.Turn(name, value));
                }
            }
        }
        if (!mappings.equals(to.mappings)) {
            tweaks.add(new Tweak.Bind(to.mappings));
        }
        if (beatsPerMinute != to.beatsPerMinute) {
            tweaks.add(new Tweak.Tempo(to.beatsPerMinute));
        }
        return tweaks;
    }
}
