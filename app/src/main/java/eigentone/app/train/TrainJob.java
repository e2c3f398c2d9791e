package eigentone.app.train;

import eigentone.app.console.TrainingProgress;
import eigentone.engine.language.Slot;
import eigentone.models.recipe.Checkpoint;
import eigentone.models.recipe.EpochRecord;
import eigentone.models.recipe.Key;
import eigentone.models.recipe.Recipe;
import eigentone.models.recipe.RecipeData;
import eigentone.models.recipe.Scores;
import eigentone.models.recipe.TrainingSession;
import eigentone.models.train.Evaluation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// One training from request to result.
///
/// After each epoch its checkpoint is written first; everything else can be made from it. So a
/// process may be killed at any moment. An interrupt ends the training with the last whole epoch.
public final class TrainJob {
    static final String INTERRUPTED = "interrupted";

    /// Between two previews and pictures: making them must not hold up a training of short epochs.
    private static final long LOOK_NANOS = 5_000_000_000L;

    private final TrainRequest request;
    private final TrainingFolder folder;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final long start = System.nanoTime();
    private long looked = System.nanoTime();

    private TrainJob(TrainRequest request) {
        this.request = request;
        folder = new TrainingFolder(request.output());
    }

    /// Trains.
    ///
    /// @param begun is told of the session before its first epoch, and gives what tells its course
    /// @throws IOException if the recipe or the data are wrong, or a file cannot be written
    public static TrainResult run(
            TrainRequest request, Function<TrainingSession, TrainingProgress> begun)
            throws IOException {
        return new TrainJob(request).run(begun);
    }

    private TrainResult run(Function<TrainingSession, TrainingProgress> begun) throws IOException {
        Recipe recipe = Recipe.read(request.recipe(), request.settings());
        RecipeData data = RecipeData.read(recipe);
        folder.prepare(request.resume());
        try (TrainingSession session = new TrainingSession(recipe, data)) {
            if (folder.isBegun()) {
                session.restore(Checkpoint.read(folder.checkpoint()));
            }
            boolean interrupted;
            try (TrainingProgress progress = begun.apply(session)) {
                interrupted = train(session, progress);
            }
            return finish(session, interrupted);
        }
    }

    /// Trains on a thread of its own, so that an interrupt does not reach what it is writing.
    ///
    /// @return whether it was interrupted
    private boolean train(TrainingSession session, TrainingProgress progress) throws IOException {
        FutureTask<Void> task =
                new FutureTask<>(() -> {
                    epochs(session, progress);
                    return null;
                });
        Thread.ofPlatform().name("training").start(task);
        boolean interrupted = false;
        while (true) {
            try {
                task.get();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                stopped.set(true);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException io -> throw io;
                    case RuntimeException r -> throw r;
                    case Error error -> throw error;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }
    }

    private void epochs(TrainingSession session, TrainingProgress progress) throws IOException {
        while (session.end() == null && !stopped.get()) {
            EpochRecord e =
                    session.epoch((done, of, loss, norm) -> {
                        progress.step(done, of, loss, norm);
                        return !stopped.get();
                    });
            if (e == null) {
                return;
            }
            session.save().write(folder.checkpoint());
            progress.epoch(e.loss(), e.valid(), e.gradientNorm(), session.batches());
            if (session.bestEpoch() == e.number()) {
                folder.writeModel(session);
                look(session);
            }
        }
    }

    private void look(TrainingSession session) throws IOException {
        if (session.bestEpoch() > 1 && System.nanoTime() - looked < LOOK_NANOS) {
            return;
        }
        Previews.write(session, folder);
        folder.writeHistory(session);
        looked = System.nanoTime();
    }

    private TrainResult finish(TrainingSession session, boolean interrupted) throws IOException {
        String name = request.output().toString();
        if (session.bestEpoch() == 0) {
            if (interrupted) {
                throw new InterruptedIOException("stopped in the first epoch");
            }
            throw new IOException(
                    "training '%s': expected losses that are numbers, got others in the first epoch; try --set learning-rate=%s"
                            .formatted(name, session.recipe().number(Key.LEARNING_RATE) / 10));
        }
        folder.writeModel(session);
        folder.writeHistory(session);
        List<String> notes = new ArrayList<>(session.data().notes());
        // Whoever stops it waits: what takes long is left to the end of the training.
        if (!interrupted) {
            Previews.write(session, folder);
            if (session.recipe().isMusic()) {
                ScoreRender.write(folder, notes);
            }
        }
        TrainResult result = result(session, interrupted, notes);
        ReportPage.write(session, folder, result);
        return result;
    }

    private TrainResult result(TrainingSession session, boolean interrupted, List<String> notes) {
        boolean music = session.recipe().isMusic();
        Evaluation best = session.best();
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        if (!interrupted) {
            scores.put("valid", Scores.of(best, session.data().valid(), music));
        }
        if (!interrupted && !session.data().test().isEmpty()) {
            scores.put("test", Scores.of(best, session.data().test(), music));
        }
        List<EpochRecord> history = session.history();
        double samples = history.stream().mapToDouble(EpochRecord::samples).sum();
        double seconds = history.stream().mapToDouble(EpochRecord::seconds).sum();
        TrainingSession.End end = session.end();
        return new TrainResult(
                folder.model(),
                music ? null : folder.preset(),
                folder.report(),
                end == null || interrupted ? INTERRUPTED : end.name().toLowerCase(Locale.ROOT),
                history.size(),
                session.bestEpoch(),
                history.get(session.bestEpoch() - 1).valid(),
                scores,
                best.program().weights().stream()
                        .map(Slot.Weight::shape)
                        .mapToInt(s -> s.entries())
                        .sum(),
                samples / seconds,
                (System.nanoTime() - start) / 1e9,
                notes);
    }
}
