package eigentone.engine.graph;

import eigentone.engine.AudioThread;
import eigentone.engine.program.Draws;

/// Which note sounds in which lane: allocation, stealing, pedals and expression.
///
/// A note takes the lowest idle lane, else that of the note released first, else that of the oldest
/// note. A key struck again while it sounds releases its earlier note.
@AudioThread
final class Voices {
    static final int IDLE = 0;
    static final int HELD = 1;

    /// The key is up, a pedal holds the note.
    static final int PEDALLED = 2;

    static final int RELEASED = 3;

    private static final int CHANNELS = 16;
    private static final int CHANNEL_SHIFT = 7;

    final int lanes;
    final Levels levels;
    private final long seed;
    private final int[] state;
    private final int[] note;
    private final boolean[] sostenutoHeld;
    private final long[] startedAs;
    private final long[] releasedAs;
    private final double[] pitch;
    private final double[][] values;
    private final boolean[] sustain = new boolean[CHANNELS];
    private final double[] bend = new double[CHANNELS];
    private final double[] pressure = new double[CHANNELS];
    private final double[] timbre = new double[CHANNELS];
    private final double[] wheel = new double[CHANNELS];
    private long serial;
    private long stolen;
    private int newest = -1;

    Voices(int lanes, long seed, Levels levels) {
        this.lanes = lanes;
        this.levels = levels;
        this.seed = seed;
        state = new int[lanes];
        note = new int[lanes];
        sostenutoHeld = new boolean[lanes];
        startedAs = new long[lanes];
        releasedAs = new long[lanes];
        pitch = new double[lanes];
        values = new double[lanes][NoteSource.values().length];
    }

    /// The lane for a new note.
    int choose() {
        int released = -1, oldest = 0;
        for (int l = 0; l < lanes; l++) {
            if (state[l] == IDLE) {
                return l;
            }
            if (state[l] == RELEASED && (released < 0 || releasedAs[l] < releasedAs[released])) {
                released = l;
            }
            if (startedAs[l] < startedAs[oldest]) {
                oldest = l;
            }
        }
        stolen++;
        return released >= 0 ? released : oldest;
    }

    /// Starts a note in `lane`; returns its voice number, which seeds its random draws.
    int start(int lane, int noteTarget, double semitones, double velocity) {
        int channel = noteTarget >> CHANNEL_SHIFT;
        state[lane] = HELD;
        note[lane] = noteTarget;
        sostenutoHeld[lane] = false;
        startedAs[lane] = ++serial;
        pitch[lane] = semitones;
        newest = lane;
        double[] v = values[lane];
        v[NoteSource.PITCH.ordinal()] = semitones + bend[channel];
        v[NoteSource.GATE.ordinal()] = 1;
        v[NoteSource.VELOCITY.ordinal()] = velocity;
        v[NoteSource.PRESSURE.ordinal()] = pressure[channel];
        v[NoteSource.TIMBRE.ordinal()] = timbre[channel];
        v[NoteSource.WHEEL.ordinal()] = wheel[channel];
        v[NoteSource.KEY.ordinal()] = semitones - 60;
        v[NoteSource.RANDOM.ordinal()] = Draws.uniform((int) (seed ^ seed >>> 32), (int) serial, 0);
        return (int) serial;
    }

    /// The lane where `noteTarget` is held by its key, or -1.
    int held(int noteTarget) {
        for (int l = 0; l < lanes; l++) {
            if (state[l] == HELD && note[l] == noteTarget) {
                return l;
            }
        }
        return -1;
    }

    /// The lane where `noteTarget` is held by key or pedal, or -1.
    int sounding(int noteTarget) {
        for (int l = 0; l < lanes; l++) {
            if ((state[l] == HELD || state[l] == PEDALLED) && note[l] == noteTarget) {
                return l;
            }
        }
        return -1;
    }

    /// The key of `lane` goes up. Returns whether the note ends, or a pedal holds it.
    boolean keyUp(int lane) {
        if (sustain[note[lane] >> CHANNEL_SHIFT] || sostenutoHeld[lane]) {
            state[lane] = PEDALLED;
            return false;
        }
        release(lane);
        return true;
    }

    void release(int lane) {
        state[lane] = RELEASED;
        releasedAs[lane] = ++serial;
        values[lane][NoteSource.GATE.ordinal()] = 0;
    }

    void idle(int lane) {
        state[lane] = IDLE;
    }

    void sustain(int channel, boolean down) {
        sustain[channel] = down;
    }

    void sostenuto(int channel, boolean down) {
        for (int l = 0; l < lanes; l++) {
            if (note[l] >> CHANNEL_SHIFT == channel) {
                sostenutoHeld[l] = down && (state[l] == HELD || sostenutoHeld[l]);
            }
        }
    }

    /// Whether the pedals no longer hold the note of `lane`.
    boolean letGo(int lane) {
        return state[lane] == PEDALLED
                && !sustain[note[lane] >> CHANNEL_SHIFT]
                && !sostenutoHeld[lane];
    }

    void bend(int channel, double semitones) {
        bend[channel] = semitones;
        for (int l = 0; l < lanes; l++) {
            if (note[l] >> CHANNEL_SHIFT == channel) {
                values[l][NoteSource.PITCH.ordinal()] = pitch[l] + semitones;
            }
        }
    }

    void pressure(int channel, double value) {
        pressure[channel] = value;
        spread(channel, NoteSource.PRESSURE.ordinal(), value);
    }

    void timbre(int channel, double value) {
        timbre[channel] = value;
        spread(channel, NoteSource.TIMBRE.ordinal(), value);
    }

    void wheel(int channel, double value) {
        wheel[channel] = value;
        spread(channel, NoteSource.WHEEL.ordinal(), value);
    }

    void volume(int channel, double value) {
        levels.volume(channel, value, !sounds(channel));
    }

    void expression(int channel, double value) {
        levels.expression(channel, value, !sounds(channel));
    }

    private boolean sounds(int channel) {
        for (int l = 0; l < lanes; l++) {
            if (state[l] != IDLE && note[l] >> CHANNEL_SHIFT == channel) {
                return true;
            }
        }
        return false;
    }

    void notePressure(int lane, double value) {
        values[lane][NoteSource.PRESSURE.ordinal()] = value;
    }

    private void spread(int channel, int source, double value) {
        for (int l = 0; l < lanes; l++) {
            if (note[l] >> CHANNEL_SHIFT == channel) {
                values[l][source] = value;
            }
        }
    }

    /// `x` of `lane` in frame `t` of the block, at the level of the note's channel.
    float levelled(float x, int lane, int t) {
        return levels.apply(x, note[lane] >> CHANNEL_SHIFT, t);
    }

    /// The sum of the voices that sound in frame `t` of the block, ascending, each at its level.
    ///
    /// @param from where the voices' values begin in `values`
    float sum(float[] values, int from, int t) {
        float sum = 0;
        for (int l = 0; l < lanes; l++) {
            if (state[l] != IDLE) {
                sum += levels.apply(values[from + l], note[l] >> CHANNEL_SHIFT, t);
            }
        }
        return sum;
    }

    int channel(int lane) {
        return note[lane] >> CHANNEL_SHIFT;
    }

    /// The note that a key holds in `lane`, or -1.
    int heldNote(int lane) {
        return state[lane] == HELD ? note[lane] : -1;
    }

    int state(int lane) {
        return state[lane];
    }

    /// What the note of `lane` offers, by [NoteSource#ordinal()]. For -1, the newest note's, with a
    /// gate that is open while any note is held.
    double value(int lane, int source) {
        if (lane >= 0) {
            return values[lane][source];
        }
        if (source == NoteSource.GATE.ordinal()) {
            for (int l = 0; l < lanes; l++) {
                if (state[l] == HELD || state[l] == PEDALLED) {
                    return 1;
                }
            }
            return 0;
        }
        return newest < 0 ? 0 : values[newest][source];
    }

    int active() {
        int count = 0;
        for (int l = 0; l < lanes; l++) {
            count += state[l] == IDLE ? 0 : 1;
        }
        return count;
    }

    long stolen() {
        return stolen;
    }
}
