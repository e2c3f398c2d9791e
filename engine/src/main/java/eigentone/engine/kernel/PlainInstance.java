package eigentone.engine.kernel;

import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;

/// All lanes of a [PlainKernel]: memory, clocks and knobs.
final class PlainInstance implements OfflineInstance {
    private final int lanes;
    private final int stride;
    private final PlainCode code;
    private final float[] memory;
    private final Layout layout;
    private float[] shared;
    private final int[] clock;
    private final VoiceSeeds seeds;

    /// For each lane its step, then a seed for each stream.
    private final int clockInts;

    private final boolean[] stale;
    private final int[] stateAt;
    private final int[] stateLength;
    private final float[] stateInitial;
    private final int[] ringAt;
    private final int[] ringMask;
    private final int[] ringWidth;
    private final int[] inputWidth;

    PlainInstance(Layout layout, PlainCode code, Weights weights, String node, long seed) {
        Program program = layout.program;
        this.code = code;
        this.layout = layout;
        lanes = layout.lanes;
        stride = layout.laneStride;
        memory = new float[layout.memoryFloats()];
        shared = layout.shared(weights);
        seeds = new VoiceSeeds(program, node, seed);
        clockInts = 1 + seeds.streams();
        clock = new int[clockInts * lanes];
        stale = new boolean[lanes];
        stateAt = layout.stateAt;
        stateLength = new int[stateAt.length];
        stateInitial = new float[stateAt.length];
        for (Slot.State s : program.states().keySet()) {
            stateLength[s.index()] = s.shape().entries();
            stateInitial[s.index()] = (float) s.initial();
        }
        ringAt = layout.ringAt;
        ringMask = layout.ringMask;
        ringWidth = program.delays().keySet().stream().mapToInt(Slot.Delay::width).toArray();
        inputWidth = program.inputs().stream().mapToInt(Slot.Input::width).toArray();
        for (int lane = 0; lane < lanes; lane++) {
            for (Slot.Control c : program.controls()) {
                setControl(c.index(), lane, (float) c.spec().initial());
            }
            stale[lane] = true;
            reset(lane, 0);
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

    @Override
    public void setControl(int control, int lane, float value) {
        int at = lane * stride + control;
        if (memory[at] != value) {
            memory[at] = value;
            stale[lane] = true;
        }
    }

    @Override
    public float control(int control, int lane) {
        return memory[lane * stride + control];
    }

    @Override
    public void reset(int lane, int voice) {
        int base = lane * stride;
        for (int s = 0; s < stateAt.length; s++) {
            int at = base + stateAt[s];
            Arrays.fill(memory, at, at + stateLength[s], stateInitial[s]);
        }
        if (ringAt.length > 0) {
            Arrays.fill(memory, base + ringAt[0], base + stride, 0);
        }
        clock[clockInts * lane] = 0;
        for (int s = 0; s < seeds.streams(); s++) {
            clock[clockInts * lane + 1 + s] = seeds.seed(s, voice);
        }
    }

    @Override
    public void run(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding) {
        for (int lane = 0; lane < lanes; lane++) {
            if (sounding[lane]) {
                run(inputs, outputs, from, to, lane);
            }
        }
    }

    private void run(float[][] inputs, float[][] outputs, int from, int to, int lane) {
        int base = lane * stride;
        if (stale[lane]) {
            code.hoist(memory, base, shared);
            stale[lane] = false;
        }
        code.run(memory, base, clock, clockInts * lane, shared, inputs, outputs, lane, from, to);
    }

    @Override
    public float state(int stateIndex, int entry, int lane) {
        return memory[lane * stride + stateAt[stateIndex] + entry];
    }

    @Override
    public void setState(int stateIndex, int entry, int lane, float value) {
        memory[lane * stride + stateAt[stateIndex] + entry] = value;
    }

    @Override
    public float delayed(int delayIndex, int channel, int framesBack, int lane) {
        return memory[delayedAt(delayIndex, channel, framesBack, lane)];
    }

    @Override
    public void setDelayed(int delayIndex, int channel, int framesBack, int lane, float value) {
        memory[delayedAt(delayIndex, channel, framesBack, lane)] = value;
    }

    private int delayedAt(int delayIndex, int channel, int framesBack, int lane) {
        int row = (step(lane) - framesBack) & ringMask[delayIndex];
        return lane * stride + ringAt[delayIndex] + row * ringWidth[delayIndex] + channel;
    }

    @Override
    public int step(int lane) {
        return clock[clockInts * lane];
    }

    @Override
    public void setStep(int lane, int step) {
        clock[clockInts * lane] = step;
    }

    @Override
    public int[] drawSeeds(int lane) {
        return Arrays.copyOfRange(clock, clockInts * lane + 1, clockInts * (lane + 1));
    }

    // ---- training ----

    @Override
    public void setWeights(Weights weights) {
        shared = layout.shared(weights);
        Arrays.fill(stale, true);
    }

    /// Where a lane's states begin; its delay lines follow, to the end of its stretch.
    private int remembered() {
        return stateAt.length > 0 ? stateAt[0] : ringAt.length > 0 ? ringAt[0] : stride;
    }

    @Override
    public Memory newMemory() {
        return new Memory((stride - remembered()) * lanes, clock.length);
    }

    @Override
    public void save(Memory to) {
        int first = remembered(), length = stride - first;
        for (int lane = 0; lane < lanes; lane++) {
            System.arraycopy(memory, lane * stride + first, to.floats, lane * length, length);
        }
        System.arraycopy(clock, 0, to.clocks, 0, clock.length);
    }

    @Override
    public void restore(Memory from) {
        int first = remembered(), length = stride - first;
        for (int lane = 0; lane < lanes; lane++) {
            System.arraycopy(from.floats, lane * length, memory, lane * stride + first, length);
        }
        System.arraycopy(from.clocks, 0, clock, 0, clock.length);
    }

    @Override
    public void runBack(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding) {
        for (int t = to - 1; t >= from; t--) {
            run(inputs, outputs, t, t + 1, sounding);
        }
    }
}
