package eigentone.app.live;

import eigentone.app.render.ScoreEvents;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.run.Live;
import java.util.List;

/// Plays a score into the instrument: a few thousand events ahead, at the frames they would have in
/// a render.
///
/// Program changes are left out: the preset is the performer's choice.
public final class ScoreFeeder implements AutoCloseable {
    private static final int PROGRAM = 0xc0;
    private static final long PAUSE_MILLIS = 5;

    private final List<ScoreEvents.At> events;
    private final Live live;
    private final EventQueue inlet;
    private final long endFrame;
    private final Thread thread = new Thread(this::run, "score");
    private int next;
    private volatile boolean done;

    /// @param events in the order of their frames
    /// @param endFrame when the last of them is over
    public ScoreFeeder(List<ScoreEvents.At> events, long endFrame, Live live) {
        this.events = List.copyOf(events);
        this.live = live;
        inlet = live.inlet(Stage.SCORE);
        this.endFrame = endFrame;
        thread.setDaemon(true);
    }

    /// Queues what fits, before the first frame is made, and goes on beside the music.
    public void start() {
        feed();
        thread.start();
    }

    /// Whether all has been played, or another instrument has taken the place of the one that the
    /// score was for.
    @SuppressWarnings("ReferenceEquality") // the same instrument
    public boolean isOver(Live now) {
        return now != live || now.frame() > endFrame;
    }

    private void run() {
        try {
            while (!done && next < events.size()) {
                Thread.sleep(PAUSE_MILLIS);
                feed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed() {
        while (next < events.size() && inlet.free() > 0) {
            ScoreEvents.At e = events.get(next++);
            if (e.beatsPerMinute() > 0) {
                inlet.tempo(e.frame(), e.beatsPerMinute());
            } else if ((e.status() & 0xf0) != PROGRAM) {
                inlet.add(
                        e.frame(),
                        EventQueue.MIDI,
                        MidiBlock.message(e.status(), e.data1(), e.data2()),
                        0,
                        0);
            }
        }
    }

    @Override
    public void close() {
        done = true;
        thread.interrupt();
    }
}
