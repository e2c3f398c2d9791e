package eigentone.app.live;

import eigentone.engine.event.EventQueue;
import java.io.IOException;

/// Hears on the desk what the instrument says has taken effect.
final class JournalReader {
    private final Desk desk;
    private final Playing playing;
    private final PresetChange presets;
    private final ControllerLearning controllers;
    private final StageTempo tempo;
    private final StageListeners listeners;

    JournalReader(
            Desk desk,
            Playing playing,
            PresetChange presets,
            ControllerLearning controllers,
            StageTempo tempo,
            StageListeners listeners) {
        this.desk = desk;
        this.playing = playing;
        this.presets = presets;
        this.controllers = controllers;
        this.tempo = tempo;
        this.listeners = listeners;
    }

    /// Hears all that is there. An event that cannot be dealt with is told, and left behind.
    void drain() {
        EventQueue journal = playing.live().journal();
        while (journal.hasNext()) {
            long frame = journal.frame();
            int kind = journal.kind(), target = journal.target();
            double a = journal.a(), b = journal.b();
            journal.advance();
            desk.safely(() -> heard(kind, target, a, b));
            listeners.event(frame, kind, target, a, b);
        }
    }

    private void heard(int kind, int target, double a, double b) throws IOException {
        switch (kind) {
            case EventQueue.SWAP -> presets.swapped();
            case EventQueue.TEMPO -> tempo.heard(a);
            case EventQueue.CONTROL -> playing.stood(target, a);
            case EventQueue.CONTROLLER -> controllers.moved(target >> 16, target & 0xffff, a);
            case EventQueue.PROGRAM -> presets.program((int) a, (int) b);
            default -> {}
        }
    }
}
