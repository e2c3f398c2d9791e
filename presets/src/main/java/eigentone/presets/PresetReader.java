package eigentone.presets;

import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.ControlSpec.Curve;
import eigentone.models.file.Json;
import eigentone.models.file.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads presets; the schema lies beside them as `preset.schema.json`.
///
/// Everything is checked here that can be known without a sample rate: node types, settings,
/// controls and their ranges, ports, widths, knobs. A mistake names the file, the place and what
/// would be right.
public final class PresetReader {
    private static final List<String> ROOT_FIELDS =
            List.of(
                    "$schema",
                    "eigentone",
                    "name",
                    "title",
                    "kind",
                    "pitched",
                    "author",
                    "licence",
                    "sound",
                    "tags",
                    "cells",
                    "level",
                    "voices",
                    "inputs",
                    "outputs",
                    "voice",
                    "shared",
                    "connect",
                    "knobs",
                    "midi",
                    "listen",
                    "master");
    private static final List<String> KNOB_FIELDS =
            List.of("title", "range", "initial", "unit", "curve", "help", "targets");
    private static final Pattern CONTROLLER = Pattern.compile("\\d{1,3}");

    private PresetReader() {}

    /// The preset in `file`.
    ///
    /// @throws PresetException when it is missing or wrong
    public static Preset read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new PresetException(
                    file.toString(), "", "expected a file, got a folder; try a .json file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            Path folder = file.toAbsolutePath().getParent();
            return read(in.readNBytes(Json.MAX_BYTES + 1), file.toString(), folder);
        } catch (NoSuchFileException e) {
            throw new PresetException(
                    file.toString(), "", "expected a file, got none; check the path", e);
        }
    }

    /// The preset in `in`, which is read to its end and not closed.
    ///
    /// @param file name for messages
    /// @param folder where the files lie that it names; null for a preset that names none
    /// @throws PresetException when it is wrong
    public static Preset read(InputStream in, String file, @Nullable Path folder)
            throws IOException {
        return read(in.readNBytes(Json.MAX_BYTES + 1), file, folder);
    }

    /// The preset in `json`, UTF-8, whose files are named by whole paths.
    ///
    /// @param file name for messages
    /// @throws PresetException when it is wrong
    public static Preset read(byte[] json, String file) throws PresetException {
        return read(json, file, null);
    }

    private static Preset read(byte[] json, String file, @Nullable Path folder)
            throws PresetException {
        Json<PresetException> root = Json.parse(json, file, PresetException::new);
        Map<String, Json<PresetException>> fields = root.fields(ROOT_FIELDS);
        checkFormat(root.field("eigentone"));
        int voices = whole(fields.get("voices"), Patch.MAX_VOICES, 0);
        int inputs = whole(fields.get("inputs"), Patch.MAX_CHANNELS, 0);
        int outputs = whole(fields.get("outputs"), Patch.MAX_CHANNELS, 2);

        Map<String, Ports> ports = new LinkedHashMap<>();
        List<NodeSpec> nodes = new ArrayList<>();
        Json<PresetException> voice = fields.get("voice"), shared = fields.get("shared");
        if (voice != null) {
            readNodes(voice, true, folder, nodes, ports);
        }
        if (shared != null) {
            readNodes(shared, false, folder, nodes, ports);
        }
        Plugs plugs = new Plugs(inputs, outputs, ports);
        List<Connection> cables = new ArrayList<>();
        for (Json<PresetException> e : root.field("connect").elements()) {
            String text = e.text();
            for (Connection c : told(e, () -> Cable.parse(text))) {
                told(
                        e,
                        () -> {
                            plugs.check(c);
                            return c;
                        });
                cables.add(c);
            }
        }
        List<Knob> knobs = new ArrayList<>();
        if (fields.containsKey("knobs")) {
            for (Map.Entry<String, Json<PresetException>> k :
                    root.field("knobs").fields().entrySet()) {
                knobs.add(readKnob(k.getKey(), k.getValue(), ports));
            }
        }
        Json<PresetException> name = root.field("name");
        String id = name.text();
        Patch wiring = told(root, () -> new Patch(id, voices, inputs, outputs, nodes, cables));
        Map<Integer, String> midi = readMidi(fields.get("midi"), knobs, ports);
        Json<PresetException> pitched = fields.get("pitched"), level = fields.get("level");
        boolean hasPitch = pitched != null && pitched.flag();
        Json<PresetException> master = fields.get("master");
        boolean hasMaster = master == null || master.flag();
        double levelDb = level == null ? 0 : level.number();
        String title = root.field("title").text(), author = root.field("author").text();
        String licence = root.field("licence").text(), sound = root.field("sound").text();
        Preset.Kind kind = kind(root.field("kind"));
        List<String> tags = texts(fields.get("tags")), cells = texts(fields.get("cells"));
        Listen listen = ListenReader.read(fields.get("listen"));
        return told(
                root,
                () ->
                        new Preset(
                                title, kind, hasPitch, author, licence, sound, tags, cells, levelDb,
                                wiring, knobs, midi, listen, hasMaster));
    }

    private static void checkFormat(Json<PresetException> format) throws PresetException {
        if (!format.node().isNumber() || format.number() != Preset.FORMAT) {
            throw format.wrong(
                    "expected format %d, got %s; try a newer Eigentone"
                            .formatted(Preset.FORMAT, format.node()));
        }
    }

    private static Preset.Kind kind(Json<PresetException> json) throws PresetException {
        List<String> ids = new ArrayList<>();
        for (Preset.Kind k : Preset.Kind.values()) {
            if (k.id().equals(json.text())) {
                return k;
            }
            ids.add(k.id());
        }
        throw json.wrong(
                "expected a kind, got '%s'".formatted(json.text())
                        + Nearest.remedy(json.text(), ids));
    }

    private static int whole(@Nullable Json<PresetException> json, int max, int otherwise)
            throws PresetException {
        return json == null ? otherwise : json.whole(0, max);
    }

    private static List<String> texts(@Nullable Json<PresetException> json) throws PresetException {
        return json == null ? List.of() : json.texts();
    }

    private static void readNodes(
            Json<PresetException> group,
            boolean perVoice,
            @Nullable Path folder,
            List<NodeSpec> nodes,
            Map<String, Ports> ports)
            throws PresetException {
        for (Map.Entry<String, Json<PresetException>> e : group.fields().entrySet()) {
            if (ports.containsKey(e.getKey())) {
                throw e.getValue().wrong("expected a new name, got one that a node per voice has");
            }
            NodeReader reader = new NodeReader(e.getKey(), e.getValue(), perVoice, folder);
            nodes.add(reader.node());
            ports.put(e.getKey(), reader.ports());
        }
    }

    private static Knob readKnob(String id, Json<PresetException> json, Map<String, Ports> ports)
            throws PresetException {
        Map<String, Json<PresetException>> fields = json.fields(KNOB_FIELDS);
        List<Knob.Target> targets = new ArrayList<>();
        for (Map.Entry<String, Json<PresetException>> t :
                json.field("targets").fields().entrySet()) {
            targets.add(readTarget(t.getKey(), t.getValue(), ports));
        }
        Json<PresetException> range = fields.get("range"), curve = fields.get("curve");
        List<Double> ends = range == null ? List.of(0.0, 1.0) : range.numbers();
        if (range != null && ends.size() != 2) {
            throw range.expected("two numbers [least, greatest]");
        }
        Json<PresetException> initial = json.field("initial"), title = fields.get("title");
        double value = initial.number();
        if (!(value >= ends.get(0) && value <= ends.get(1))) {
            throw initial.expected("a number in the range " + ends);
        }
        Json<PresetException> unit = fields.get("unit"), help = fields.get("help");
        String unitText = unit == null ? "" : unit.text(),
                helpText = help == null ? "" : help.text();
        String shown =
                title == null
                        ? Character.toUpperCase(id.charAt(0)) + id.substring(1)
                        : title.text();
        Curve way = curve == null ? Curve.LINEAR : curve(curve);
        return told(
                json,
                () ->
                        new Knob(
                                shown,
                                new ControlSpec(
                                        id,
                                        unitText,
                                        ends.get(0),
                                        ends.get(1),
                                        value,
                                        way,
                                        0,
                                        helpText),
                                targets));
    }

    private static Knob.Target readTarget(
            String path, Json<PresetException> json, Map<String, Ports> ports)
            throws PresetException {
        ControlSpec control = control(path, json, ports);
        List<Json<PresetException>> parts = json.elements();
        if (parts.size() < 2 || parts.size() > 3) {
            throw json.expected("[from, to] or [from, to, \"curve\"]");
        }
        double from = parts.get(0).number(), to = parts.get(1).number();
        told(parts.get(0), () -> control.check(from));
        told(parts.get(1), () -> control.check(to));
        Curve curve = parts.size() == 3 ? curve(parts.get(2)) : control.curve();
        return told(json, () -> new Knob.Target(path, from, to, curve));
    }

    /// The control at `node.control`.
    private static ControlSpec control(
            String path, Json<PresetException> json, Map<String, Ports> ports)
            throws PresetException {
        ControlValue at = told(json, () -> new ControlValue(path, 0));
        Ports node = ports.get(at.node());
        if (node == null) {
            throw json.wrong(
                    "expected a node, got '"
                            + at.node()
                            + "'"
                            + Nearest.remedy(at.node(), ports.keySet()));
        }
        ControlSpec control = node.controls().get(at.control());
        if (control == null) {
            throw json.wrong(
                    "node '%s': expected a control, got '%s'".formatted(at.node(), at.control())
                            + Nearest.remedy(at.control(), node.controls().keySet()));
        }
        return control;
    }

    private static Curve curve(Json<PresetException> json) throws PresetException {
        List<String> ids = new ArrayList<>();
        for (Curve c : Curve.values()) {
            String id = c.name().toLowerCase(Locale.ROOT);
            if (id.equals(json.text())) {
                return c;
            }
            ids.add(id);
        }
        throw json.wrong(
                "expected a curve, got '%s'".formatted(json.text())
                        + Nearest.remedy(json.text(), ids));
    }

    private static Map<Integer, String> readMidi(
            @Nullable Json<PresetException> json, List<Knob> knobs, Map<String, Ports> ports)
            throws PresetException {
        Map<Integer, String> midi = new LinkedHashMap<>();
        if (json == null) {
            return midi;
        }
        List<String> names = knobs.stream().map(Knob::id).toList();
        for (Map.Entry<String, Json<PresetException>> e : json.fields().entrySet()) {
            Matcher m = CONTROLLER.matcher(e.getKey());
            if (!m.matches() || Integer.parseInt(e.getKey()) > 119) {
                throw e.getValue().wrong("expected a controller 0..119, got '" + e.getKey() + "'");
            }
            String target = e.getValue().text();
            if (target.indexOf('.') >= 0) {
                control(target, e.getValue(), ports);
            } else if (!names.contains(target)) {
                throw e.getValue()
                        .wrong(
                                "expected a knob or a path like 'filter.cutoff', got '"
                                        + target
                                        + "'"
                                        + Nearest.remedy(target, names));
            }
            if (midi.put(Integer.parseInt(e.getKey()), target) != null) {
                throw e.getValue().wrong("expected each controller once");
            }
        }
        return midi;
    }

    /// What `make` makes; its complaint with the place of `json`.
    static <T> T told(Json<PresetException> json, Supplier<T> make) throws PresetException {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw new PresetException(json.file(), json.path(), String.valueOf(e.getMessage()), e);
        }
    }
}
