package eigentone.app.train;

import eigentone.app.console.UsageException;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.TrainedModel;
import eigentone.models.data.PairOptions;
import eigentone.models.data.Piece;
import eigentone.models.data.SoundPair;
import eigentone.models.recipe.Recipe;
import eigentone.models.recipe.RecipeData;
import eigentone.models.recipe.Scores;
import eigentone.models.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A model on data that a user names.
public final class ModelData {
    private static final double EVENTS_PER_SECOND = 1;

    private ModelData() {}

    /// The scores of `model` on `data`.
    ///
    /// @param data an input and its target; or a recipe, whose test set is used, or else its
    ///   validation set; or a corpus; or a folder of MIDI files
    /// @throws UsageException if the data are of another kind than the model
    public static Map<String, Double> scores(TrainedModel model, List<Path> data)
            throws IOException {
        double rateHz = model.stepsPerSecond();
        boolean music = rateHz == 0;
        List<? extends Piece> pieces;
        if (data.size() == 2) {
            check(!music, model, "a recipe, a corpus or a folder of MIDI files", "two files");
            pieces = SoundPair.read(data.get(0), data.get(1), PairOptions.at(rateHz)).pieces();
        } else {
            pieces = pieces(model, data.getFirst());
        }
        Program program = Program.of(model, music ? EVENTS_PER_SECOND : rateHz);
        Weights weights = Weights.initial(program, 0); // a trained model begins with its weights
        return Scores.of(new Evaluation(program, weights, 0), pieces, music);
    }

    private static List<? extends Piece> pieces(TrainedModel model, Path path) throws IOException {
        boolean music = model.stepsPerSecond() == 0;
        if (!isScores(path)) {
            Recipe recipe = Recipe.read(path, Map.of());
            check(
                    recipe.isMusic() == music,
                    model,
                    music ? "scores" : "sound",
                    recipe.isMusic() ? "a recipe about scores" : "a recipe about sound");
            RecipeData all = RecipeData.read(recipe, model.stepsPerSecond());
            return all.test().isEmpty() ? all.valid() : all.test();
        }
        check(music, model, "a recipe, or an input and its target", "'" + path + "'");
        return RecipeData.scores(path, model.file().description().recipe());
    }

    private static boolean isScores(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return Files.isDirectory(path) || name.endsWith(".json") || name.endsWith(".gz");
    }

    private static void check(boolean fits, TrainedModel model, String expected, String got) {
        if (!fits) {
            throw new UsageException(
                    "data for %s: expected %s, got %s; try `eigentone evaluate --help`"
                            .formatted(model.name(), expected, got));
        }
    }
}
