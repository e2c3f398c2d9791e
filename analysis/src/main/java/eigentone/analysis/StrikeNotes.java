package eigentone.analysis;

import eigentone.engine.event.EventQueue;
import eigentone.presets.Listen;

/// Strikes a key wherever something begins, as hard as its first peak is loud, and lets it go after
/// a while.
final class StrikeNotes {
    private final int note;
    private final int key;
    private final long holdFrames;
    private long release = -1;

    /// @param channel of the notes, 0..15
    StrikeNotes(Listen.Onsets listen, double rateHz, int channel) {
        key = listen.key();
        note = EventQueue.note(channel, key);
        holdFrames = Math.round(listen.holdSeconds() * rateHz);
    }

    /// Plays what was heard, at `frame`.
    void play(Heard h, long frame, EventSink to) {
        if (frame >= release || h.isOnset()) {
            end(frame, to);
        }
        if (h.isOnset()) {
            double velocity = Math.clamp(Heard.loudness(h.onsetDb()), 0.05, 1);
            to.add(frame, EventQueue.NOTE_ON, note, key, velocity);
            release = frame + holdFrames;
        }
    }

    /// Lets the key go if it is down.
    void end(long frame, EventSink to) {
        if (release >= 0) {
            to.add(frame, EventQueue.NOTE_OFF, note, 0, 0.5);
            release = -1;
        }
    }
}
