package eigentone.engine.gradient;

import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;

/// The gradient of the loss by what sixteen lanes remember, at a moment on the way back: for
/// cutting the way short, and for measuring how it fades.
public final class StateGradient {
    private final Program backward;
    private final KernelInstance instance;
    private final int firstLane;
    private final int lanes;

    StateGradient(Program backward, KernelInstance instance, int firstLane, int lanes) {
        this.backward = backward;
        this.instance = instance;
        this.firstLane = firstLane;
        this.lanes = lanes;
    }

    /// The first lane of the batch that this is about.
    public int firstLane() {
        return firstLane;
    }

    /// The number of lanes.
    public int lanes() {
        return lanes;
    }

    /// Euclidean norm of the gradient by the states and delay lines of one lane.
    ///
    /// @param lane of the batch
    public double norm(int lane) {
        double[] square = {0};
        each(
                lane - firstLane,
                v -> {
                    square[0] += (double) v * v;
                    return v;
                });
        return Math.sqrt(square[0]);
    }

    /// Multiplies it in every lane; 0 cuts the way back here.
    public void scale(float factor) {
        for (int lane = 0; lane < lanes; lane++) {
            each(lane, v -> v * factor);
        }
    }

    private interface Change {
        float of(float value);
    }

    private void each(int lane, Change change) {
        for (Slot.State s : backward.states().keySet()) {
            for (int i = 0; i < s.shape().entries(); i++) {
                float v = instance.state(s.index(), i, lane);
                instance.setState(s.index(), i, lane, change.of(v));
            }
        }
        for (Slot.Delay d : backward.delays().keySet()) {
            for (int k = 1; k <= d.maxFrames(); k++) {
                for (int c = 0; c < d.width(); c++) {
                    float v = instance.delayed(d.index(), c, k, lane);
                    instance.setDelayed(d.index(), c, k, lane, change.of(v));
                }
            }
        }
    }
}
