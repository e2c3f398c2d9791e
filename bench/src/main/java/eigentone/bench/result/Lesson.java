package eigentone.bench.result;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.data.Batches;
import eigentone.models.train.Trainer;
import eigentone.models.train.TrainingOptions;

/// A training that keeps the weights with the least loss on the validation data.
///
/// @param program to teach
/// @param train to learn from
/// @param valid to choose by
/// @param epochs how often `train` is gone over
/// @param looks how often, over the whole training, the validation loss is looked at
/// @param enough a validation loss at which to stop; 0 to go on to the end
record Lesson(
        Program program,
        Batches train,
        Batches valid,
        TrainingOptions options,
        int epochs,
        int looks,
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
        int done = 0, every = Math.max(1, epochs / looks);
        try (Trainer trainer = new Trainer(program, best, train.lanes(), options)) {
            for (int e = 0; e < epochs && least > enough; e++) {
                Trainer.Epoch epoch = trainer.epoch(train, e, (n, of, loss, norm) -> true);
                done = e + 1;
                if ((e + 1) % every != 0 && e + 1 != epochs) {
                    continue;
                }
                double loss = trainer.evaluate(valid);
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
        return new Learnt(best, least, done, seconds(start));
    }

    static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
