package eigentone.presets;

import eigentone.models.file.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `"listen": {"gate": -50, "pitch": {"lowest": 70}, "onsets": {"key": 38}, "tempo": true}`.
final class ListenReader {
    private ListenReader() {}

    static @Nullable Listen read(@Nullable Json<PresetException> json) throws PresetException {
        if (json == null) {
            return null;
        }
        Map<String, Json<PresetException>> fields =
                json.fields(List.of("gate", "pitch", "onsets", "tempo"));
        double gate = number(fields.get("gate"), Listen.USUAL_GATE_DB);
        Listen.Pitch pitch = pitch(fields.get("pitch"));
        Listen.Onsets onsets = onsets(fields.get("onsets"));
        Json<PresetException> tempo = fields.get("tempo");
        boolean follows = tempo != null && tempo.flag();
        return PresetReader.told(json, () -> new Listen(gate, pitch, onsets, follows));
    }

    private static Listen.@Nullable Pitch pitch(@Nullable Json<PresetException> json)
            throws PresetException {
        if (json == null) {
            return null;
        }
        Map<String, Json<PresetException>> fields =
                json.fields(List.of("lowest", "highest", "snap"));
        double lowest = number(fields.get("lowest"), Listen.Pitch.USUAL.lowestHz());
        double highest = number(fields.get("highest"), Listen.Pitch.USUAL.highestHz());
        double snap = number(fields.get("snap"), Listen.Pitch.USUAL.snap());
        return PresetReader.told(json, () -> new Listen.Pitch(lowest, highest, snap));
    }

    private static Listen.@Nullable Onsets onsets(@Nullable Json<PresetException> json)
            throws PresetException {
        if (json == null) {
            return null;
        }
        Map<String, Json<PresetException>> fields = json.fields(List.of("key", "hold", "gap"));
        Json<PresetException> key = fields.get("key");
        int note = key == null ? Listen.Onsets.USUAL.key() : key.whole(0, 127);
        double hold = number(fields.get("hold"), Listen.Onsets.USUAL.holdSeconds());
        double gap = number(fields.get("gap"), Listen.Onsets.USUAL.gapSeconds());
        return PresetReader.told(json, () -> new Listen.Onsets(note, hold, gap));
    }

    private static double number(@Nullable Json<PresetException> json, double otherwise)
            throws PresetException {
        return json == null ? otherwise : json.number();
    }
}
