package eigentone.app.render;

import eigentone.audioio.midi.TimedMidi;
import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.MidiTranslator;
import eigentone.engine.graph.Plan;
import eigentone.presets.Controllers;
import eigentone.presets.Preset;
import java.util.List;

/// Plays the events of a score into one plan as their frames come near.
public final class ScoreEvents {
    /// Something of the score at its frame: a MIDI message or a tempo.
    ///
    /// @param order among those of one frame
    /// @param beatsPerMinute the tempo; 0 for a message
    public record At(
            long frame, int order, int status, int data1, int data2, double beatsPerMinute) {
        public static At message(long frame, int order, TimedMidi m) {
            return new At(frame, order, m.status(), m.data1(), m.data2(), 0);
        }

        public static At tempo(long frame, double beatsPerMinute) {
            return new At(frame, -1, 0, 0, 0, beatsPerMinute);
        }
    }

    private final List<At> events;
    private final Plan plan;
    private final MidiTranslator translator;
    private int next;

    /// @param events in order of their frames
    ScoreEvents(List<At> events, Plan plan, Preset preset) {
        this.events = List.copyOf(events);
        this.plan = plan;
        translator = new MidiTranslator(plan.events());
        ControllerMap map = Controllers.of(preset, plan);
        translator.onController((frame, channel, source, position) ->
                map.apply(frame, channel, source, position, plan.events()));
    }

    /// Queues everything before frame `to`.
    void until(long to) {
        while (next < events.size() && events.get(next).frame() < to) {
            At e = events.get(next++);
            if (e.beatsPerMinute() > 0) {
                plan.events().tempo(e.frame(), e.beatsPerMinute());
            } else {
                translator.midi(e.frame(), e.status(), e.data1(), e.data2());
            }
        }
    }
}
