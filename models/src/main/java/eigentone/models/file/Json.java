package eigentone.models.file;

import java.io.IOException;
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
/// The complaint is the exception of the kind of file, so that a preset's reader throws nothing but
/// a preset's exception.
///
/// @param <E> what is thrown for a value that is not as expected
/// @param file as the user named it
/// @param path from the root, e.g. `voice.filter.cutoff`; empty for the root
/// @param node the value
/// @param complaint makes the exception
public record Json<E extends IOException>(
        String file, String path, JsonNode node, Complaint<E> complaint) {
    /// No document may be larger. A preset of 300 nodes has 30 kB.
    public static final int MAX_BYTES = 16 << 20;

    /// How a kind of file complains.
    ///
    /// @param <E> what is thrown
    @FunctionalInterface
    public interface Complaint<E extends IOException> {
        /// @param file as the user named it
        /// @param place path of the field, or line and column; empty for the whole file
        /// @param problem `expected X, got Y; try Z`
        E of(String file, String place, String problem, @Nullable Throwable cause);
    }

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
    ///
    /// @throws E if it is not one JSON value, has a key twice in one object, or is too large
    public static <E extends IOException> Json<E> parse(
            byte[] bytes, String file, Complaint<E> complaint) throws E {
        if (bytes.length > MAX_BYTES) {
            throw complaint.of(
                    file, "", "expected at most 16 MB, got more; is it the right file?", null);
        }
        try {
            JsonNode root = JsonTree.read(FACTORY, bytes);
            if (root == null) {
                throw complaint.of(
                        file, "", "expected a JSON object, got nothing; try another file", null);
            }
            return new Json<>(file, "", root, complaint);
        } catch (JacksonException e) {
            String place =
                    e.getLocation() == null
                            ? ""
                            : "line %d, column %d"
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            String reason = e.getOriginalMessage().lines().findFirst().orElse("").strip();
            throw complaint.of(file, place, "expected JSON, got something else: " + reason, e);
        }
    }

    /// `text` as a JSON string, with its quotes.
    public static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    /// `value` as a JSON number, shortest that reads back equal; whole numbers without a point.
    ///
    /// @param value finite
    public static String decimal(double value) {
        return value == Math.rint(value)
                        && Math.abs(value) < 1e15
                        && Double.compare(value, -0.0) != 0
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// The complaint about this value.
    public E wrong(String problem) {
        return complaint.of(file, path, problem, null);
    }

    /// The complaint that this value is something else.
    public E expected(String what) {
        String got = node.toString();
        return wrong(
                "expected "
                        + what
                        + ", got "
                        + (got.length() > 60 ? got.substring(0, 60) + "..." : got));
    }

    /// The fields of an object, in the file's order.
    public Map<String, Json<E>> fields() throws E {
        if (!node.isObject()) {
            throw expected("an object {...}");
        }
        Map<String, Json<E>> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            fields.put(e.getKey(), new Json<>(file, below(e.getKey()), e.getValue(), complaint));
        }
        return fields;
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// The fields, each of which must be one of `known`.
    public Map<String, Json<E>> fields(Collection<String> known) throws E {
        Map<String, Json<E>> fields = fields();
        for (String key : fields.keySet()) {
            if (!known.contains(key)) {
                throw wrong("expected no field '" + key + "'" + Nearest.remedy(key, known));
            }
        }
        return fields;
    }

    /// The field `key` of an object that must have it.
    public Json<E> field(String key) throws E {
        Json<E> f = fieldOrNull(key);
        if (f == null) {
            throw wrong("expected a field '" + key + "', got none");
        }
        return f;
    }

    /// The field `key` of an object, or null.
    public @Nullable Json<E> fieldOrNull(String key) {
        JsonNode f = node.get(key);
        return f == null ? null : new Json<>(file, below(key), f, complaint);
    }

    /// The elements of a list.
    public List<Json<E>> elements() throws E {
        if (!node.isArray()) {
            throw expected("a list [...]");
        }
        List<Json<E>> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Json<>(file, path + "[" + i + "]", node.get(i), complaint));
        }
        return elements;
    }

    /// A string.
    public String text() throws E {
        if (!node.isString()) {
            throw expected("a text");
        }
        return node.stringValue();
    }

    /// A list of strings.
    public List<String> texts() throws E {
        List<String> texts = new ArrayList<>();
        for (Json<E> e : elements()) {
            texts.add(e.text());
        }
        return texts;
    }

    /// True or false.
    public boolean flag() throws E {
        if (!node.isBoolean()) {
            throw expected("true or false");
        }
        return node.booleanValue();
    }

    /// A finite number.
    public double number() throws E {
        // 1e999 is a number to JSON, and infinite to a double.
        if (!node.isNumber() || !Double.isFinite(node.asDouble(Double.NaN))) {
            throw expected("a finite number");
        }
        return node.asDouble();
    }

    /// A list of finite numbers.
    public List<Double> numbers() throws E {
        List<Double> numbers = new ArrayList<>();
        for (Json<E> e : elements()) {
            numbers.add(e.number());
        }
        return numbers;
    }

    /// A whole number in `min`..`max`.
    public int whole(int min, int max) throws E {
        if (!node.isNumber()
                || number() != Math.rint(number())
                || number() < min
                || number() > max) {
            throw expected("a whole number in " + min + ".." + max);
        }
        return (int) number();
    }

    /// A whole number of 64 bits.
    public long wholeLong() throws E {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw expected("a whole number of 64 bits");
        }
        return node.longValue();
    }
}
