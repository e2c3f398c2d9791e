package eigentone.models.train;

import eigentone.engine.gradient.Adjoint;
import eigentone.engine.gradient.ThroughTime;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.data.Batch;
import eigentone.models.data.Batches;
import eigentone.models.train.loss.Frames;
import eigentone.models.train.loss.Loss;
import eigentone.models.train.optimize.Objective;
import eigentone.models.train.optimize.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The loss over all of the data as a function of the weights: for L-BFGS and Hessian-free steps.
///
/// The data are gone over twice: forward for the loss's sums, then forward and back, batch by
/// batch, for the gradient of the whole. State is carried where the data say so; gradients are cut
/// between batches. Used by one thread; its own end with [#close()].
public final class WholeLoss implements Objective, AutoCloseable {
    private final Program program;
    private final Parameters parameters;
    private final Batches data;
    private final Loss loss;
    private final ThroughTime pass;
    private final Dropout none;

    /// @param program with one output port and an input port for the data
    /// @param threads at least 1; any number gives the same bits
    public WholeLoss(Program program, Weights initial, Batches data, Loss loss, int threads) {
        this.program = program;
        this.data = data;
        this.loss = loss;
        parameters = new Parameters(program, initial, Map.of());
        none = new Dropout(program, 0, 0, data.lanes());
        pass =
                new ThroughTime(
                        Adjoint.of(program),
                        data.lanes(),
                        initial,
                        ThroughTime.Limits.of(threads),
                        Trainer.NODE,
                        0);
    }

    /// What an optimiser is made for.
    public List<Tensor> tensors() {
        return parameters.tensors();
    }

    /// The weights to begin with, one array for each tensor: an optimiser changes them in place.
    public float[][] start() {
        return parameters.values();
    }

    /// `values` as weights of the program.
    public Weights weights(float[][] values) {
        return parameters.weights(values);
    }

    @Override
    public double evaluate(float[][] weights, float[][] gradient) {
        pass.setWeights(parameters.weights(weights));
        double[] sums = new double[loss.sums()];
        for (Iterator<Batch> batches = data.epoch(0); batches.hasNext(); ) {
            Batch batch = batches.next();
            loss.add(forward(batch), target(batch), batch.mask(), sums);
        }
        double[][] sum = new double[gradient.length][];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = new double[gradient[i].length];
        }
        for (Iterator<Batch> batches = data.epoch(0); batches.hasNext(); ) {
            Batch batch = batches.next();
            Frames output = forward(batch);
            Frames by = Frames.zeros(output.frames(), output.width(), output.lanes());
            loss.gradient(output, target(batch), batch.mask(), sums, by);
            Map<String, double[]> byWeights = pass.back(new float[][] {by.values()});
            for (int i = 0; i < sum.length; i++) {
                double[] part =
                        Objects.requireNonNull(byWeights.get(parameters.tensors().get(i).name()));
                for (int j = 0; j < part.length; j++) {
                    sum[i][j] += part[j];
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum[i].length; j++) {
                gradient[i][j] = (float) sum[i][j];
            }
        }
        return loss.value(sums);
    }

    private Frames forward(Batch batch) {
        Trainer.begin(pass, batch, 0);
        int width = program.outputs().keySet().iterator().next().width();
        Frames output = Frames.zeros(batch.frames(), width, batch.lanes());
        pass.forward(none.inputs(batch), new float[][] {output.values()}, batch.frames());
        return output;
    }

    private static Frames target(Batch batch) {
        return new Frames(batch.frames(), batch.targetWidth(), batch.lanes(), batch.targets());
    }

    @Override
    public void close() {
        pass.close();
    }
}
