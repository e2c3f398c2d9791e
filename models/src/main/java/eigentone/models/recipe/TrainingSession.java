package eigentone.models.recipe;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.Network;
import eigentone.models.cell.TrainedModel;
import eigentone.models.file.ModelDescription;
import eigentone.models.file.ModelDescription.Port;
import eigentone.models.file.ModelFile;
import eigentone.models.train.Evaluation;
import eigentone.models.train.Trainer;
import eigentone.models.train.optimize.Saved;
import eigentone.models.train.schedule.EarlyStopping;
import eigentone.models.train.schedule.EarlyStopping.Verdict;
import eigentone.models.train.schedule.NonFiniteGradientException;
import eigentone.models.train.schedule.Plateau;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A training from its recipe to its end, an epoch at a time.
///
/// Between epochs [#save()] holds all of it: a session that is restored continues to the same bits,
/// on any number of threads. Used by one thread.
public final class TrainingSession implements AutoCloseable {
    /// A plateau lowers the rate when this part of the patience has passed.
    private static final int PLATEAUS = 3;

    private static final double PLATEAU_FALL = 0.5, PLATEAU_LEAST = 0.01;

    /// Why a training is over.
    public enum End {
        /// All epochs are done.
        EPOCHS,
        /// The validation has not become better for too long.
        PATIENCE,
        /// The validation is no longer a number.
        DIVERGED;
    }

    private final Recipe recipe;
    private final RecipeData data;
    private final Course course;
    private final Trainer trainer;
    private final EarlyStopping stopping;
    private final @Nullable Plateau plateau;
    private final List<EpochRecord> history = new ArrayList<>();
    private Weights best = Weights.none();
    private int bestEpoch;
    private @Nullable End end;

    /// @throws RecipeException when the recipe does not fit the data
    public TrainingSession(Recipe recipe, RecipeData data) throws RecipeException {
        this.recipe = recipe;
        this.data = data;
        try {
            course = Course.of(recipe, data);
            Weights initial = Weights.initial(course.program(), recipe.whole(Key.SEED));
            trainer =
                    new Trainer(
                            course.program(), initial, course.train().lanes(), course.options());
        } catch (IllegalArgumentException e) {
            throw recipe.wrong(String.valueOf(e.getMessage()));
        }
        int patience = recipe.whole(Key.PATIENCE);
        stopping = new EarlyStopping(patience, 0);
        plateau =
                recipe.text(Key.SCHEDULE).equals("plateau")
                        ? new Plateau(
                                PLATEAU_FALL, Math.max(1, patience / PLATEAUS), 0, PLATEAU_LEAST)
                        : null;
    }

    /// Goes once through the data and looks at the validation.
    ///
    /// @param progress may end it: then nothing of this epoch counts, and the session must be
    ///   restored from what was saved before
    /// @return null if `progress` ended it
    public @Nullable EpochRecord epoch(Trainer.Progress progress) {
        boolean[] stopped = {false};
        Trainer.Epoch done;
        try {
            done =
                    trainer.epoch(
                            course.train(),
                            history.size(),
                            (step, of, loss, norm) -> {
                                boolean on = progress.step(step, of, loss, norm);
                                stopped[0] |= !on;
                                return on;
                            });
        } catch (NonFiniteGradientException e) {
            end = End.DIVERGED;
            return null;
        }
        if (stopped[0]) {
            return null;
        }
        double valid = trainer.evaluate(course.valid());
        if (!Double.isFinite(valid) || !Double.isFinite(done.loss())) {
            end = End.DIVERGED;
            return null;
        }
        Verdict verdict = stopping.report(valid);
        if (plateau != null) {
            trainer.setRateFactor(plateau.report(valid));
        }
        EpochRecord record =
                new EpochRecord(
                        history.size() + 1,
                        done.loss(),
                        valid,
                        done.gradientNorm(),
                        done.rate(),
                        done.samples(),
                        done.seconds());
        history.add(record);
        if (verdict == Verdict.BEST) {
            best = trainer.weights();
            bestEpoch = record.number();
        }
        if (verdict == Verdict.STOP) {
            end = End.PATIENCE;
        } else if (history.size() >= recipe.whole(Key.EPOCHS)) {
            end = End.EPOCHS;
        }
        return record;
    }

    /// Why it is over; null while it is not.
    public @Nullable End end() {
        return end;
    }

    public Recipe recipe() {
        return recipe;
    }

    public RecipeData data() {
        return data;
    }

    /// What plays.
    public Network network() {
        return course.network();
    }

    /// Batches of an epoch.
    public int batches() {
        return course.train().count(0);
    }

    /// Frames of a batch, over all its lanes.
    public long batchFrames() {
        return (long) course.train().frames() * course.train().lanes();
    }

    /// The epochs so far, in order.
    public List<EpochRecord> history() {
        return List.copyOf(history);
    }

    /// The number of the best epoch, counted from 1; 0 before there is one.
    public int bestEpoch() {
        return bestEpoch;
    }

    /// The program that plays.
    public Program program() {
        return Program.of(course.network(), course.program().sampleRateHz());
    }

    /// The best model so far, for running over data.
    public Evaluation best() {
        return new Evaluation(program(), best, recipe.whole(Key.SEED));
    }

    /// The best model so far, with its description.
    ///
    /// @throws IllegalStateException before the first epoch
    public ModelFile model() {
        if (bestEpoch == 0) {
            throw new IllegalStateException("training: expected an epoch before a model, got none");
        }
        Network n = course.network();
        List<ModelDescription.Epoch> epochs =
                history.stream()
                        .map(e ->
                                new ModelDescription.Epoch(
                                        e.number(),
                                        e.seconds(),
                                        Map.of("train", e.loss(), "valid", e.valid())))
                        .toList();
        ModelDescription description =
                new ModelDescription(
                        TrainedModel.describe(n),
                        List.of(Port.of("in", n.inputs())),
                        List.of(Port.of("out", n.outputs())),
                        data.sampleRateHz(),
                        recipe.whole(Key.SEED),
                        recipe.text(Key.LICENCE),
                        recipe.text(),
                        data.lines(),
                        epochs);
        return ModelFile.of(description, program(), best);
    }

    /// All that it remembers.
    public Checkpoint save() {
        Saved none = Saved.empty();
        return new Checkpoint(
                recipe.text(),
                data.lines(),
                end == null ? "" : end.name(),
                bestEpoch,
                best,
                trainer.save(),
                stopping.save(),
                plateau == null ? none : plateau.save(),
                history);
    }

    /// Continues where `saved` was made.
    ///
    /// @throws IOException when it is from another recipe or other data, naming the difference
    public void restore(Checkpoint saved) throws IOException {
        saved.checkFor(recipe, data);
        try {
            trainer.restore(saved.trainer());
            stopping.restore(saved.stopping());
            if (plateau != null) {
                plateau.restore(saved.plateau());
            }
            best = saved.best().checkedFor(program());
        } catch (IllegalArgumentException e) {
            throw recipe.wrong(String.valueOf(e.getMessage()));
        }
        if (saved.bestEpoch() > saved.history().size()) {
            throw recipe.wrong(
                    "checkpoint 'bestEpoch': expected at most %d, got %d"
                            .formatted(saved.history().size(), saved.bestEpoch()));
        }
        bestEpoch = saved.bestEpoch();
        history.clear();
        history.addAll(saved.history());
        end = endOf(saved.end());
    }

    /// How it ends with the recipe's bounds as they are now: more epochs or more patience go on.
    private @Nullable End endOf(String saved) {
        boolean diverged = saved.equals(End.DIVERGED.name());
        boolean waits = history.size() - bestEpoch < recipe.whole(Key.PATIENCE);
        if (!diverged && history.size() >= recipe.whole(Key.EPOCHS)) {
            return End.EPOCHS;
        }
        return diverged ? End.DIVERGED : waits ? null : End.PATIENCE;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
