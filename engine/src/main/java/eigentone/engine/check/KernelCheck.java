package eigentone.engine.check;

import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.ErrorBound;
import eigentone.engine.reference.Reference;
import java.util.Map;

/// Follows one lane of a kernel step by step with the float64 reference.
///
/// Before each step the reference takes the kernel's own state, so errors never accumulate: what is
/// checked is the step, and it may be off by no more than rounding explains.
public final class KernelCheck {
    private final Program program;
    private final KernelInstance kernel;
    private final int lane;
    private final boolean[] sounding;
    private final Reference reference;
    private final float[][] in;
    private final float[][] out;
    private long compared;
    private long undecided;

    /// @param kernel an instance of a kernel of `program` with `weights`
    public KernelCheck(Program program, Weights weights, KernelInstance kernel, int lane) {
        this.program = program;
        this.kernel = kernel;
        this.lane = lane;
        reference = new Reference(program, weights, kernel.drawSeeds(lane));
        int lanes = kernel.lanes();
        sounding = new boolean[lanes];
        sounding[lane] = true;
        in =
                program.inputs().stream()
                        .map(p -> new float[p.width() * lanes])
                        .toArray(float[][]::new);
        out =
                program.outputs().keySet().stream()
                        .map(p -> new float[p.width() * lanes])
                        .toArray(float[][]::new);
    }

    /// Makes one step of both and compares all outputs, next states and fed delay lines.
    ///
    /// @param inputs one array of channels per input port
    /// @throws AssertionError naming program, step, value, both results and the bound
    public void step(float[]... inputs) {
        int lanes = kernel.lanes();
        double[][] wide = new double[inputs.length][];
        for (int p = 0; p < inputs.length; p++) {
            wide[p] = new double[inputs[p].length];
            for (int c = 0; c < inputs[p].length; c++) {
                wide[p][c] = inputs[p][c];
                in[p][c * lanes + lane] = inputs[p][c];
            }
        }
        adopt();
        double[][] expected = reference.step(wide);
        ErrorBound bound = ErrorBound.of(program, reference);
        kernel.run(in, out, 0, 1, sounding);
        for (Map.Entry<Slot.Output, Vec> e : program.outputs().entrySet()) {
            int p = e.getKey().index();
            for (int c = 0; c < e.getKey().width(); c++) {
                compare(
                        e.getKey(),
                        c,
                        expected[p][c],
                        out[p][c * lanes + lane],
                        bound.at(e.getValue(), c));
            }
        }
        for (Map.Entry<Slot.State, Vec> e : program.states().entrySet()) {
            int s = e.getKey().index();
            for (int i = 0; i < e.getKey().shape().entries(); i++) {
                compare(
                        e.getKey(),
                        i,
                        reference.state(s)[i],
                        kernel.state(s, i, lane),
                        bound.at(e.getValue(), i));
            }
        }
        for (Map.Entry<Slot.Delay, Vec> e : program.delays().entrySet()) {
            Slot.Delay line = e.getKey();
            for (int c = 0; c < line.width(); c++) {
                double fed = reference.ring(line.index())[lastRow(line) * line.width() + c];
                float got = kernel.delayed(line.index(), c, 1, lane);
                compare(line, c, fed, got, bound.at(e.getValue(), c));
                reference.ring(line.index())[lastRow(line) * line.width() + c] = got;
            }
        }
    }

    private int lastRow(Slot.Delay line) {
        return Math.floorMod(reference.steps() - 1, line.maxFrames());
    }

    private void adopt() {
        for (Slot.State s : program.states().keySet()) {
            for (int i = 0; i < s.shape().entries(); i++) {
                reference.state(s.index())[i] = kernel.state(s.index(), i, lane);
            }
        }
        for (Slot.Control c : program.controls()) {
            reference.control(c.name(), kernel.control(c.index(), lane));
        }
    }

    private void compare(Slot slot, int entry, double expected, float got, double bound) {
        if (Double.isInfinite(bound)) {
            undecided++;
            return;
        }
        compared++;
        if (!(Math.abs(expected - got) <= bound)) {
            throw new AssertionError(
                    "%s, step %d, %s[%d]: reference %.9g, kernel %.9g, off by %.3g, bound %.3g"
                            .formatted(
                                    program.name(),
                                    reference.steps() - 1,
                                    slot.name(),
                                    entry,
                                    expected,
                                    got,
                                    Math.abs(expected - got),
                                    bound));
        }
    }

    /// Entries compared so far.
    public long compared() {
        return compared;
    }

    /// Entries whose step hung on a decision within rounding of its threshold.
    public long undecided() {
        return undecided;
    }
}
