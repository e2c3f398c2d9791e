package eigentone.engine.kernel;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Where each value of a lowered program lives in the memory of SIMD kernels, in rows of `width`
/// floats.
///
/// One form serves both schedules. *Lanes*: a row holds one entry of `width` lanes, so a vector of
/// n entries has n rows. *Vector*: a row holds `width` entries of one lane, so it has n / width
/// rows, the last one padded; a scalar is one row of equals.
///
/// Each group (of lanes, or the one lane) has its own stretch of memory: knobs, hoisted values,
/// states, what passes between steps, clocks, delay lines.
final class RowLayout {
    static final int BYTES = 4;
    private static final int CACHE_LINE = 64;

    final Program program;
    final int width;
    final int lanes;
    final boolean isLanes;
    final int rowBytes;

    /// What must be computed in every frame; everything else is hoisted.
    final Set<Vec> perFrame = Collections.newSetFromMap(new IdentityHashMap<>());

    /// What depends on weights and constants alone.
    final Set<Vec> prepared;

    private final Map<Vec, Long> places = new IdentityHashMap<>();
    private final Map<Vec, Integer> sharedFloats = new IdentityHashMap<>();
    private final Map<Vec, Long> sharedRows = new IdentityHashMap<>();
    private final Map<Vec, Long> indexTables = new IdentityHashMap<>();
    private final long[] stateAt;
    private final long[] ringAt;
    private final int[] ringMask;
    private final boolean[] ringIsChunked;
    private long top;
    private long sharedTop = CACHE_LINE;
    private int floatTop;

    /// The stretch of a group's memory that holds states and delay lines.
    final long memoryFrom;

    final long memoryTo;
    final long stepsAt;
    final long seedsAt;

    /// How the work of a frame is divided.
    final RowStages stages;

    /// Where a chunk's records begin, one for each frame.
    final long recordsAt;

    /// @param width floats in a register: 4, 8 or 16
    /// @param lanes of the buffers; for the lanes schedule a multiple of `width`
    RowLayout(Program lowered, int width, int lanes, boolean isLanes) {
        this.program = lowered;
        this.width = width;
        this.lanes = lanes;
        this.isLanes = isLanes;
        rowBytes = width * BYTES;
        prepared = Prepared.of(lowered);
        for (Vec v : lowered.values()) {
            boolean frame =
                    switch (v.operator()) {
                        case INPUT, STATE, UNIFORM, STEP_MODULO, DELAY_READ -> true;
                        default -> v.operands().stream().anyMatch(perFrame::contains);
                    };
            if (frame) {
                perFrame.add(v);
            }
            if (v.operator() == Operator.CONTROL) {
                place(v);
            }
        }
        stages = new RowStages(this);
        int ahead = stages.isOne() ? 0 : stages.chunkFrames() + width;
        recordsAt =
                reserve(
                        (long) stages.recordBytes()
                                / rowBytes
                                * (stages.isOne() ? 0 : stages.chunkFrames()));
        memoryFrom = top;
        stateAt = new long[lowered.states().size()];
        for (Slot.State s : lowered.states().keySet()) {
            stateAt[s.index()] = reserve(rows(s.shape().entries()));
        }
        for (Vec v : lowered.values()) {
            if (v.operator() == Operator.STATE) {
                places.put(v, stateAt[slot(v).index()]);
            }
        }
        stepsAt = reserve(1);
        seedsAt = reserve(lowered.streams().size());
        ringAt = new long[lowered.delays().size()];
        ringMask = new int[ringAt.length];
        ringIsChunked = new boolean[ringAt.length];
        for (Slot.Delay l : lowered.delays().keySet()) {
            // A stage may write a chunk ahead of what another still reads.
            int rows = Math.max(1, Integer.highestOneBit((l.maxFrames() + ahead) * 2 - 1));
            ringMask[l.index()] = rows - 1;
            ringIsChunked[l.index()] = stages.isChunked(l);
            ringAt[l.index()] = top;
            long bytes =
                    stages.isChunked(l)
                            ? (l.width() + 3L) / 4 * 4 * channelBytes(l)
                            : (long) rows * ringRowBytes(l);
            top = Math.addExact(top, align(bytes));
        }
        memoryTo = top;
    }

    static Slot slot(Vec v) {
        return (Slot) Objects.requireNonNull(v.attribute());
    }

    /// The rows of a vector of `length` entries.
    int rows(int length) {
        return length == 1 ? 1 : isLanes ? length : (length + width - 1) / width;
    }

    int rows(Vec v) {
        return rows(v.length());
    }

    private static long align(long bytes) {
        return (bytes + CACHE_LINE - 1) & -CACHE_LINE;
    }

    /// Room for `rows` rows, and for a register beyond: reads of a slice may reach over the end.
    long reserve(long rows) {
        long at = top;
        top = Math.addExact(top, align((rows + (isLanes ? 0 : 1)) * rowBytes));
        return at;
    }

    /// The address of a value within its group's memory, reserved on first use.
    long place(Vec v) {
        Long at = places.get(v);
        if (at == null) {
            at = reserve(rows(v));
            places.put(v, at);
        }
        return at;
    }

    boolean isPlaced(Vec v) {
        return places.containsKey(v);
    }

    long stateAt(int index) {
        return stateAt[index];
    }

    /// The bytes from one entry of a stored vector to the next.
    int entryBytes() {
        return isLanes ? rowBytes : BYTES;
    }

    long ringAt(Slot.Delay line) {
        return ringAt[line.index()];
    }

    int ringMask(Slot.Delay line) {
        return ringMask[line.index()];
    }

    /// The bytes from one channel of a chunked delay line to the next: its frames, and the first of
    /// them once more, so that a register may be read across the end.
    long channelBytes(Slot.Delay line) {
        return align((ringMask(line) + 1L + width) * BYTES);
    }

    /// Whether a delay line keeps channel after channel.
    boolean isChunked(Slot.Delay line) {
        return ringIsChunked[line.index()];
    }

    /// The address of what was fed to a delay line's channel in frame `tick`.
    long ringAt(Slot.Delay line, int channel, int tick) {
        long frame = tick & ringMask(line);
        return isChunked(line)
                ? ringAt(line) + channel * channelBytes(line) + frame * BYTES
                : ringAt(line) + frame * ringRowBytes(line) + (long) channel * entryBytes();
    }

    /// Registers for states that stay in them over frames.
    int stateRegisters() {
        return width == 16 ? 16 : 6;
    }

    /// The bytes of one frame of a delay line: a scalar line of the vector schedule keeps one
    /// float.
    int ringRowBytes(Slot.Delay line) {
        return !isLanes && line.width() == 1 ? BYTES : rows(line.width()) * rowBytes;
    }

    /// The address of a prepared vector among the shared rows (vector schedule).
    long sharedRow(Vec v) {
        return sharedRows.computeIfAbsent(v, k -> reserveShared(rows(k) + 1L));
    }

    long reserveShared(long rows) {
        return reserveSharedBytes(rows * rowBytes);
    }

    private long reserveSharedBytes(long bytes) {
        long at = sharedTop;
        sharedTop = Math.addExact(sharedTop, align(bytes));
        return at;
    }

    /// The position of a prepared vector among the shared floats.
    int sharedFloat(Vec v) {
        return sharedFloats.computeIfAbsent(v, k -> reserveFloats(k.length()));
    }

    int reserveFloats(int count) {
        int at = floatTop;
        floatTop = Math.addExact(at, count);
        return at;
    }

    /// The address of a gather's indices among the shared rows, as ints.
    long indexTable(Vec gather) {
        return indexTables.computeIfAbsent(
                gather, k -> reserveSharedBytes((long) k.length() * BYTES));
    }

    Map<Vec, Long> sharedRows() {
        return sharedRows;
    }

    Map<Vec, Integer> sharedFloats() {
        return sharedFloats;
    }

    Map<Vec, Long> indexTables() {
        return indexTables;
    }

    long groupBytes() {
        return align(top + CACHE_LINE);
    }

    long sharedBytes() {
        return align(sharedTop + CACHE_LINE);
    }

    int floats() {
        return floatTop;
    }

    // ---- names for entries of other values ----

    /// Entry k of a value is entry `first + k * stride` of `base`.
    record Source(Vec base, int first, int stride) {
        int entry(int k) {
            return first + k * stride;
        }

        /// Whether it is `base` itself.
        boolean isWhole() {
            return first == 0 && (stride == 1 || base.length() == 1);
        }
    }

    /// Whether a value only names entries of its operand.
    static boolean isAlias(Vec v) {
        return v.operator() == Operator.GATHER && Layout.isRun((int[]) Layout.attribute(v));
    }

    static Source source(Vec v) {
        if (!isAlias(v)) {
            return new Source(v, 0, v.length() == 1 ? 0 : 1);
        }
        int[] indices = (int[]) Layout.attribute(v);
        Source inner = source(v.operands().getFirst());
        int stride = indices.length > 1 ? indices[1] - indices[0] : 0;
        return new Source(inner.base(), inner.entry(indices[0]), inner.stride() * stride);
    }

    /// A constant number of frames for all channels of a delay line, or -1.
    int constantFrames(Vec delayRead) {
        return delayRead.operands().getFirst().length() > 1 ? -1 : constantFrames(delayRead, 0);
    }

    /// A constant number of frames for a channel of a delay line, or -1.
    int constantFrames(Vec delayRead, int channel) {
        Vec frames = delayRead.operands().getFirst();
        if (frames.operator() != Operator.CONSTANT) {
            return -1;
        }
        int max = ((Slot.Delay) slot(delayRead)).maxFrames();
        float f = (float) ((double[]) Layout.attribute(frames))[channel];
        return Math.max(1, Math.min(max, (int) f));
    }
}
