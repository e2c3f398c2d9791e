package eigentone.presets;

import static eigentone.models.file.Json.quote;

import eigentone.audioio.file.SafeWrite;
import eigentone.engine.language.ControlSpec;
import eigentone.models.file.Json;
import eigentone.models.file.Nearest;
import eigentone.models.online.Teaching;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Keeps what was taught as JSON: inputs, controls and every demonstration, one a line. What was
/// learnt from them is learnt again when the file is read, to the same bits.
public final class TeachingFile {
    private static final int FORMAT = 1;

    private TeachingFile() {}

    /// Writes `teaching` whole, or leaves `file` as it was.
    public static void write(Teaching teaching, Path file) throws IOException {
        SafeWrite.text(file, toJson(teaching));
    }

    static String toJson(Teaching t) {
        List<String> inputs = new ArrayList<>();
        for (Teaching.Input i : t.inputs()) {
            inputs.add("%s: %s".formatted(quote(i.name()), numbers(List.of(i.min(), i.max()))));
        }
        List<String> controls = t.targets().stream().map(c -> quote(c.path())).toList();
        List<String> shown = new ArrayList<>();
        for (Teaching.Demonstration d : t.demonstrations()) {
            shown.add("[%s, %s]".formatted(numbers(d.inputs()), numbers(d.values())));
        }
        return """
        {
          "eigentoneTeaching": %d,
          "shape": %s,
          "forgetting": %s,
          "inputs": {%s},
          "controls": [%s],
          "demonstrations": [
            %s
          ]
        }
        """
                .formatted(
                        FORMAT,
                        quote(t.shape().name().toLowerCase(Locale.ROOT)),
                        Json.decimal(t.forgetting()),
                        String.join(", ", inputs),
                        String.join(", ", controls),
                        String.join(",\n    ", shown));
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(Json::decimal).toList().toString();
    }

    /// Reads what was taught, and learns it if there is a demonstration.
    ///
    /// @param controls of the patch that is to be turned, by `node.control`
    /// @throws PresetException when it is missing or wrong, or the patch has not its controls
    public static Teaching read(Path file, Map<String, ControlSpec> controls) throws IOException {
        byte[] json;
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes(Json.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new PresetException(
                    file.toString(), "", "expected a file, got none; check the path", e);
        }
        Json<PresetException> root = Json.parse(json, file.toString(), PresetException::new);
        root.fields(
                List.of(
                        "eigentoneTeaching",
                        "shape",
                        "forgetting",
                        "inputs",
                        "controls",
                        "demonstrations"));
        Json<PresetException> format = root.field("eigentoneTeaching");
        if (format.number() != FORMAT) {
            throw format.expected("format " + FORMAT);
        }
        List<Teaching.Input> inputs = new ArrayList<>();
        for (Map.Entry<String, Json<PresetException>> e :
                root.field("inputs").fields().entrySet()) {
            List<Double> range = pair(e.getValue());
            inputs.add(
                    PresetReader.told(
                            e.getValue(),
                            () -> new Teaching.Input(e.getKey(), range.get(0), range.get(1))));
        }
        List<Teaching.Target> targets = new ArrayList<>();
        for (Json<PresetException> c : root.field("controls").elements()) {
            ControlSpec spec = controls.get(c.text());
            if (spec == null) {
                throw c.wrong(
                        "expected a control of the patch, got '%s'".formatted(c.text())
                                + Nearest.remedy(c.text(), controls.keySet()));
            }
            targets.add(new Teaching.Target(c.text(), spec));
        }
        double forgetting = root.field("forgetting").number();
        Teaching.Shape shape = shape(root.field("shape"));
        Teaching teaching =
                PresetReader.told(root, () -> new Teaching(inputs, targets, shape, forgetting));
        for (Json<PresetException> d : root.field("demonstrations").elements()) {
            demonstrate(teaching, d);
        }
        if (!teaching.demonstrations().isEmpty()) {
            teaching.learn();
        }
        return teaching;
    }

    /// `[a, b]` as two numbers.
    private static List<Double> pair(Json<PresetException> json) throws PresetException {
        List<Double> numbers = json.numbers();
        if (numbers.size() != 2) {
            throw json.expected("two numbers [least, greatest]");
        }
        return numbers;
    }

    private static Teaching.Shape shape(Json<PresetException> json) throws PresetException {
        List<String> names = new ArrayList<>();
        for (Teaching.Shape s : Teaching.Shape.values()) {
            String name = s.name().toLowerCase(Locale.ROOT);
            if (name.equals(json.text())) {
                return s;
            }
            names.add(name);
        }
        throw json.wrong(
                "expected a shape, got '%s'".formatted(json.text())
                        + Nearest.remedy(json.text(), names));
    }

    private static void demonstrate(Teaching teaching, Json<PresetException> json)
            throws PresetException {
        List<Json<PresetException>> parts = json.elements();
        if (parts.size() != 2) {
            throw json.expected("[[inputs], [values]]");
        }
        double[] inputs = array(parts.get(0)), values = array(parts.get(1));
        try {
            teaching.demonstrate(inputs, values);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw json.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static double[] array(Json<PresetException> json) throws PresetException {
        return json.numbers().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
