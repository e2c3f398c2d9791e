package eigentone.app.session;

import eigentone.app.console.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// States and tweaks as lines of JSON.
final class SessionText {
    /// The number that the first line says under `session`.
    static final int FORMAT = 1;

    private SessionText() {}

    /// The first line of a journal, with its end.
    static String line(SessionState s) {
        return Json.text(
                        Json.object(
                                "session", FORMAT,
                                "preset", s.preset(),
                                "values", s.values(),
                                "mappings", mappings(s.mappings()),
                                "tempo", s.beatsPerMinute()))
                + "\n";
    }

    /// A further line, with its end.
    static String line(Tweak tweak) {
        return Json.text(
                        switch (tweak) {
                            case Tweak.Choose c ->
                                    Json.object("preset", c.preset(), "values", c.values());
                            case Tweak.Turn t -> Json.object("turn", t.name(), "value", t.value());
                            case Tweak.Bind b -> Json.object("mappings", mappings(b.mappings()));
                            case Tweak.Tempo t -> Json.object("tempo", t.beatsPerMinute());
                        })
                + "\n";
    }

    private static List<Map<String, Object>> mappings(List<Mapping> mappings) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Mapping m : mappings) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("channel", m.channel());
            fields.put("source", m.source());
            fields.put("target", m.target());
            list.add(fields);
        }
        return list;
    }

    /// The state in the first line.
    ///
    /// @throws IllegalArgumentException if it is none
    static SessionState state(String line) {
        JsonNode json = read(line);
        if (field(json, "session").asInt(0) != FORMAT) {
            throw new IllegalArgumentException("expected session format " + FORMAT);
        }
        return new SessionState(
                field(json, "preset").asString(""),
                values(json),
                mappings(json),
                field(json, "tempo").asDouble(0));
    }

    /// The tweak in a further line.
    ///
    /// @throws IllegalArgumentException if it is none
    static Tweak tweak(String line) {
        JsonNode json = read(line);
        if (json.has("turn")) {
            JsonNode value = field(json, "value");
            return new Tweak.Turn(
                    json.path("turn").asString(""), value.isNull() ? null : number(value));
        }
        if (json.has("preset")) {
            return new Tweak.Choose(json.path("preset").asString(""), values(json));
        }
        return json.has("mappings")
                ? new Tweak.Bind(mappings(json))
                : new Tweak.Tempo(number(field(json, "tempo")));
    }

    private static JsonNode read(String line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
    }

    private static Map<String, Double> values(JsonNode json) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : field(json, "values").properties()) {
            values.put(e.getKey(), number(e.getValue()));
        }
        return values;
    }

    private static List<Mapping> mappings(JsonNode json) {
        List<Mapping> mappings = new ArrayList<>();
        for (JsonNode m : field(json, "mappings")) {
            mappings.add(
                    new Mapping(
                            field(m, "channel").asInt(-1),
                            field(m, "source").asInt(0),
                            field(m, "target").asString("")));
        }
        return mappings;
    }

    private static double number(JsonNode json) {
        if (!json.isNumber()) {
            throw new IllegalArgumentException("expected a number");
        }
        return json.asDouble(0);
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode f = json.get(name);
        if (f == null) {
            throw new IllegalArgumentException("expected a field '" + name + "'");
        }
        return f;
    }
}
