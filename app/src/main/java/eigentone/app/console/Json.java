package eigentone.app.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// One JSON value as text, on one line.
public final class Json {
    private Json() {}

    /// An object whose members keep this order: names and values in turn. NaN and infinite numbers,
    /// which JSON does not have, become null.
    public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            boolean none = value instanceof Double d && !Double.isFinite(d);
            object.put(String.valueOf(namesAndValues[i]), none ? null : value);
        }
        return object;
    }

    /// Maps, lists, text, numbers, truth values and null as JSON.
    public static String text(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }
}
