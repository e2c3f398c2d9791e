package eigentone.bench.training;

import eigentone.engine.gradient.Adjoint;
import eigentone.engine.gradient.ThroughTime;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.Network;
import eigentone.models.train.Parameters;
import eigentone.models.train.loss.Frames;
import eigentone.models.train.loss.MeanSquare;
import eigentone.models.train.optimize.Adam;
import java.util.Map;

/// One network in training: a recurrent layer and a dense read-out, 40 sequences of 2048 steps,
/// mean square error, Adam.
final class TrainingCase implements AutoCloseable {
    static final int SEQUENCES = 40, STEPS = 2048;
    private static final double RATE = 0.001;

    private final Parameters parameters;
    private final Adam adam;
    private final ThroughTime pass;
    private final float[] x;
    private final Frames target;
    private final Frames output = Frames.zeros(STEPS, 1, SEQUENCES);
    private final Frames byOutput = Frames.zeros(STEPS, 1, SEQUENCES);
    private final float[] mask = output.fullMask();

    static Program program(String cell, int units) {
        return Program.of(new Network(cell, 1, units, 1, 1, false, false), 44_100);
    }

    /// @param x input and `y` target, [steps][sequences]
    TrainingCase(Program program, Weights initial, int threads, float[] x, float[] y) {
        parameters = new Parameters(program, initial, Map.of());
        adam = new Adam(parameters.tensors(), Adam.Settings.usual());
        pass =
                new ThroughTime(
                        Adjoint.of(program),
                        SEQUENCES,
                        initial,
                        ThroughTime.Limits.of(threads),
                        "bench",
                        1);
        this.x = x;
        target = new Frames(STEPS, 1, SEQUENCES, y);
    }

    /// One iteration; the loss before it.
    double iterate() {
        pass.setWeights(parameters.weights());
        for (int lane = 0; lane < SEQUENCES; lane++) {
            pass.reset(lane, lane);
        }
        pass.forward(new float[][] {x}, new float[][] {output.values()}, STEPS);
        double loss = new MeanSquare().evaluate(output, target, mask, byOutput);
        Map<String, double[]> gradients = pass.back(new float[][] {byOutput.values()});
        adam.step(parameters.values(), parameters.gradients(gradients), RATE);
        return loss;
    }

    @Override
    public void close() {
        pass.close();
    }
}
