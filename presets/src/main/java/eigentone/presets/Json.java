package eigentone.presets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/// A value in a JSON file that knows its place, so that every complaint can name it.
///
/// @param file as the user named it
/// @param path from the root, e.g. `voice.filter.cutoff`; empty for the root
record Json(String file, String path, JsonNode node) {
    /// A preset of 300 nodes has 30 kB.
    static final int MAX_BYTES = 16 << 20;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(MAX_BYTES)
                                    .maxNestingDepth(64)
                                    .maxStringLength(1 << 20)
                                    .maxNameLength(1000)
                                    .maxNumberLength(100)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    /// The root of a document.
    static Json parse(byte[] bytes, String file) throws PresetException {
        if (bytes.length > MAX_BYTES) {
            throw new PresetException(
                    file, "", "expected at most 16 MB, got more; is it a preset?");
        }
        try {
            JsonNode root = JsonTree.read(FACTORY, bytes);
            if (root == null) {
                throw new PresetException(
                        file, "", "expected a JSON object, got an empty file; try `presets list`");
            }
            return new Json(file, "", root);
        } catch (JacksonException e) {
            String place =
                    e.getLocation() == null
                            ? ""
                            : "line %d, column %d"
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            String reason = e.getOriginalMessage().lines().findFirst().orElse("").strip();
            throw new PresetException(
                    file, place, "expected JSON, got something else: " + reason, e);
        }
    }

    /// `text` as a JSON string, with its quotes.
    static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    /// The complaint about this value.
    PresetException wrong(String problem) {
        return new PresetException(file, path, problem);
    }

    PresetException expected(String what) {
        String got = node.toString();
        return wrong(
                "expected "
                        + what
                        + ", got "
                        + (got.length() > 60 ? got.substring(0, 60) + "..." : got));
    }

    /// The fields of an object, in the file's order.
    Map<String, Json> fields() throws PresetException {
        if (!node.isObject()) {
            throw expected("an object {...}");
        }
        Map<String, Json> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            fields.put(e.getKey(), new Json(file, below(e.getKey()), e.getValue()));
        }
        return fields;
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// The fields, each of which must be one of `known`.
    Map<String, Json> fields(Collection<String> known) throws PresetException {
        Map<String, Json> fields = fields();
        for (String key : fields.keySet()) {
            if (!known.contains(key)) {
                throw new PresetException(
                        file, path, "expected no field '" + key + "'" + Nearest.remedy(key, known));
            }
        }
        return fields;
    }

    /// The field `key` of an object that must have it.
    Json field(String key) throws PresetException {
        Json f = fieldOrNull(key);
        if (f == null) {
            throw wrong("expected a field '" + key + "', got none");
        }
        return f;
    }

    @Nullable Json fieldOrNull(String key) {
        JsonNode f = node.get(key);
        return f == null ? null : new Json(file, below(key), f);
    }

    /// The elements of a list.
    List<Json> elements() throws PresetException {
        if (!node.isArray()) {
            throw expected("a list [...]");
        }
        List<Json> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Json(file, path + "[" + i + "]", node.get(i)));
        }
        return elements;
    }

    String text() throws PresetException {
        if (!node.isString()) {
            throw expected("a text");
        }
        return node.stringValue();
    }

    List<String> texts() throws PresetException {
        List<String> texts = new ArrayList<>();
        for (Json e : elements()) {
            texts.add(e.text());
        }
        return texts;
    }

    boolean flag() throws PresetException {
        if (!node.isBoolean()) {
            throw expected("true or false");
        }
        return node.booleanValue();
    }

    /// A finite number.
    double number() throws PresetException {
        // 1e999 is a number to JSON, and infinite to a double.
        if (!node.isNumber() || !Double.isFinite(node.asDouble(Double.NaN))) {
            throw expected("a finite number");
        }
        return node.asDouble();
    }

    List<Double> numbers() throws PresetException {
        List<Double> numbers = new ArrayList<>();
        for (Json e : elements()) {
            numbers.add(e.number());
        }
        return numbers;
    }

    /// A whole number in `min`..`max`.
    int whole(int min, int max) throws PresetException {
        if (!node.isNumber()
                || number() != Math.rint(number())
                || number() < min
                || number() > max) {
            throw expected("a whole number in " + min + ".." + max);
        }
        return (int) number();
    }
}
