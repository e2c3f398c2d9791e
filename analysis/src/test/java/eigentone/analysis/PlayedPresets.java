package eigentone.analysis;

import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What the listening presets make of sounds.
final class PlayedPresets {
    static final double RATE = 48_000;

    /// One event.
    record Event(long frame, int kind, int target, double a, double b) {
        boolean isNoteOn() {
            return kind == EventQueue.NOTE_ON;
        }

        int key() {
            return target & 127;
        }
    }

    private PlayedPresets() {}

    static Preset preset(String name) throws IOException {
        return PresetLibrary.standard().load(name);
    }

    static Plan plan(Preset preset, int block) {
        return Plan.compile(preset.patch(), RATE, block, 1);
    }

    /// All events that `x` brings, offline.
    static List<Event> events(Preset preset, float[] x) {
        List<Event> events = new ArrayList<>();
        Listening ear = new Listening(preset.listen(), plan(preset, 512));
        ear.hear(
                x,
                0,
                x.length,
                (frame, kind, target, a, b) -> events.add(new Event(frame, kind, target, a, b)));
        return events;
    }
}
