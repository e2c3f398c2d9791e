package eigentone.presets;

import eigentone.engine.graph.Connection;
import eigentone.engine.graph.Endpoint;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.models.file.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A sound with a name: a patch, its knobs, and what a musician wants to know before trying it.
///
/// @param title as shown; the id is the patch's name
/// @param kind what it needs to sound
/// @param pitched whether its notes have a definite pitch, that of the key
/// @param author who made it
/// @param licence SPDX identifier
/// @param sound one sentence about how it sounds
/// @param tags words to find it by
/// @param cells ids of the nodes whose recurrent network makes the sound
/// @param levelDb gain of everything that goes to the output, -60..24
/// @param wiring the patch without level and knobs; nodes per voice come before shared ones. What
///   plays is [#patch()]
/// @param knobs macro knobs; each control follows one knob at most and then has no value of its own
/// @param midi controller number to a knob's id or a control's path
/// @param listen what it listens for in its input; null for nothing
/// @param master whether renders pass the master stage, which takes away offset and bends peaks;
///   live playing always does
public record Preset(
        String title,
        Kind kind,
        boolean pitched,
        String author,
        String licence,
        String sound,
        List<String> tags,
        List<String> cells,
        double levelDb,
        Patch wiring,
        List<Knob> knobs,
        Map<Integer, String> midi,
        @Nullable Listen listen,
        boolean master) {

    /// The number that a file says under `eigentone`.
    public static final int FORMAT = 1;

    /// Marks a preset whose keys choose instruments: for channel 10.
    public static final String PERCUSSION = "percussion";

    /// What a preset needs to sound.
    public enum Kind {
        /// Notes.
        INSTRUMENT,
        /// Sound that comes in.
        EFFECT,
        /// Nothing: it plays by itself.
        GENERATOR;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Preset {
        tags = List.copyOf(tags);
        cells = List.copyOf(cells);
        knobs = List.copyOf(knobs);
        midi = Collections.unmodifiableMap(new TreeMap<>(midi));
        if (!wiring.name().matches("[a-z][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException(
                    "preset '%s': expected a name like 'warm-pad'".formatted(wiring.name()));
        }
        said("title", title);
        said("author", author);
        said("licence", licence);
        said("sound", sound);
        if (!(levelDb >= -60 && levelDb <= 24)) {
            throw new IllegalArgumentException("level: expected -60..24 dB, got " + levelDb);
        }
        switch (kind) {
            case INSTRUMENT -> needs(wiring.voices() > 0, "an instrument", "at least 1 voice");
            case EFFECT -> needs(wiring.inputChannels() > 0, "an effect", "at least 1 input");
            case GENERATOR ->
                    needs(
                            wiring.voices() == 0 && wiring.inputChannels() == 0,
                            "a generator",
                            "no voices and no inputs");
        }
        if (listen != null) {
            needs(wiring.inputChannels() > 0, "a preset that listens", "at least 1 input");
            needs(
                    wiring.voices() > 0 || !listen.playsNotes(),
                    "a preset that hears notes",
                    "at least 1 voice");
        }
        needs(voicesFirst(wiring), "a preset", "nodes per voice before shared ones");
        for (String cell : cells) {
            wiring.node(cell);
        }
        checkKnobs(wiring, knobs);
        for (Map.Entry<Integer, String> e : midi.entrySet()) {
            checkMidi(e.getKey(), e.getValue(), knobs);
        }
    }

    private static void said(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + ": expected some text, got nothing");
        }
    }

    private static void needs(boolean holds, String what, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + ": expected " + expected);
        }
    }

    private static boolean voicesFirst(Patch wiring) {
        boolean shared = false;
        for (NodeSpec n : wiring.nodes()) {
            if (n.perVoice() && shared) {
                return false;
            }
            shared |= !n.perVoice();
        }
        return true;
    }

    private static void checkKnobs(Patch wiring, List<Knob> knobs) {
        Set<String> ids = new HashSet<>();
        Map<String, String> turnedBy = new HashMap<>();
        for (Knob k : knobs) {
            if (!ids.add(k.id())) {
                throw new IllegalArgumentException(
                        "knob '%s': expected each id once, got a second".formatted(k.id()));
            }
            for (ControlValue v : k.targets(k.spec().initial())) {
                String other = turnedBy.put(v.path(), k.id());
                if (other != null) {
                    throw new IllegalArgumentException(
                            "knob '%s': expected controls of its own, got '%s', which knob '%s' turns"
                                    .formatted(k.id(), v.path(), other));
                }
                if (wiring.node(v.node()).controls().containsKey(v.control())) {
                    throw new IllegalArgumentException(
                            "knob '%s': expected '%s' without a value of its own, since the knob says it; remove it from the node"
                                    .formatted(k.id(), v.path()));
                }
            }
        }
    }

    private static void checkMidi(int controller, String target, List<Knob> knobs) {
        if (controller < 0 || controller > 119) {
            throw new IllegalArgumentException(
                    "midi: expected a controller 0..119, got " + controller);
        }
        if (target.indexOf('.') >= 0) {
            ControlValue.checkPath(target);
        } else if (knobs.stream().noneMatch(k -> k.id().equals(target))) {
            throw new IllegalArgumentException(
                    "midi, controller %d: expected a knob or a path like 'filter.cutoff', got '%s'"
                                    .formatted(controller, target)
                            + Nearest.remedy(target, knobs.stream().map(Knob::id).toList()));
        }
    }

    /// The id: lower-case letters, digits and hyphens.
    public String name() {
        return wiring.name();
    }

    /// What plays: the wiring with every knob at its initial value and the level applied.
    public Patch patch() {
        Map<String, Map<String, Double>> turned = new HashMap<>();
        for (Knob k : knobs) {
            for (ControlValue v : k.targets(k.spec().initial())) {
                turned.computeIfAbsent(v.node(), n -> new HashMap<>()).put(v.control(), v.value());
            }
        }
        List<NodeSpec> nodes = new ArrayList<>();
        for (NodeSpec n : wiring.nodes()) {
            Map<String, Double> controls = new HashMap<>(n.controls());
            controls.putAll(turned.getOrDefault(n.id(), Map.of()));
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
        double gain = Math.pow(10, levelDb / 20);
        List<Connection> cables = new ArrayList<>();
        for (Connection c : wiring.connections()) {
            boolean last = c.to().node().equals(Endpoint.OUTPUT);
            cables.add(
                    last
                            ? new Connection(c.from(), c.to(), c.amount() * gain, c.delayFrames())
                            : c);
        }
        return new Patch(
                wiring.name(),
                wiring.voices(),
                wiring.inputChannels(),
                wiring.outputChannels(),
                nodes,
                cables);
    }

    /// The knob called `id`.
    ///
    /// @throws IllegalArgumentException with the nearest there is
    public Knob knob(String id) {
        for (Knob k : knobs) {
            if (k.id().equals(id)) {
                return k;
            }
        }
        throw new IllegalArgumentException(
                "preset '%s': expected a knob, got '%s'".formatted(name(), id)
                        + Nearest.remedy(id, knobs.stream().map(Knob::id).toList()));
    }

    /// What a MIDI controller does: the controls it turns, none when it is not mapped.
    ///
    /// @param controller 0..127
    /// @param value 0..127, which spans the knob's or the control's whole travel
    public List<ControlValue> controller(int controller, int value) {
        String target = midi.get(controller);
        return target == null
                ? List.of()
                : turned(target, Math.max(0, Math.min(127, value)) / 127.0);
    }

    /// What the controls become when a knob or control stands at `position` 0..1 of its travel.
    ///
    /// @param target a knob's id or a control's path, which must be there
    List<ControlValue> turned(String target, double position) {
        if (target.indexOf('.') < 0) {
            Knob k = knob(target);
            return k.targets(k.spec().at(position));
        }
        ControlValue at = new ControlValue(target, 0);
        return List.of(
                new ControlValue(
                        target,
                        Ports.of(wiring.node(at.node())).control(at.control()).at(position)));
    }
}
