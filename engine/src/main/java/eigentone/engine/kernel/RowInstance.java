package eigentone.engine.kernel;

import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All lanes of a [RowKernel]: native memory, clocks and knobs.
final class RowInstance implements OfflineInstance {
    private static final int PAGE = 4096;

    /// Frames that are moved to and from padded buffers at a time: few enough to stay in the
    /// nearest cache.
    private static final int PADDED_FRAMES = 16;

    private final RowKernel kernel;
    private final RowLayout layout;
    private final RowCode code;
    private final int lanes;
    private final int width;
    private final int groups;
    private final long groupBytes;

    /// Keeps the native memory alive as long as this instance.
    private final MemorySegment memory;

    private final long base;
    private final long shared;
    private final float[] weights;
    private final boolean countsSteps;
    private final boolean[] stale;
    private final int[] mostFrames;
    private int leastTime;
    private long[] times = {};
    private final int[] tick;
    private final int[] step;
    private final VoiceSeeds seeds;

    /// For each stream of draws, each lane's seed.
    private final int[][] seed;

    /// Where [#touch] puts what it reads.
    @SuppressWarnings("UnusedVariable")
    private float touched;

    private final long[] controlAt;
    private final int[] stateEntries;
    private final float[] stateInitial;
    private final Slot.Delay[] delays;
    private final int[] inputWidth;
    private final int[] outputWidth;

    /// Buffers of whole registers where the lanes do not fill them.
    private final float[][] paddedIn;

    private final float[][] paddedOut;

    RowInstance(RowKernel kernel, Weights given, String node, long seed) {
        this.kernel = kernel;
        layout = kernel.layout();
        code = kernel.code();
        lanes = kernel.lanes();
        width = layout.width;
        countsSteps = kernel.countsSteps();
        groups = layout.isLanes ? layout.lanes / width : lanes;
        groupBytes = layout.groupBytes();
        Program program = layout.program;
        long bytes = Math.addExact(Math.multiplyExact(groupBytes, groups), layout.sharedBytes());
        memory = Arena.ofAuto().allocate(Math.addExact(bytes, PAGE), PAGE);
        base = memory.address();
        shared = base + groupBytes * groups;
        weights = new float[layout.floats()];
        prepare(given);

        stale = new boolean[groups];
        mostFrames = new int[groups];
        tick = new int[groups];
        step = new int[lanes];
        seeds = new VoiceSeeds(program, node, seed);
        this.seed = new int[seeds.streams()][lanes];
        controlAt = new long[program.controls().size()];
        Arrays.fill(controlAt, -1);
        for (Vec v : program.values()) {
            if (v.operator() == eigentone.engine.language.Operator.CONTROL) {
                controlAt[RowLayout.slot(v).index()] = layout.place(v);
            }
        }
        unusedControls = new float[controlAt.length][lanes];
        stateEntries = new int[program.states().size()];
        stateInitial = new float[stateEntries.length];
        for (Slot.State s : program.states().keySet()) {
            stateEntries[s.index()] = s.shape().entries();
            stateInitial[s.index()] = (float) s.initial();
        }
        delays = program.delays().keySet().toArray(Slot.Delay[]::new);
        inputWidth = program.inputs().stream().mapToInt(Slot.Input::width).toArray();
        outputWidth = program.outputs().keySet().stream().mapToInt(Slot.Output::width).toArray();
        boolean padded = layout.isLanes && layout.lanes != lanes;
        paddedIn = new float[padded ? inputWidth.length : 0][];
        paddedOut = new float[padded ? outputWidth.length : 0][];
        for (int p = 0; p < paddedIn.length; p++) {
            paddedIn[p] = new float[PADDED_FRAMES * inputWidth[p] * layout.lanes];
        }
        for (int p = 0; p < paddedOut.length; p++) {
            paddedOut[p] = new float[PADDED_FRAMES * outputWidth[p] * layout.lanes];
        }
        for (int lane = 0; lane < lanes; lane++) {
            for (Slot.Control c : program.controls()) {
                setControl(c.index(), lane, (float) c.spec().initial());
            }
            reset(lane, 0);
        }
        Arrays.fill(stale, true);
    }

    /// Controls that no value reads, so that what is set can be read back.
    private final float[][] unusedControls;

    private void prepare(Weights given) {
        Map<Vec, float[]> values = Prepared.values(layout.program, layout.prepared, given);
        layout.sharedFloats()
                .forEach((v, at) -> {
                    float[] f = Objects.requireNonNull(values.get(v));
                    System.arraycopy(f, 0, weights, at, f.length);
                });
        layout.sharedRows()
                .forEach((v, at) -> {
                    float[] f = Objects.requireNonNull(values.get(v));
                    for (int i = 0; i < f.length; i++) {
                        RowMemory.set(shared + at + (long) i * RowLayout.BYTES, f[i]);
                    }
                });
        layout.indexTables()
                .forEach((v, at) -> {
                    int[] indices = (int[]) Layout.attribute(v);
                    for (int i = 0; i < indices.length; i++) {
                        RowMemory.setInt(shared + at + (long) i * RowLayout.BYTES, indices[i]);
                    }
                });
        findTimes(values);
        for (RowProducts.Packed p : kernel.packed()) {
            float[] f = Objects.requireNonNull(values.get(p.matrix()));
            int columns = p.matrix().shape().columns();
            if (layout.isLanes) {
                weights[Math.toIntExact(p.at())] = f[p.row() * columns + p.column()];
            } else {
                int rows = f.length / columns;
                for (int l = 0; l < width && p.row() + l < rows; l++) {
                    float entry = f[(p.row() + l) * columns + p.column()];
                    RowMemory.set(shared + p.at() + (long) l * RowLayout.BYTES, entry);
                }
            }
        }
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public int inputWidth(int port) {
        return inputWidth[port];
    }

    private int group(int lane) {
        return layout.isLanes ? lane / width : lane;
    }

    /// The address of a lane's float in a row at `at`: in the vector schedule the row's first.
    private long address(long at, int lane) {
        long group = base + group(lane) * groupBytes + at;
        return layout.isLanes ? group + (long) (lane % width) * RowLayout.BYTES : group;
    }

    @Override
    public void setControl(int control, int lane, float value) {
        if (controlAt[control] < 0) {
            unusedControls[control][lane] = value;
            return;
        }
        long at = address(controlAt[control], lane);
        if (RowMemory.get(at) != value) {
            write(at, 1, 0, value);
            stale[group(lane)] = true;
        }
    }

    @Override
    public float control(int control, int lane) {
        return controlAt[control] < 0
                ? unusedControls[control][lane]
                : RowMemory.get(address(controlAt[control], lane));
    }

    /// Writes entry `entry` of a lane's vector of `length` entries; a scalar of the vector schedule
    /// is a row of equals.
    private void write(long first, int length, int entry, float value) {
        if (!layout.isLanes && length == 1) {
            for (int i = 0; i < width; i++) {
                RowMemory.set(first + (long) i * RowLayout.BYTES, value);
            }
        } else {
            RowMemory.set(first + (long) entry * layout.entryBytes(), value);
        }
    }

    @Override
    public void reset(int lane, int voice) {
        for (int s = 0; s < stateEntries.length; s++) {
            long first = address(layout.stateAt(s), lane);
            for (int i = 0; i < stateEntries[s]; i++) {
                write(first, stateEntries[s], i, stateInitial[s]);
            }
        }
        for (int d = 0; d < delays.length; d++) {
            clear(delays[d], lane);
        }
        step[lane] = 0;
        for (int s = 0; s < seed.length; s++) {
            seed[s][lane] = seeds.seed(s, voice);
        }
    }

    private void clear(Slot.Delay line, int lane) {
        // A chunked line repeats its first frames after its last.
        int repeated = layout.isChunked(line) ? width : 0;
        for (int c = 0; c < line.width(); c++) {
            long last = address(layout.ringAt(line, c, layout.ringMask(line)), lane);
            for (int t = 0; t <= layout.ringMask(line); t++) {
                RowMemory.set(address(layout.ringAt(line, c, t), lane), 0);
            }
            for (int t = 1; t <= repeated; t++) {
                RowMemory.set(last + (long) t * RowLayout.BYTES, 0);
            }
        }
    }

    @Override
    public void run(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding) {
        touch(inputs, inputWidth, from, to);
        touch(outputs, outputWidth, from, to);
        for (int g = 0; g < groups; g++) {
            if (anySounding(g, sounding)) {
                runGroup(g, inputs, outputs, from, to);
            }
        }
    }

    /// Reads the first and the last float of each buffer's stretch: generated code does not check
    /// bounds, so a buffer that is too short must fail here, as it does in plain loops.
    private void touch(float[][] buffers, int[] width, int from, int to) {
        for (int p = 0; from < to && p < width.length; p++) {
            int row = width[p] * lanes;
            touched = buffers[p][from * row] + buffers[p][to * row - 1];
        }
    }

    private boolean anySounding(int group, boolean[] sounding) {
        for (int lane = firstLane(group); lane < lastLane(group); lane++) {
            if (sounding[lane]) {
                return true;
            }
        }
        return false;
    }

    private int firstLane(int group) {
        return layout.isLanes ? group * width : group;
    }

    /// The lane after a group's last.
    private int lastLane(int group) {
        return layout.isLanes ? Math.min(lanes, (group + 1) * width) : group + 1;
    }

    private void runGroup(int g, float[][] inputs, float[][] outputs, int from, int to) {
        long at = base + g * groupBytes;
        if (stale[g]) {
            code.hoist(at, shared, weights);
            mostFrames[g] = mostFrames(at);
            stale[g] = false;
        }
        int lane = firstLane(g), last = lastLane(g);
        if (countsSteps) {
            writeClocks(at, lane, last);
        }
        boolean padded = layout.lanes != lanes;
        int most = padded ? Math.min(PADDED_FRAMES, mostFrames[g]) : mostFrames[g];
        for (int t = from, end; t < to; t = end) {
            end = to - t > most ? t + most : to;
            int now = tick[g] + t - from;
            if (padded) {
                runPadded(at, lane, last, inputs, outputs, t, end, now);
            } else {
                code.run(at, shared, weights, inputs, outputs, lane, t, end, now);
            }
        }
        tick[g] += to - from;
        for (int l = lane; l < last; l++) {
            step[l] += to - from;
        }
    }

    /// The longest chunk: none is longer than a delay whose line it reads before it is written.
    private int mostFrames(long group) {
        int most = leastTime;
        for (long at : times) {
            most = Math.min(most, (int) RowMemory.get(group + at));
        }
        return Math.max(1, most);
    }

    /// Where the times of such delays are.
    private void findTimes(Map<Vec, float[]> prepared) {
        leastTime = layout.stages.chunkFrames();
        List<Long> found = new ArrayList<>();
        for (Vec read : layout.stages.cut()) {
            Vec frames = read.operands().getFirst();
            leastTime = Math.min(leastTime, ((Slot.Delay) RowLayout.slot(read)).maxFrames());
            RowLayout.Source s = RowLayout.source(frames);
            float[] known = prepared.get(s.base());
            for (int k = 0; k < frames.length(); k++) {
                if (known != null) {
                    leastTime = Math.min(leastTime, (int) known[s.entry(k)]);
                } else {
                    found.add(layout.place(s.base()) + (long) s.entry(k) * layout.entryBytes());
                }
            }
        }
        times = found.stream().mapToLong(Long::longValue).toArray();
    }

    private void writeClocks(long at, int lane, int last) {
        for (int i = 0; i < width; i++) {
            int l = Math.min(lane + i, last - 1);
            RowMemory.setInt(at + layout.stepsAt + (long) i * RowLayout.BYTES, step[l]);
            for (int s = 0; s < seed.length; s++) {
                long row = at + layout.seedsAt + (long) s * layout.rowBytes;
                RowMemory.setInt(row + (long) i * RowLayout.BYTES, seed[s][l]);
            }
        }
    }

    /// A few frames of a group whose lanes do not fill its registers: in and out by way of buffers
    /// that do.
    private void runPadded(
            long at,
            int lane,
            int last,
            float[][] inputs,
            float[][] outputs,
            int from,
            int to,
            int now) {
        for (int p = 0; p < paddedIn.length; p++) {
            int start = from * inputWidth[p];
            for (int r = start; r < to * inputWidth[p]; r++) {
                for (int l = lane; l < last; l++) {
                    paddedIn[p][(r - start) * layout.lanes + l] = inputs[p][r * lanes + l];
                }
            }
        }
        code.run(at, shared, weights, paddedIn, paddedOut, lane, 0, to - from, now);
        for (int p = 0; p < paddedOut.length; p++) {
            int start = from * outputWidth[p];
            for (int r = start; r < to * outputWidth[p]; r++) {
                for (int l = lane; l < last; l++) {
                    outputs[p][r * lanes + l] = paddedOut[p][(r - start) * layout.lanes + l];
                }
            }
        }
    }

    @Override
    public float state(int stateIndex, int entry, int lane) {
        return RowMemory.get(
                address(layout.stateAt(stateIndex), lane) + (long) entry * layout.entryBytes());
    }

    @Override
    public void setState(int stateIndex, int entry, int lane, float value) {
        write(address(layout.stateAt(stateIndex), lane), stateEntries[stateIndex], entry, value);
    }

    @Override
    public float delayed(int delayIndex, int channel, int framesBack, int lane) {
        return RowMemory.get(delayedAt(delayIndex, channel, framesBack, lane));
    }

    @Override
    public void setDelayed(int delayIndex, int channel, int framesBack, int lane, float value) {
        RowMemory.set(delayedAt(delayIndex, channel, framesBack, lane), value);
    }

    private long delayedAt(int delayIndex, int channel, int framesBack, int lane) {
        int frame = tick[group(lane)] - framesBack;
        return address(layout.ringAt(delays[delayIndex], channel, frame), lane);
    }

    @Override
    public int step(int lane) {
        return step[lane];
    }

    @Override
    public void setStep(int lane, int newStep) {
        step[lane] = newStep;
    }

    @Override
    public int[] drawSeeds(int lane) {
        int[] ofLane = new int[seed.length];
        Arrays.setAll(ofLane, s -> seed[s][lane]);
        return ofLane;
    }

    // ---- training ----

    @Override
    public void setWeights(Weights given) {
        prepare(given.checkedFor(kernel.program()));
        Arrays.fill(stale, true);
    }

    private int remembered() {
        return Math.toIntExact((layout.memoryTo - layout.memoryFrom) / RowLayout.BYTES);
    }

    @Override
    public Memory newMemory() {
        return new Memory(remembered() * groups, groups + lanes * (1 + seed.length));
    }

    @Override
    public void save(Memory to) {
        int length = remembered();
        for (int g = 0; g < groups; g++) {
            long first = base + g * groupBytes + layout.memoryFrom;
            MemorySegment.copy(
                    RowMemory.ALL, RowMemory.FLOAT, first, to.floats, g * length, length);
        }
        System.arraycopy(tick, 0, to.clocks, 0, groups);
        System.arraycopy(step, 0, to.clocks, groups, lanes);
        for (int s = 0; s < seed.length; s++) {
            System.arraycopy(seed[s], 0, to.clocks, groups + (1 + s) * lanes, lanes);
        }
    }

    @Override
    public void restore(Memory from) {
        int length = remembered();
        for (int g = 0; g < groups; g++) {
            long first = base + g * groupBytes + layout.memoryFrom;
            MemorySegment.copy(
                    from.floats, g * length, RowMemory.ALL, RowMemory.FLOAT, first, length);
        }
        System.arraycopy(from.clocks, 0, tick, 0, groups);
        System.arraycopy(from.clocks, groups, step, 0, lanes);
        for (int s = 0; s < seed.length; s++) {
            System.arraycopy(from.clocks, groups + (1 + s) * lanes, seed[s], 0, lanes);
        }
    }

    @Override
    public void runBack(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding) {
        for (int t = to - 1; t >= from; t--) {
            run(inputs, outputs, t, t + 1, sounding);
        }
    }

    /// The native memory, for tests.
    MemorySegment memory() {
        return memory;
    }
}
