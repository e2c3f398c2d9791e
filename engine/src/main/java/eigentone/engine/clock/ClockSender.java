package eigentone.engine.clock;

import eigentone.engine.AudioThread;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import org.jspecify.annotations.Nullable;

/// Leads other instruments by MIDI clock: 24 ticks a quarter note, each at the first frame that has
/// reached it, with start, stop, continue and song position.
///
/// Receivers are started where a sixteenth begins, because song positions are sixteenths: at 0 by
/// `start`, elsewhere by position and `continue`. There are ticks while musical time runs. Source:
/// MIDI 1.0 Detailed Specification 4.2, "System Common" and "System Real Time Messages".
public final class ClockSender {
    private static final int TICKS_A_BEAT = 24;
    private static final int TICKS_A_SIXTEENTH = 6;
    private static final int LAST_SONG_POSITION = 0x3fff;

    private final Clock clock;
    private volatile boolean enabled;
    private boolean started;
    private long nextTick;
    private long doneFrame;
    private long blockFrame;
    private @Nullable MidiBlock out;

    /// @param clock to be moved by this sender's [#follow] alone
    public ClockSender(Clock clock) {
        this.clock = clock;
    }

    /// Whether ticks are sent; they are not at first. From any thread.
    public void enable(boolean on) {
        enabled = on;
    }

    /// A block of frames begins, whose messages go to `to`.
    @AudioThread
    public void begin(long frame, MidiBlock to) {
        out = to;
        blockFrame = frame;
        doneFrame = frame;
        if (!enabled) {
            stop(frame);
        }
    }

    /// Takes an event, as [Clock#follow] does: what came due before is sent first.
    @AudioThread
    public void follow(long frame, int kind, double a) {
        if (kind == EventQueue.TEMPO || kind == EventQueue.LOCATE || kind == EventQueue.RUN) {
            advance(frame);
            if (kind == EventQueue.LOCATE || (kind == EventQueue.RUN && !(a > 0))) {
                stop(frame);
            }
            clock.follow(frame, kind, a);
        }
    }

    /// Sends what comes before frame `end`.
    @AudioThread
    public void advance(long end) {
        MidiBlock to = out;
        while (to != null && enabled && clock.isRunning()) {
            long tick = started ? nextTick : firstTick();
            long frame = Math.max(doneFrame, clock.frameOf(tick / (double) TICKS_A_BEAT));
            if (frame >= end) {
                break;
            }
            int offset = (int) (frame - blockFrame);
            if (!started) {
                start(to, offset, tick);
            }
            to.add(offset, 0xf8, 0, 0);
            nextTick = tick + 1;
            doneFrame = frame;
        }
        doneFrame = Math.max(doneFrame, end);
    }

    /// The next one that begins a sixteenth.
    private long firstTick() {
        double sixteenths = clock.beat(doneFrame) * TICKS_A_BEAT / TICKS_A_SIXTEENTH;
        return (long) Math.ceil(sixteenths) * TICKS_A_SIXTEENTH;
    }

    private void start(MidiBlock to, int offset, long tick) {
        started = true;
        if (tick == 0) {
            to.add(offset, 0xfa, 0, 0);
            return;
        }
        long position = tick / TICKS_A_SIXTEENTH;
        if (position <= LAST_SONG_POSITION) {
            to.add(offset, 0xf2, (int) position & 0x7f, (int) position >> 7);
        }
        to.add(offset, 0xfb, 0, 0);
    }

    private void stop(long frame) {
        MidiBlock to = out;
        if (started && to != null) {
            to.add((int) (frame - blockFrame), 0xfc, 0, 0);
        }
        started = false;
    }
}
