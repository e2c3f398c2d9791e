package eigentone.engine.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Events on their way: a ring of primitives from one thread to another, to a plan or from it.
///
/// Events are added in the order of their frames; one whose frame has passed is applied at once. A
/// full ring refuses and counts, nothing is dropped in silence.
public final class EventQueue {
    /// a: pitch in semitones, b: velocity 0..1; target: [#note(int, int)].
    public static final int NOTE_ON = 1;

    /// b: release velocity 0..1; target: [#note(int, int)].
    public static final int NOTE_OFF = 2;

    /// a: semitones; target: channel 0..15.
    public static final int BEND = 3;

    /// a: 0..1; target: channel 0..15.
    public static final int PRESSURE = 4;

    /// a: 0..1; target: [#note(int, int)].
    public static final int NOTE_PRESSURE = 5;

    /// a: 0..1; target: channel 0..15.
    public static final int TIMBRE = 6;

    /// a: 0..1; target: channel 0..15.
    public static final int WHEEL = 7;

    /// a: 1 pressed, 0 released; target: channel 0..15.
    public static final int SUSTAIN = 8;

    /// a: 1 pressed, 0 released; target: channel 0..15.
    public static final int SOSTENUTO = 9;

    /// a: value in the control's unit; target: the plan's control index. From an inlet of
    /// [eigentone.engine.run.Live], b: the number of the scene that is meant plus 1, or 0 for the
    /// one that plays.
    public static final int CONTROL = 10;

    /// a: beats per minute.
    public static final int TEMPO = 11;

    /// Releases every note of a channel; target: channel 0..15 or -1 for all.
    public static final int NOTES_OFF = 12;

    /// Silences everything at once; a: 1 when it also ended a crossfade, as
    /// [eigentone.engine.run.Live#panic()] does.
    public static final int PANIC = 13;

    /// a: 0..1; target: channel 0..15.
    public static final int VOLUME = 14;

    /// a: 0..1; target: channel 0..15.
    public static final int EXPRESSION = 15;

    /// A MIDI message that is still to be translated; target: [MidiBlock#message(int, int, int)].
    public static final int MIDI = 16;

    /// Moves musical time; a: beats since the start.
    public static final int LOCATE = 17;

    /// a: 1 musical time runs, 0 it stands still.
    public static final int RUN = 18;

    /// A program change, which no plan understands; target: channel 0..15, a: program 0..127, b:
    /// bank 0..16383.
    public static final int PROGRAM = 19;

    /// A controller moved, for learning; target: channel 0..15 << 16 | [ControllerMap]'s source, a:
    /// 0..127.
    public static final int CONTROLLER = 20;

    /// Another scene begins to play; target: its number, a: frames of the crossfade.
    public static final int SWAP = 21;

    /// A note sounded whose key was not down, and was released; target: [#note(int, int)].
    public static final int STUCK = 22;

    private static final VarHandle HEAD;
    private static final VarHandle TAIL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(EventQueue.class, "head", long.class);
            TAIL = lookup.findVarHandle(EventQueue.class, "tail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int mask;
    private final long[] frame;
    private final int[] kind;
    private final int[] target;
    private final double[] a;
    private final double[] b;
    private long refused;

    @SuppressWarnings("unused") // by HEAD
    private long head;

    @SuppressWarnings("unused") // by TAIL
    private long tail;

    /// @param capacity how many events can wait, rounded up to a power of two
    public EventQueue(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) * 2 - 1);
        mask = size - 1;
        frame = new long[size];
        kind = new int[size];
        target = new int[size];
        a = new double[size];
        b = new double[size];
    }

    /// The target of a note's events.
    public static int note(int channel, int key) {
        return channel << 7 | key;
    }

    /// Adds an event; false, and counted, when the ring is full. By one thread at a time.
    public boolean add(long atFrame, int eventKind, int eventTarget, double valueA, double valueB) {
        long t = (long) TAIL.get(this);
        if (t - (long) HEAD.getAcquire(this) > mask) {
            refused++;
            return false;
        }
        int i = (int) t & mask;
        frame[i] = atFrame;
        kind[i] = eventKind;
        target[i] = eventTarget;
        a[i] = valueA;
        b[i] = valueB;
        TAIL.setRelease(this, t + 1);
        return true;
    }

    public boolean noteOn(
            long atFrame, int channel, int key, double pitchSemitones, double velocity) {
        return add(atFrame, NOTE_ON, note(channel, key), pitchSemitones, velocity);
    }

    public boolean noteOff(long atFrame, int channel, int key, double velocity) {
        return add(atFrame, NOTE_OFF, note(channel, key), 0, velocity);
    }

    public boolean control(long atFrame, int controlIndex, double value) {
        return add(atFrame, CONTROL, controlIndex, value, 0);
    }

    public boolean tempo(long atFrame, double beatsPerMinute) {
        return add(atFrame, TEMPO, 0, beatsPerMinute, 0);
    }

    public boolean panic(long atFrame) {
        return add(atFrame, PANIC, -1, 0, 0);
    }

    /// How many more events fit.
    public int free() {
        return (int) (mask + 1 - ((long) TAIL.getAcquire(this) - (long) HEAD.getAcquire(this)));
    }

    /// Events that found the ring full.
    public long refused() {
        return refused;
    }

    /// Whether an event waits.
    public boolean hasNext() {
        return (long) HEAD.get(this) < (long) TAIL.getAcquire(this);
    }

    /// The frame of the waiting event.
    public long frame() {
        return frame[index()];
    }

    public int kind() {
        return kind[index()];
    }

    public int target() {
        return target[index()];
    }

    public double a() {
        return a[index()];
    }

    public double b() {
        return b[index()];
    }

    /// Done with the waiting event.
    public void advance() {
        HEAD.setRelease(this, (long) HEAD.get(this) + 1);
    }

    private int index() {
        return (int) (long) HEAD.get(this) & mask;
    }
}
