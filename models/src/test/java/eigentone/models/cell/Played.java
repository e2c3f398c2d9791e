package eigentone.models.cell;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.faults.Planted;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Recurrence;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Map;

/// One lane of a cell in the float32 kernel, with channels and knobs by name.
final class Played {
    /// Of the weights and the draws.
    static final long SEED = 7;

    final Program program;
    final KernelInstance kernel;
    private final float[][] none;

    Played(Recurrence cell, double sampleRateHz) {
        program = Planted.program(cell, sampleRateHz);
        kernel = Kernel.compile(program, 1).instance(Weights.initial(program, SEED), "cell", SEED);
        none = new float[program.inputs().size()][];
        for (var c : program.controls()) {
            kernel.setControl(c.index(), 0, (float) c.spec().initial());
        }
    }

    static Played type(String id, Map<String, ?> settings, double sampleRateHz) {
        return new Played(Nodes.type(id).create(settings), sampleRateHz);
    }

    Played with(String control, double value) {
        kernel.setControl(program.control(control), 0, (float) value);
        return this;
    }

    Played pitch(double hz) {
        return with("pitch", 69 + 12 * Math.log(hz / 440) / Math.log(2));
    }

    /// The first output port for silence at every input.
    float[] silence(int frames) {
        for (var p : program.inputs()) {
            none[p.index()] = new float[frames * p.width()];
        }
        return run(none, frames);
    }

    /// The first output port for `in` at the first input port, which must be the only one.
    float[] feed(float[] in, int frames) {
        return run(new float[][] {in}, frames);
    }

    private float[] run(float[][] in, int frames) {
        float[][] out =
                program.outputs().keySet().stream()
                        .map(p -> new float[frames * p.width()])
                        .toArray(float[][]::new);
        kernel.run(in, out, 0, frames, new boolean[] {true});
        return out[0];
    }
}
