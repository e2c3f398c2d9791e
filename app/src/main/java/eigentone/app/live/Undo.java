package eigentone.app.live;

import eigentone.app.session.Tweak;
import eigentone.presets.MidiMapping;
import java.io.IOException;
import java.util.List;

/// Does what undo and redo ask for; it is in the session already, so nothing tells of it. On the
/// desk.
final class Undo {
    private final PresetChange presets;
    private final Tweaks tweaks;
    private final ControllerLearning controllers;
    private final StageTempo tempo;

    Undo(PresetChange presets, Tweaks tweaks, ControllerLearning controllers, StageTempo tempo) {
        this.presets = presets;
        this.tweaks = tweaks;
        this.controllers = controllers;
        this.tempo = tempo;
    }

    void apply(List<Tweak> asked) throws IOException {
        for (Tweak t : asked) {
            apply(t);
        }
    }

    private void apply(Tweak tweak) throws IOException {
        switch (tweak) {
            case Tweak.Choose c -> presets.restore(c.preset(), c.values());
            case Tweak.Turn t -> tweaks.restore(t.name(), t.value());
            case Tweak.Bind b ->
                    controllers.use(
                            new MidiMapping(
                                    b.mappings().stream()
                                            .map(m ->
                                                    new MidiMapping.Binding(
                                                            m.channel(), m.source(), m.target()))
                                            .toList()));
            case Tweak.Tempo t -> tempo.restore(t.beatsPerMinute());
        }
    }
}
