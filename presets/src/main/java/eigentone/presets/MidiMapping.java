package eigentone.presets;

import eigentone.engine.event.ControllerMap;
import eigentone.models.file.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the user's MIDI controllers turn: learned on stage, kept from preset to preset. Immutable.
///
/// Its file form is that of a preset's `midi`, with channels and non-registered parameters: `{"74":
/// "brightness", "ch 3 nrpn 130": "filter.cutoff"}`. [Controllers#of] makes it ready to play.
///
/// @param bindings each target once, each source of a channel once
public record MidiMapping(List<Binding> bindings) {
    /// Of every channel.
    public static final int ANY = -1;

    /// Nothing is learned.
    public static final MidiMapping NONE = new MidiMapping(List.of());

    private static final int LAST_NRPN = 0x3ffe;
    private static final Pattern KEY = Pattern.compile("(?:ch (\\d{1,2}) )?(nrpn )?(\\d{1,5})");
    private static final Pattern TARGET =
            Pattern.compile("[a-z][A-Za-z0-9-]*(\\.[a-z][A-Za-z0-9]*)?");

    /// One controller turns one thing.
    ///
    /// @param channel 0..15, or [#ANY]
    /// @param source as in [ControllerMap]
    /// @param target a knob's id or `node.control`
    public record Binding(int channel, int source, String target) {
        public Binding {
            if (channel < ANY || channel > 15) {
                throw new IllegalArgumentException(
                        "controller: expected a channel 1..16, got " + (channel + 1));
            }
            if (!canBeLearned(source)) {
                throw new IllegalArgumentException(
                        "controller: expected 0..97, 102..119 or nrpn 0..16382, got "
                                + sourceName(source));
            }
            if (!TARGET.matcher(target).matches()) {
                throw new IllegalArgumentException(
                        "controller %s: expected a knob or a path like 'filter.cutoff', got '%s'"
                                .formatted(sourceName(source), target));
            }
        }

        /// As in files, e.g. `74` or `ch 3 nrpn 130`.
        public String key() {
            return (channel == ANY ? "" : "ch " + (channel + 1) + " ") + sourceName(source);
        }
    }

    public MidiMapping {
        bindings = List.copyOf(bindings);
        Set<String> targets = new HashSet<>(), keys = new HashSet<>();
        for (Binding b : bindings) {
            if (!targets.add(b.target())) {
                throw new IllegalArgumentException(
                        "controller %s: expected one controller for '%s', got a second"
                                .formatted(b.key(), b.target()));
            }
            if (!keys.add(b.key())) {
                throw new IllegalArgumentException(
                        "controller %s: expected one target, got a second, '%s'"
                                .formatted(b.key(), b.target()));
            }
        }
    }

    /// Whether a source can be bound: a controller that has no meaning for MIDI itself.
    public static boolean canBeLearned(int source) {
        return (source >= 0 && source <= 97)
                || (source >= 102 && source <= 119)
                || (source >= ControllerMap.NRPN && source <= ControllerMap.NRPN + LAST_NRPN);
    }

    private static String sourceName(int source) {
        return source >= ControllerMap.NRPN
                ? "nrpn " + (source - ControllerMap.NRPN)
                : Integer.toString(source);
    }

    /// The same with a controller for `target`, in place of those it had and of what the controller
    /// turned before.
    public MidiMapping learn(String target, int channel, int source) {
        List<Binding> next = new ArrayList<>();
        for (Binding b : bindings) {
            boolean same = b.source() == source && (channel == ANY || b.channel() == channel);
            if (!same && !b.target().equals(target)) {
                next.add(b);
            }
        }
        next.add(new Binding(channel, source, target));
        return new MidiMapping(next);
    }

    /// The same without a controller for `target`: the preset's own turns it again.
    public MidiMapping remove(String target) {
        return new MidiMapping(bindings.stream().filter(b -> !b.target().equals(target)).toList());
    }

    /// One JSON object.
    public String toJson() {
        return "{"
                + String.join(
                        ", ",
                        bindings.stream()
                                .map(b -> Json.quote(b.key()) + ": " + Json.quote(b.target()))
                                .toList())
                + "}";
    }

    /// Reads what [#toJson()] writes.
    ///
    /// @param file as the user named it, for complaints
    public static MidiMapping fromJson(byte[] json, String file) throws PresetException {
        Json<PresetException> root = Json.parse(json, file, PresetException::new);
        List<Binding> bindings = new ArrayList<>();
        for (Map.Entry<String, Json<PresetException>> e : root.fields().entrySet()) {
            String target = e.getValue().text();
            bindings.add(PresetReader.told(e.getValue(), () -> binding(e.getKey(), target)));
        }
        return PresetReader.told(root, () -> new MidiMapping(bindings));
    }

    private static Binding binding(String key, String target) {
        Matcher m = KEY.matcher(key);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "expected a controller like '74', 'nrpn 130' or 'ch 3 74', got '" + key + "'");
        }
        String channel = m.group(1);
        if (channel != null && Integer.parseInt(channel) == 0) {
            throw new IllegalArgumentException("controller: expected a channel 1..16, got 0");
        }
        int source = Integer.parseInt(m.group(3)) + (m.group(2) == null ? 0 : ControllerMap.NRPN);
        if (m.group(2) == null && source >= ControllerMap.NRPN) {
            throw new IllegalArgumentException("expected a controller 0..119, got " + source);
        }
        return new Binding(channel == null ? ANY : Integer.parseInt(channel) - 1, source, target);
    }
}
