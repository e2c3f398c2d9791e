package eigentone.engine.graph;

import eigentone.engine.AudioThread;

/// Musical time on the audio thread: beats (quarter notes) as a function of the frame.
@AudioThread
final class Clock {
    static final double USUAL_TEMPO = 120;

    private final double sampleRateHz;
    private double tempo = USUAL_TEMPO;
    private long sinceFrame;
    private double sinceBeat;

    /// Beats per frame before the last change, for the frame that precedes it.
    private double earlierStep;

    Clock(double sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    double tempo() {
        return tempo;
    }

    /// The tempo from `frame` on.
    void tempo(long frame, double beatsPerMinute) {
        sinceBeat = beat(frame);
        earlierStep = step();
        sinceFrame = frame;
        tempo = beatsPerMinute;
    }

    double beat(long frame) {
        long frames = frame - sinceFrame;
        return sinceBeat + frames * (frames < 0 ? earlierStep : step());
    }

    private double step() {
        return tempo / (60 * sampleRateHz);
    }

    /// Whether a multiple of `beats` falls between the frame before and this one; true at frame 0.
    boolean passes(long frame, double beats) {
        if (frame == 0) {
            return true;
        }
        return Math.floor(beat(frame) / beats) > Math.floor(beat(frame - 1) / beats);
    }
}
