package eigentone.app.train;

import eigentone.app.console.Json;
import eigentone.app.console.UsageException;
import eigentone.app.picture.Plot;
import eigentone.app.picture.PlotPicture;
import eigentone.audioio.file.SafeWrite;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.models.recipe.EpochRecord;
import eigentone.models.recipe.Key;
import eigentone.models.recipe.Recipe;
import eigentone.models.recipe.TrainingSession;
import eigentone.presets.Preset;
import eigentone.presets.PresetWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The folder of a training: where its files are, and how they are written. Each appears whole or
/// not at all.
record TrainingFolder(Path path) {
    /// All that a training needs to be continued.
    Path checkpoint() {
        return path.resolve("checkpoint.safetensors");
    }

    /// The best model so far.
    Path model() {
        return path.resolve("model.safetensors");
    }

    /// Plays the model.
    Path preset() {
        return path.resolve("preset.json");
    }

    Path history() {
        return path.resolve("history.json");
    }

    Path loss() {
        return path.resolve("loss.png");
    }

    Path previewSound() {
        return path.resolve("preview.wav");
    }

    Path previewScore() {
        return path.resolve("preview.mid");
    }

    Path report() {
        return path.resolve("report.html");
    }

    boolean isBegun() {
        return Files.exists(checkpoint());
    }

    /// Makes the folder.
    ///
    /// @throws UsageException if there is a training in it and it is not to be continued
    void prepare(boolean resume) throws IOException {
        if (isBegun() && !resume) {
            throw new UsageException(
                    "--output '%s': expected a folder without a training, got one with a checkpoint; try --resume, or another folder"
                            .formatted(path));
        }
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(
                    "--output '%s': expected a folder, got a file; try another name"
                            .formatted(path),
                    e);
        }
    }

    /// The best model, and for sound the preset that plays it.
    void writeModel(TrainingSession session) throws IOException {
        session.model().write(model());
        if (!session.recipe().isMusic()) {
            PresetWriter.write(preset(session.recipe(), session.network().cell()), preset());
        }
    }

    private Preset preset(Recipe recipe, String cell) {
        String name = recipe.text(Key.NAME);
        NodeSpec node = NodeSpec.of("model", "model", false, Map.of("file", model()), Map.of());
        Patch patch =
                new Patch(
                        name,
                        0,
                        1,
                        1,
                        List.of(node),
                        List.of(Connection.of("in", "model"), Connection.of("model", "out")));
        return new Preset(
                name,
                Preset.Kind.EFFECT,
                false,
                recipe.text(Key.AUTHOR),
                recipe.text(Key.LICENCE),
                "What %s made of %s, learnt by a network of %s %s units."
                        .formatted(
                                file(recipe, Key.TARGET),
                                file(recipe, Key.INPUT),
                                recipe.text(Key.UNITS),
                                cell.toUpperCase(Locale.ROOT)),
                List.of("trained"),
                List.of("model"),
                0,
                patch,
                List.of(),
                Map.of(),
                null,
                // The model's own offset and peaks are what `evaluate` measures.
                false);
    }

    private static String file(Recipe recipe, Key key) {
        return String.valueOf(Path.of(recipe.text(key)).getFileName());
    }

    /// The losses as numbers and as a picture.
    void writeHistory(TrainingSession session) throws IOException {
        List<Object> epochs = session.history().stream().map(TrainingFolder::json).toList();
        SafeWrite.text(
                history(),
                Json.text(
                                Json.object(
                                        "bestEpoch",
                                        session.bestEpoch(),
                                        "loss",
                                        session.recipe().text(Key.LOSS),
                                        "epochs",
                                        epochs))
                        + "\n");
        PlotPicture.write(loss(), losses(session));
    }

    private static Object json(EpochRecord e) {
        return Json.object(
                "epoch", e.number(),
                "train", e.loss(),
                "valid", e.valid(),
                "gradientNorm", e.gradientNorm(),
                "rate", e.rate(),
                "samples", e.samples(),
                "seconds", e.seconds());
    }

    static Plot losses(TrainingSession session) {
        List<EpochRecord> h = session.history();
        return Plot.losses(
                session.recipe().text(Key.NAME),
                "loss: " + session.recipe().text(Key.LOSS),
                h.stream().mapToDouble(EpochRecord::loss).toArray(),
                h.stream().mapToDouble(EpochRecord::valid).toArray(),
                session.bestEpoch());
    }
}
