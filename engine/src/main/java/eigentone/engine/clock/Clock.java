package eigentone.engine.clock;

import eigentone.engine.AudioThread;
import eigentone.engine.event.EventQueue;

/// Musical time on the audio thread: beats (quarter notes) as a function of the frame.
///
/// It runs from frame 0 at 120 beats per minute until events say otherwise: a tempo, a place to go
/// to, to stand still or to run.
@AudioThread
public final class Clock {
    /// Before anybody says anything.
    public static final double USUAL_TEMPO = 120;

    private static final double LEAST_TEMPO = 1;
    private static final double GREATEST_TEMPO = 2000;

    /// Beyond, a double no longer tells one frame from the next.
    private static final double FARTHEST_BEAT = 1e8;

    private final double sampleRateHz;
    private double tempo = USUAL_TEMPO;
    private boolean running = true;
    private long sinceFrame;
    private double sinceBeat;

    /// Beats per frame before the last change, for the frame that precedes it.
    private double earlierStep;

    /// The frame at which time began to run from a place it was put to: that place is played then,
    /// though no time led up to it.
    private long arrivalFrame;

    /// Time stands at a place it was put to, and has not run since.
    private boolean arrives;

    public Clock(double sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    /// Takes up an event at its frame; those that are not about time do nothing.
    ///
    /// @param kind as in [EventQueue]
    /// @param a as the kind says; what is out of range is held to it
    public void follow(long frame, int kind, double a) {
        if (Double.isNaN(a)) {
            return;
        }
        switch (kind) {
            case EventQueue.TEMPO -> {
                turn(frame);
                tempo = Math.max(LEAST_TEMPO, Math.min(GREATEST_TEMPO, a));
            }
            case EventQueue.LOCATE -> locate(frame, Math.max(0, Math.min(FARTHEST_BEAT, a)));
            case EventQueue.RUN -> run(frame, a > 0);
            default -> {}
        }
    }

    private void turn(long frame) {
        sinceBeat = beat(frame);
        // Of several events at one frame the first knows what was before.
        earlierStep = frame > sinceFrame ? step() : earlierStep;
        sinceFrame = frame;
    }

    private void locate(long frame, double beat) {
        sinceFrame = frame;
        sinceBeat = beat;
        earlierStep = 0;
        arrives = !running;
        arrivalFrame = running ? frame : arrivalFrame;
    }

    private void run(long frame, boolean runs) {
        if (runs == running) {
            return;
        }
        turn(frame);
        running = runs;
        if (runs && arrives) {
            arrivalFrame = frame;
            arrives = false;
        } else if (!runs && arrivalFrame == frame) {
            arrivalFrame = -1;
            arrives = true;
        }
    }

    /// Queues what puts another clock into this one's state.
    ///
    /// @param now by this clock
    /// @param frame by the other
    public void tell(long now, long frame, EventQueue to) {
        to.tempo(frame, tempo);
        to.add(frame, EventQueue.LOCATE, 0, beat(now), 0);
        to.add(frame, EventQueue.RUN, 0, running ? 1 : 0, 0);
    }

    /// Beats per minute, whether time runs or not.
    public double tempo() {
        return tempo;
    }

    public boolean isRunning() {
        return running;
    }

    /// Beats since the start, at `frame`: from the last change on, and one frame before.
    public double beat(long frame) {
        long frames = frame - sinceFrame;
        return sinceBeat + frames * (frames < 0 ? earlierStep : step());
    }

    /// The first frame, from the last change on, that has reached `beat`; the last there is while
    /// time stands still.
    public long frameOf(double beat) {
        double step = step();
        if (step == 0) {
            return Long.MAX_VALUE;
        }
        long frame = sinceFrame + Math.max(0, (long) Math.ceil((beat - sinceBeat) / step));
        // The division rounds; what `beat` says of a frame counts.
        if (frame > sinceFrame && beat(frame - 1) >= beat) {
            return frame - 1;
        }
        return beat(frame) < beat ? frame + 1 : frame;
    }

    /// Beats a frame.
    private double step() {
        return running ? tempo / (60 * sampleRateHz) : 0;
    }

    /// Whether a multiple of `beats` falls between the frame before and this one, or time begins
    /// here at one; true at frame 0.
    public boolean passes(long frame, double beats) {
        if (frame == 0) {
            return running;
        }
        double here = beat(frame) / beats;
        if (frame == arrivalFrame) {
            return here == Math.rint(here);
        }
        return Math.floor(here) > Math.floor(beat(frame - 1) / beats);
    }
}
