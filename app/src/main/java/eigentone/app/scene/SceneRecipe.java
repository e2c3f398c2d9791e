package eigentone.app.scene;

import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetReader;
import eigentone.presets.PresetWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that decides how a scene sounds, as text and numbers: it can be written down.
///
/// @param number by which journal and takes name the scene
/// @param preset its full text in JSON, so that no library is needed to make it again
/// @param values knob's id or `node.control` to what it stands at when the scene is compiled; names
///   that the preset does not have are left out
/// @param voices how many notes can sound, 1..64; 0 for as many as the preset has
/// @param seed of all random draws
/// @param heardUntil the instrument's frame up to which the plan heard the input before it played,
///   or [#UNHEARD]
public record SceneRecipe(
        int number,
        String preset,
        Map<String, Double> values,
        int voices,
        long seed,
        long heardUntil) {
    /// The plan heard nothing: the first scene's, and that of every one without inputs.
    public static final long UNHEARD = -1;

    public SceneRecipe {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// A scene that has not heard anything.
    public static SceneRecipe of(
            int number, Preset preset, Map<String, Double> values, int voices, long seed) {
        return new SceneRecipe(number, PresetWriter.toJson(preset), values, voices, seed, UNHEARD);
    }

    /// The same, when its plan has heard the input up to `frame`.
    public SceneRecipe heardUntil(long frame) {
        return new SceneRecipe(number, preset, values, voices, seed, frame);
    }

    /// @throws PresetException if the text is not a preset
    public Preset read() throws PresetException {
        return PresetReader.read(preset.getBytes(StandardCharsets.UTF_8), "scene " + number);
    }
}
