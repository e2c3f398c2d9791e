package eigentone.bench.result;

import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.Simd;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.data.Batches;
import eigentone.models.train.Evaluation;
import eigentone.models.train.Trainer;
import eigentone.models.train.TrainingOptions;
import eigentone.models.train.loss.Loss;
import java.lang.ref.Reference;

/// A training that keeps the weights with the least score on the validation data.
///
/// @param program to teach
/// @param train to learn from
/// @param valid to choose by
/// @param epochs how often `train` is gone over
/// @param looks how often, over the whole training, the validation data are looked at
/// @param score by which weights are chosen: a loss over all validation data
/// @param enough a score at which to stop; 0 to go on to the end
record Lesson(
        Program program,
        Batches train,
        Batches valid,
        TrainingOptions options,
        int epochs,
        int looks,
        Loss score,
        double enough) {

    /// @param weights the best
    /// @param validLoss theirs
    /// @param epochs that it took
    /// @param seconds from the first batch to the last look
    record Learnt(Weights weights, double validLoss, int epochs, double seconds) {}

    Learnt learn(Run run) {
        long start = System.nanoTime();
        Weights best = Weights.initial(program, run.seed());
        double least = Double.POSITIVE_INFINITY;
        // Held for as long as it takes: what nobody uses is dropped, and each look would begin with
        // a cold kernel.
        Kernel kernel =
                Kernel.compile(
                        program,
                        valid.lanes(),
                        CostRule.choices(program, valid.lanes(), Simd.width()).getFirst());
        int done = 0, every = Math.max(1, epochs / looks);
        try (Trainer trainer = new Trainer(program, best, train.lanes(), options)) {
            for (int e = 0; e < epochs && least > enough; e++) {
                Trainer.Epoch epoch = trainer.epoch(train, e, (n, of, loss, norm) -> true);
                done = e + 1;
                if ((e + 1) % every != 0 && e + 1 != epochs) {
                    continue;
                }
                double loss =
                        new Evaluation(program, trainer.weights(), run.seed()).loss(valid, score);
                run.say(
                        "%s: epoch %d of %d, loss %.5f, validation %.5f, gradient %.3g, %.0f samples/s, %.0f s",
                        program.name(),
                        e + 1,
                        epochs,
                        epoch.loss(),
                        loss,
                        epoch.gradientNorm(),
                        epoch.samplesPerSecond(),
                        seconds(start));
                if (loss < least) {
                    least = loss;
                    best = trainer.weights();
                }
            }
        }
        Reference.reachabilityFence(kernel);
        return new Learnt(best, least, done, seconds(start));
    }

    static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
