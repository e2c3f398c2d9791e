package eigentone.engine.graph;

import eigentone.engine.AudioThread;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Slot;
import java.util.List;

/// The controls of one node: knob values, what notes add to them, and the ramps between.
///
/// A ramp is linear, moves every frame and lands exactly on its target.
@AudioThread
final class Knobs {
    /// Bindings beyond the note sources: the tempo.
    static final int TEMPO_SOURCE = NoteSource.values().length;

    /// Bend, pressure and the like arrive in steps; this smooths what a control itself does not.
    private static final double EXPRESSION_SECONDS = 0.005;

    private final KernelInstance kernel;
    private final int lanes;
    private final boolean perVoice;
    private final int count;
    private final double[] knob;
    private final double[] min;
    private final double[] max;
    private final int[] smoothingSteps;
    private final int expressionSteps;
    private final int[][] boundSource;
    private final double[][] boundAmount;
    private final float[] start;
    private final float[] target;
    private final int[] length;
    private final int[] position;
    private final int[] moving;

    /// @param stepsPerSecond of the node
    /// @param boundSource for each control, the note sources that drive it, and by how much
    Knobs(
            KernelInstance kernel,
            boolean perVoice,
            List<Slot.Control> controls,
            double[] values,
            double stepsPerSecond,
            int[][] boundSource,
            double[][] boundAmount) {
        this.kernel = kernel;
        this.lanes = kernel.lanes();
        this.perVoice = perVoice;
        this.boundSource = boundSource;
        this.boundAmount = boundAmount;
        count = controls.size();
        knob = values.clone();
        min = new double[count];
        max = new double[count];
        smoothingSteps = new int[count];
        for (Slot.Control c : controls) {
            ControlSpec spec = c.spec();
            min[c.index()] = spec.min();
            max[c.index()] = spec.max();
            smoothingSteps[c.index()] = (int) Math.rint(spec.smoothingSeconds() * stepsPerSecond);
        }
        expressionSteps = (int) Math.max(1, Math.rint(EXPRESSION_SECONDS * stepsPerSecond));
        start = new float[count * lanes];
        target = new float[count * lanes];
        length = new int[count * lanes];
        position = new int[count * lanes];
        moving = new int[lanes];
    }

    double knob(int control) {
        return knob[control];
    }

    /// Every control of `lane` jumps to where its knob and the note put it.
    void jump(int lane, Voices voices, double tempo) {
        for (int c = 0; c < count; c++) {
            move(c, lane, value(c, lane, voices, tempo), 0);
        }
    }

    /// A knob is turned.
    void turn(int control, double value, Voices voices, double tempo) {
        knob[control] = Math.max(min[control], Math.min(max[control], value));
        for (int l = 0; l < lanes; l++) {
            move(control, l, value(control, l, voices, tempo), smoothingSteps[control]);
        }
    }

    /// A note source or the tempo has changed for `lane`.
    void follow(int source, int lane, Voices voices, double tempo) {
        for (int c = 0; c < count; c++) {
            int[] bound = boundSource[c];
            for (int i = 0; i < bound.length; i++) {
                if (bound[i] == source) {
                    boolean jumps = source == NoteSource.GATE.ordinal();
                    int steps = jumps ? 0 : Math.max(smoothingSteps[c], expressionSteps);
                    move(c, lane, value(c, lane, voices, tempo), steps);
                }
            }
        }
    }

    private double value(int control, int lane, Voices voices, double tempo) {
        double v = knob[control];
        int[] bound = boundSource[control];
        for (int i = 0; i < bound.length; i++) {
            double x =
                    bound[i] == TEMPO_SOURCE ? tempo : voices.value(perVoice ? lane : -1, bound[i]);
            v += boundAmount[control][i] * x;
        }
        return Math.max(min[control], Math.min(max[control], v));
    }

    private void move(int control, int lane, double to, int steps) {
        int i = control * lanes + lane;
        float goal = (float) to;
        boolean ramping = position[i] < length[i];
        if (steps <= 0 || (!ramping && kernel.control(control, lane) == goal)) {
            moving[lane] -= ramping ? 1 : 0;
            position[i] = length[i];
            kernel.setControl(control, lane, goal);
        } else if (!ramping || target[i] != goal) {
            moving[lane] += ramping ? 0 : 1;
            start[i] = kernel.control(control, lane);
            target[i] = goal;
            length[i] = steps;
            position[i] = 0;
        }
    }

    /// One step of every ramp of the lanes in `playing`. Returns whether there was any.
    boolean advance(boolean[] playing) {
        boolean any = false;
        for (int lane = 0; lane < lanes; lane++) {
            if (playing[lane] && moving[lane] > 0) {
                advance(lane);
                any = true;
            }
        }
        return any;
    }

    private void advance(int lane) {
        for (int c = 0; c < count; c++) {
            int i = c * lanes + lane;
            if (position[i] < length[i]) {
                position[i]++;
                boolean there = position[i] == length[i];
                float part = (float) position[i] / length[i];
                float v = there ? target[i] : start[i] + (target[i] - start[i]) * part;
                kernel.setControl(c, lane, v);
                moving[lane] -= there ? 1 : 0;
            }
        }
    }
}
