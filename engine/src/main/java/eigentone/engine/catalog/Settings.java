package eigentone.engine.catalog;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The checked settings of one node: every setting of its type has a value in range.
public final class Settings {
    /// A mono recording with its own rate.
    public record Recording(float[] samples, double sampleRateHz) {}

    private static final Path NO_DOCUMENT = Path.of("");

    private final String type;
    private final Map<String, Object> values;

    private Settings(String type, Map<String, Object> values) {
        this.type = type;
        this.values = values;
    }

    /// `given` completed by what each setting is unless said.
    ///
    /// @param given `Number` for a size, `String` for a choice, `List<Double>` for numbers,
    ///   [Recording] for a sound, `Path` for a document
    /// @throws IllegalArgumentException naming the node's type, the setting, its range and the
    ///   value
    public static Settings of(String type, List<Setting> specs, Map<String, ?> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Setting spec : specs) {
            Object v = given.get(spec.id());
            values.put(spec.id(), v == null ? initial(spec) : check(type, spec, v));
        }
        for (String id : given.keySet()) {
            if (!values.containsKey(id)) {
                throw new IllegalArgumentException(
                        "node type '%s': expected a setting among %s, got '%s'"
                                .formatted(type, values.keySet(), id));
            }
        }
        return new Settings(type, values);
    }

    private static Object initial(Setting spec) {
        return switch (spec) {
            case Setting.Size s -> s.initial();
            case Setting.Choice c -> c.options().getFirst();
            case Setting.Numbers n -> n.initial();
            case Setting.Sound s -> new Recording(new float[0], 48000);
            case Setting.Document d -> NO_DOCUMENT;
        };
    }

    private static Object check(String type, Setting spec, Object v) {
        return switch (spec) {
            case Setting.Size s -> {
                if (!(v instanceof Number n)
                        || n.doubleValue() != Math.rint(n.doubleValue())
                        || n.doubleValue() < s.min()
                        || n.doubleValue() > s.max()) {
                    throw wrong(type, spec, "a whole number in " + s.min() + ".." + s.max(), v);
                }
                yield n.intValue();
            }
            case Setting.Choice c -> {
                if (!(v instanceof String text) || !c.options().contains(text)) {
                    throw wrong(type, spec, "one of " + c.options(), v);
                }
                yield text;
            }
            case Setting.Numbers n -> {
                if (!(v instanceof List<?> list)
                        || list.size() < n.minCount()
                        || list.size() > n.maxCount()) {
                    throw wrong(type, spec, n.minCount() + ".." + n.maxCount() + " numbers", v);
                }
                for (Object e : list) {
                    if (!(e instanceof Number x)
                            || !(x.doubleValue() >= n.min() && x.doubleValue() <= n.max())) {
                        throw wrong(type, spec, "numbers in " + n.min() + ".." + n.max(), e);
                    }
                }
                yield list.stream().map(e -> ((Number) e).doubleValue()).toList();
            }
            case Setting.Sound s -> {
                if (!(v instanceof Recording)) {
                    throw wrong(type, spec, "a sound", v);
                }
                yield v;
            }
            case Setting.Document d -> {
                if (!(v instanceof Path)) {
                    throw wrong(type, spec, "a file", v);
                }
                yield v;
            }
        };
    }

    private static IllegalArgumentException wrong(
            String type, Setting spec, String expected, Object got) {
        return new IllegalArgumentException(
                "node type '%s', setting '%s': expected %s, got %s"
                        .formatted(type, spec.id(), expected, got));
    }

    public int size(String id) {
        return (Integer) value(id);
    }

    public String choice(String id) {
        return (String) value(id);
    }

    public double[] numbers(String id) {
        return ((List<?>) value(id)).stream().mapToDouble(e -> (Double) e).toArray();
    }

    public Recording sound(String id) {
        return (Recording) value(id);
    }

    /// The file, or nothing where none was named.
    public Optional<Path> document(String id) {
        Path file = (Path) value(id);
        return file.equals(NO_DOCUMENT) ? Optional.empty() : Optional.of(file);
    }

    private Object value(String id) {
        Object v = values.get(id);
        if (v == null) {
            throw new IllegalArgumentException(
                    "node type '%s': no setting '%s' among %s"
                            .formatted(type, id, values.keySet()));
        }
        return v;
    }
}
