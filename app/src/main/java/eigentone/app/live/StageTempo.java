package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.session.Tweak;
import eigentone.engine.event.EventQueue;
import eigentone.engine.run.Live;

/// Musical time on stage: tempo, taps and MIDI clock. All on the desk, except reading.
final class StageTempo {
    private static final double USUAL_TEMPO = 120;

    private final Playing playing;
    private final StageListeners listeners;
    private final TapTempo taps = new TapTempo();
    private volatile double tempo = USUAL_TEMPO;
    private volatile boolean sendsClock;

    StageTempo(Playing playing, StageListeners listeners) {
        this.playing = playing;
        this.listeners = listeners;
    }

    /// Beats per minute, as they were last heard.
    double tempo() {
        return tempo;
    }

    void heard(double beatsPerMinute) {
        tempo = beatsPerMinute;
    }

    /// @throws UsageException if it is not 20..400
    void set(double beatsPerMinute) {
        if (!(beatsPerMinute >= 20 && beatsPerMinute <= 400)) {
            throw new UsageException(
                    "tempo: expected 20..400 beats per minute, got " + beatsPerMinute);
        }
        beat(beatsPerMinute);
    }

    void tap(double seconds) {
        double tapped = taps.tap(seconds);
        if (tapped > 0) {
            beat(tapped);
        }
    }

    private void beat(double beatsPerMinute) {
        restore(beatsPerMinute);
        listeners.tweaked(new Tweak.Tempo(beatsPerMinute));
    }

    /// Without telling of it: as undo asks for.
    ///
    /// @param beatsPerMinute 0 for the usual
    void restore(double beatsPerMinute) {
        playing.add(EventQueue.TEMPO, 0, beatsPerMinute > 0 ? beatsPerMinute : USUAL_TEMPO, 0);
    }

    /// Sends MIDI clock, or no longer; from any thread.
    void sendClock(boolean sends) {
        sendsClock = sends;
        playing.live().clockOut().enable(sends);
    }

    /// Lets `next`, which does not play yet, begin at the beat at which `before` is.
    void hand(Live before, Live next) {
        next.inlet(Stage.DESK).tempo(0, tempo);
        next.inlet(Stage.DESK).add(0, EventQueue.LOCATE, 0, before.beat(), 0);
        next.clockOut().enable(sendsClock);
    }
}
