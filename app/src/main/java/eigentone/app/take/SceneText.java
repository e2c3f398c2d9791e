package eigentone.app.take;

import eigentone.app.console.Json;
import eigentone.app.scene.SceneRecipe;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A scene's recipe as a line of JSON.
final class SceneText {
    private SceneText() {}

    /// The line, with its end.
    static String line(SceneRecipe r) {
        return Json.text(
                        Json.object(
                                "scene", r.number(),
                                "seed", r.seed(),
                                "voices", r.voices(),
                                "heardUntil", r.heardUntil(),
                                "values", r.values(),
                                "preset", r.preset()))
                + "\n";
    }

    /// @throws IllegalArgumentException if it is none
    static SceneRecipe parse(String line) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected JSON, got something else", e);
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : field(json, "values").properties()) {
            values.put(e.getKey(), e.getValue().asDouble(Double.NaN));
        }
        return new SceneRecipe(
                field(json, "scene").asInt(0),
                field(json, "preset").asString(""),
                values,
                field(json, "voices").asInt(0),
                field(json, "seed").asLong(0),
                field(json, "heardUntil").asLong(SceneRecipe.UNHEARD));
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode f = json.get(name);
        if (f == null) {
            throw new IllegalArgumentException("expected a field '" + name + "', got none");
        }
        return f;
    }
}
