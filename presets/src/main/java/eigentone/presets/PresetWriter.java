package eigentone.presets;

import static eigentone.models.file.Json.decimal;
import static eigentone.models.file.Json.quote;

import eigentone.audioio.file.SafeWrite;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Rate;
import eigentone.engine.language.ControlSpec;
import eigentone.models.file.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes presets as a musician would by hand: a line for each node, cable and knob.
///
/// [PresetReader] reads back an equal preset.
public final class PresetWriter {
    private PresetWriter() {}

    /// Writes `preset` whole, or leaves `file` as it was.
    public static void write(Preset preset, Path file) throws IOException {
        SafeWrite.text(file, toJson(preset, file.toAbsolutePath().getParent()));
    }

    /// The text of a preset without a folder: files that it names are whole paths.
    ///
    /// @throws IllegalArgumentException for a setting that has no form in JSON, such as a recording
    public static String toJson(Preset p) {
        return toJson(p, null);
    }

    /// @param folder what files are named relative to, where they lie below it
    private static String toJson(Preset p, @Nullable Path folder) {
        List<String> fields = new ArrayList<>();
        fields.add("\"eigentone\": " + Preset.FORMAT);
        fields.add("\"name\": " + quote(p.name()));
        fields.add("\"title\": " + quote(p.title()));
        fields.add("\"kind\": " + quote(p.kind().id()));
        fields.add("\"pitched\": " + p.pitched());
        fields.add("\"author\": " + quote(p.author()));
        fields.add("\"licence\": " + quote(p.licence()));
        fields.add("\"sound\": " + quote(p.sound()));
        fields.add("\"tags\": " + texts(p.tags()));
        fields.add("\"cells\": " + texts(p.cells()));
        fields.add("\"level\": " + decimal(p.levelDb()));
        fields.add("\"voices\": " + p.wiring().voices());
        fields.add("\"inputs\": " + p.wiring().inputChannels());
        fields.add("\"outputs\": " + p.wiring().outputChannels());
        fields.add("\"voice\": " + lines('{', nodes(p.wiring().nodes(), true, folder), '}'));
        fields.add("\"shared\": " + lines('{', nodes(p.wiring().nodes(), false, folder), '}'));
        List<String> cables = new ArrayList<>();
        for (Connection c : p.wiring().connections()) {
            cables.add(quote(Cable.format(c)));
        }
        fields.add("\"connect\": " + lines('[', cables, ']'));
        List<String> knobs = new ArrayList<>();
        p.knobs().forEach(k -> knobs.add(knob(k)));
        fields.add("\"knobs\": " + lines('{', knobs, '}'));
        List<String> midi = new ArrayList<>();
        p.midi().forEach((c, target) -> midi.add("\"" + c + "\": " + quote(target)));
        fields.add("\"midi\": {" + String.join(", ", midi) + "}");
        if (p.listen() != null) {
            fields.add("\"listen\": " + listen(p.listen()));
        }
        if (!p.master()) {
            fields.add("\"master\": false");
        }
        return "{\n  " + String.join(",\n  ", fields) + "\n}\n";
    }

    private static String texts(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(Json::quote).toList()) + "]";
    }

    private static String lines(char open, List<String> entries, char close) {
        return entries.isEmpty()
                ? "" + open + close
                : open + "\n    " + String.join(",\n    ", entries) + "\n  " + close;
    }

    private static List<String> nodes(
            List<NodeSpec> nodes, boolean perVoice, @Nullable Path folder) {
        List<String> lines = new ArrayList<>();
        for (NodeSpec n : nodes) {
            if (n.perVoice() == perVoice) {
                lines.add(quote(n.id()) + ": " + node(n, folder));
            }
        }
        return lines;
    }

    private static String node(NodeSpec n, @Nullable Path folder) {
        List<String> fields = new ArrayList<>();
        fields.add("\"type\": " + quote(n.type()));
        new TreeMap<>(n.settings())
                .forEach((id, v) -> fields.add(quote(id) + ": " + setting(v, folder)));
        new TreeMap<>(n.controls()).forEach((id, v) -> fields.add(quote(id) + ": " + decimal(v)));
        switch (n.rate()) {
            case Rate.Audio a -> {}
            case Rate.EveryFrames f -> fields.add("\"every\": " + f.frames());
            case Rate.EveryBeats b -> fields.add("\"every\": \"" + plain(b.beats()) + " beats\"");
        }
        if (n.weightSeed() != 1) {
            fields.add("\"weightSeed\": " + n.weightSeed());
        }
        return "{" + String.join(", ", fields) + "}";
    }

    private static String setting(Object value, @Nullable Path folder) {
        return switch (value) {
            case Number n -> decimal(n.doubleValue());
            case String s -> quote(s);
            case List<?> list ->
                    "["
                            + String.join(", ", list.stream().map(v -> setting(v, folder)).toList())
                            + "]";
            case Path file -> quote(named(file, folder));
            default ->
                    throw new IllegalArgumentException(
                            "preset: expected a setting of numbers or text, got a "
                                    + value.getClass().getSimpleName());
        };
    }

    private static String named(Path file, @Nullable Path folder) {
        Path whole = file.toAbsolutePath().normalize();
        Path named =
                folder != null && whole.startsWith(folder.normalize())
                        ? folder.normalize().relativize(whole)
                        : whole;
        return named.toString().replace(File.separatorChar, '/');
    }

    private static String knob(Knob k) {
        ControlSpec s = k.spec();
        List<String> targets = new ArrayList<>();
        for (Knob.Target t : k.targets()) {
            targets.add(
                    "%s: [%s, %s, %s]"
                            .formatted(
                                    quote(t.path()),
                                    decimal(t.from()),
                                    decimal(t.to()),
                                    quote(t.curve().name().toLowerCase(Locale.ROOT))));
        }
        return quote(s.id())
                + ": {\"title\": %s, \"range\": [%s, %s], \"initial\": %s, \"unit\": %s, \"curve\": %s,\n      \"help\": %s,\n      \"targets\": {%s}}"
                        .formatted(
                                quote(k.title()),
                                decimal(s.min()),
                                decimal(s.max()),
                                decimal(s.initial()),
                                quote(s.unit()),
                                quote(s.curve().name().toLowerCase(Locale.ROOT)),
                                quote(s.help()),
                                String.join(", ", targets));
    }

    private static String listen(Listen l) {
        List<String> fields = new ArrayList<>();
        fields.add("\"gate\": " + decimal(l.gateDb()));
        if (l.pitch() != null) {
            fields.add(
                    "\"pitch\": {\"lowest\": %s, \"highest\": %s, \"snap\": %s}"
                            .formatted(
                                    decimal(l.pitch().lowestHz()),
                                    decimal(l.pitch().highestHz()),
                                    decimal(l.pitch().snap())));
        }
        if (l.onsets() != null) {
            fields.add(
                    "\"onsets\": {\"key\": %s, \"hold\": %s, \"gap\": %s}"
                            .formatted(
                                    l.onsets().key(),
                                    decimal(l.onsets().holdSeconds()),
                                    decimal(l.onsets().gapSeconds())));
        }
        fields.add("\"tempo\": " + l.tempo());
        return "{" + String.join(", ", fields) + "}";
    }

    private static String plain(double v) {
        return new java.math.BigDecimal(Double.toString(v)).toPlainString();
    }
}
