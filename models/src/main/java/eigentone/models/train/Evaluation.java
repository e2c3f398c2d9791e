package eigentone.models.train;

import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.kernel.Simd;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.data.Batch;
import eigentone.models.data.Batches;
import eigentone.models.train.loss.Frames;
import eigentone.models.train.loss.Loss;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.BiConsumer;

/// A model over data, forward only: its loss, or what it says.
///
/// @param program with one output port and an input port for the data
/// @param seed of the model's own draws
public record Evaluation(Program program, Weights weights, long seed) {
    private static final String NODE = "model";

    /// The loss over all of `data`, as of one batch.
    public double loss(Batches data, Loss loss) {
        double[] sums = new double[loss.sums()];
        run(
                data,
                (batch, output) -> {
                    if (batch.counted() > 0) {
                        Frames target =
                                new Frames(
                                        batch.frames(),
                                        batch.targetWidth(),
                                        batch.lanes(),
                                        batch.targets());
                        loss.add(output, target, batch.mask(), sums);
                    }
                });
        return loss.value(sums);
    }

    /// What it runs on. Whoever evaluates again and again holds on to it: what nobody holds is
    /// compiled anew, and cold.
    static Kernel kernel(Program program, int lanes) {
        CostRule.Choice choice = CostRule.choices(program, lanes, Simd.width()).getFirst();
        return Kernel.compile(program, lanes, choice);
    }

    /// Runs the model over one pass of `data` and gives each batch with its output.
    public void run(Batches data, BiConsumer<Batch, Frames> with) {
        int lanes = data.lanes();
        KernelInstance kernel = kernel(program, lanes).instance(weights, NODE, seed);
        Dropout none = new Dropout(program, 0, seed, lanes);
        boolean[] sounding = new boolean[lanes];
        Arrays.fill(sounding, true);
        int width = program.outputs().keySet().iterator().next().width();
        for (Iterator<Batch> batches = data.epoch(0); batches.hasNext(); ) {
            Batch batch = batches.next();
            for (int lane = 0; lane < lanes; lane++) {
                if (batch.segments().get(lane).begins()) {
                    kernel.reset(lane, lane);
                }
            }
            Frames output = Frames.zeros(batch.frames(), width, lanes);
            kernel.run(
                    none.inputs(batch),
                    new float[][] {output.values()},
                    0,
                    batch.frames(),
                    sounding);
            with.accept(batch, output);
        }
    }
}
