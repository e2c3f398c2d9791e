package eigentone.engine.kernel;

import eigentone.engine.AudioThread;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node's kernel at work in a plan: plain loops at once, and a faster kernel from the moment it
/// is warm.
///
/// The change is made where a stretch begins. State, delay lines, knobs and clocks go over, and all
/// schedules give the same bits, so the moment does not matter and nothing is heard.
public final class LiveInstance implements KernelInstance {
    private final Program program;
    private final Weights weights;
    private final String node;
    private final long seed;
    private final int controls;
    private final Slot.State[] states;
    private final Slot.Delay[] delays;
    private final int[] voice;
    private KernelInstance now;
    private volatile @Nullable KernelInstance offered;

    /// @param node the node's name, for its random draws
    /// @param seed the render's seed
    public LiveInstance(Program program, int lanes, Weights weights, String node, long seed) {
        this.program = program;
        this.weights = weights;
        this.node = node;
        this.seed = seed;
        controls = program.controls().size();
        states = program.states().keySet().toArray(Slot.State[]::new);
        delays = program.delays().keySet().toArray(Slot.Delay[]::new);
        voice = new int[lanes];
        now = Kernel.compile(program, lanes).instance(weights, node, seed);
    }

    /// By how many operations per frame a faster kernel would beat plain loops, by [CostRule]; 0
    /// when none would.
    public double operationsToSave() {
        List<CostRule.Choice> choices = CostRule.choices(program, lanes(), Simd.width());
        double plain = 0;
        for (CostRule.Choice c : choices) {
            plain = Math.max(plain, c.schedule() == CostRule.Schedule.PLAIN ? c.operations() : 0);
        }
        return plain - choices.getFirst().operations();
    }

    /// Compiles and warms the fastest kernel and lets it take over from the next stretch on, unless
    /// the thread is interrupted. For any thread but the audio thread.
    ///
    /// @param limitSeconds for warming a schedule
    public void accelerate(double limitSeconds) {
        Kernel faster = WarmUp.compile(program, lanes(), limitSeconds);
        if (!Thread.currentThread().isInterrupted()) {
            offer(faster);
        }
    }

    /// Lets the faster kernel take over at once, if there is one. Only while nothing runs.
    public void settle() {
        KernelInstance next = offered;
        if (next != null) {
            takeOver(next);
            offered = null;
        }
    }

    /// @param kernel of the same program and lanes
    void offer(Kernel kernel) {
        offered = kernel.instance(weights, node, seed);
    }

    /// The time it takes grows with the memory that goes over: on a stage, before the first note.
    @AudioThread
    private void takeOver(KernelInstance next) {
        for (int lane = 0; lane < voice.length; lane++) {
            next.reset(lane, voice[lane]);
            next.setStep(lane, now.step(lane));
            for (int c = 0; c < controls; c++) {
                next.setControl(c, lane, now.control(c, lane));
            }
            for (int s = 0; s < states.length; s++) {
                for (int i = 0; i < states[s].shape().entries(); i++) {
                    next.setState(s, i, lane, now.state(s, i, lane));
                }
            }
            for (int d = 0; d < delays.length; d++) {
                for (int back = 1; back <= delays[d].maxFrames(); back++) {
                    for (int c = 0; c < delays[d].width(); c++) {
                        next.setDelayed(d, c, back, lane, now.delayed(d, c, back, lane));
                    }
                }
            }
        }
        now = next;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // whether it is at work already
    public void run(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding) {
        KernelInstance next = offered;
        if (next != null && next != now) {
            takeOver(next);
        }
        now.run(inputs, outputs, from, to, sounding);
    }

    @Override
    public void reset(int lane, int newVoice) {
        voice[lane] = newVoice;
        now.reset(lane, newVoice);
    }

    // ---- as the kernel at work ----

    @Override
    public int lanes() {
        return voice.length;
    }

    @Override
    public int inputWidth(int port) {
        return now.inputWidth(port);
    }

    @Override
    public void setControl(int control, int lane, float value) {
        now.setControl(control, lane, value);
    }

    @Override
    public float control(int control, int lane) {
        return now.control(control, lane);
    }

    @Override
    public float state(int stateIndex, int entry, int lane) {
        return now.state(stateIndex, entry, lane);
    }

    @Override
    public void setState(int stateIndex, int entry, int lane, float value) {
        now.setState(stateIndex, entry, lane, value);
    }

    @Override
    public float delayed(int delayIndex, int channel, int framesBack, int lane) {
        return now.delayed(delayIndex, channel, framesBack, lane);
    }

    @Override
    public void setDelayed(int delayIndex, int channel, int framesBack, int lane, float value) {
        now.setDelayed(delayIndex, channel, framesBack, lane, value);
    }

    @Override
    public int step(int lane) {
        return now.step(lane);
    }

    @Override
    public void setStep(int lane, int step) {
        now.setStep(lane, step);
    }

    @Override
    public int[] drawSeeds(int lane) {
        return now.drawSeeds(lane);
    }
}
