package eigentone.presets;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.catalog.Setting;
import eigentone.engine.catalog.Settings;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Rate;
import eigentone.engine.language.ControlSpec;
import eigentone.models.file.Json;
import eigentone.models.file.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one node: `{"type": "svf", "cutoff": 800, "every": "1/16 note", "weightSeed": 7}`.
///
/// Settings and controls stand side by side; a node type has no setting and control of one name.
final class NodeReader {
    static final String TYPE = "type", EVERY = "every", WEIGHT_SEED = "weightSeed";

    private static final Pattern FRAMES = Pattern.compile("(\\d{1,7}) frames?");
    private static final Pattern BEATS = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,20})?) beats?");
    private static final Pattern NOTE_VALUE = Pattern.compile("(\\d{1,3})/(\\d{1,3}) note");

    /// A whole note, of which note values are parts, in quarter notes.
    private static final double BEATS_IN_WHOLE_NOTE = 4;

    private final NodeSpec node;
    private final Ports ports;

    /// @param folder where the files lie that the node names; null when the preset has no folder
    NodeReader(String id, Json<PresetException> json, boolean perVoice, @Nullable Path folder)
            throws PresetException {
        Map<String, Json<PresetException>> fields = json.fields();
        NodeType type = type(json.field(TYPE));
        Map<String, Object> settings = new LinkedHashMap<>();
        for (Setting s : type.settings()) {
            Json<PresetException> value = fields.get(s.id());
            if (value != null) {
                settings.put(s.id(), setting(type, s, value, folder));
            } else if (s instanceof Setting.Document) {
                throw json.wrong(
                        "node type '%s': expected a field '%s' with a file, got none"
                                .formatted(type.id(), s.id()));
            }
        }
        this.ports = PresetReader.told(json, () -> Ports.of(type.create(settings)));
        Map<String, Double> controls = new LinkedHashMap<>();
        for (Map.Entry<String, Json<PresetException>> e : fields.entrySet()) {
            ControlSpec control = ports.controls().get(e.getKey());
            if (control != null) {
                double value = e.getValue().number();
                controls.put(
                        e.getKey(), PresetReader.told(e.getValue(), () -> control.check(value)));
            } else if (!settings.containsKey(e.getKey())
                    && !List.of(TYPE, EVERY, WEIGHT_SEED).contains(e.getKey())) {
                throw unknown(type, e.getKey(), json);
            }
        }
        Rate rate = rate(fields.get(EVERY));
        Json<PresetException> seed = fields.get(WEIGHT_SEED);
        long weightSeed = seed == null ? 1 : seed.whole(0, Integer.MAX_VALUE);
        this.node =
                PresetReader.told(
                        json,
                        () ->
                                new NodeSpec(
                                        id,
                                        type.id(),
                                        perVoice,
                                        settings,
                                        controls,
                                        rate,
                                        weightSeed));
    }

    NodeSpec node() {
        return node;
    }

    Ports ports() {
        return ports;
    }

    private static NodeType type(Json<PresetException> json) throws PresetException {
        List<String> ids = Nodes.all().stream().map(NodeType::id).toList();
        if (!ids.contains(json.text())) {
            throw json.wrong(
                    "expected a node type, got '%s'".formatted(json.text())
                            + Nearest.remedy(json.text(), ids));
        }
        return Nodes.type(json.text());
    }

    private PresetException unknown(NodeType type, String field, Json<PresetException> json) {
        List<String> known = new ArrayList<>(ports.controls().keySet());
        type.settings().forEach(s -> known.add(s.id()));
        known.addAll(List.of(EVERY, WEIGHT_SEED));
        return json.wrong(
                "node type '%s': expected a control or setting, got '%s'"
                                .formatted(type.id(), field)
                        + Nearest.remedy(field, known));
    }

    private static Object setting(
            NodeType type, Setting setting, Json<PresetException> json, @Nullable Path folder)
            throws PresetException {
        Object value =
                switch (setting) {
                    case Setting.Size s -> json.whole(s.min(), s.max());
                    // "lines": 8 where the options are texts is what everybody writes.
                    case Setting.Choice c ->
                            json.node().isNumber() ? Json.decimal(json.number()) : json.text();
                    case Setting.Numbers n -> json.numbers();
                    case Setting.Sound s ->
                            throw json.wrong(
                                    "expected no sound, since a preset cannot hold one; remove the field");
                    case Setting.Document d -> document(json, folder);
                };
        PresetReader.told(
                json, () -> Settings.of(type.id(), List.of(setting), Map.of(setting.id(), value)));
        return value;
    }

    /// The file that is named relative to the preset's folder.
    private static Path document(Json<PresetException> json, @Nullable Path folder)
            throws PresetException {
        String text = json.text();
        Path named = PresetReader.told(json, () -> Path.of(text));
        if (text.isBlank() || (folder == null && !named.isAbsolute())) {
            throw json.wrong(
                    "expected a file, got '%s'%s"
                            .formatted(
                                    text,
                                    text.isBlank()
                                            ? ""
                                            : " in a preset without a folder; try its whole path"));
        }
        Path file = folder == null ? named : folder.resolve(named);
        file = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw json.wrong(
                    "expected a file, got %s '%s'; check the path"
                            .formatted(Files.exists(file) ? "a folder" : "none at", file));
        }
        return file;
    }

    private static Rate rate(@Nullable Json<PresetException> json) throws PresetException {
        if (json == null) {
            return Rate.AUDIO;
        }
        String text = json.node().isNumber() ? json.whole(1, 1 << 20) + " frames" : json.text();
        Matcher frames = FRAMES.matcher(text), beats = BEATS.matcher(text);
        Matcher note = NOTE_VALUE.matcher(text);
        if (frames.matches()) {
            int n = Integer.parseInt(frames.group(1));
            return PresetReader.told(json, () -> new Rate.EveryFrames(n));
        }
        if (beats.matches()) {
            double n = Double.parseDouble(beats.group(1));
            return PresetReader.told(json, () -> new Rate.EveryBeats(n));
        }
        if (note.matches()) {
            double part = Double.parseDouble(note.group(1)) / Double.parseDouble(note.group(2));
            return PresetReader.told(json, () -> new Rate.EveryBeats(BEATS_IN_WHOLE_NOTE * part));
        }
        throw json.expected("frames like 32, \"0.5 beats\" or \"1/16 note\"");
    }
}
