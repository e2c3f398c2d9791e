package eigentone.models.recipe;

import eigentone.engine.program.Program;
import eigentone.models.cell.Network;
import eigentone.models.data.Batches;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.RandomSegments;
import eigentone.models.train.TrainingOptions;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.optimize.Optimizer;
import eigentone.models.train.optimize.RmsProp;
import eigentone.models.train.optimize.Sgd;
import eigentone.models.train.optimize.Tensor;
import eigentone.models.train.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a recipe comes to, for given data: the network, the batches, the options of the trainer.
///
/// @param network without ports of dropout: what plays
/// @param program what is trained
/// @param train batches to learn from
/// @param valid batches to choose by
record Course(
        Network network, Program program, Batches train, Batches valid, TrainingOptions options) {
    /// The end of a cosine, in parts of the rate.
    private static final double LAST_RATE = 0.01;

    /// For states remembered on the way through time, whatever the length of the data.
    private static final long MEMORY_BYTES = 128L << 20;

    private static final double RMSPROP_MEMORY = 0.9, RMSPROP_EPSILON = 1e-8;

    /// A program without a sample rate still wants one.
    private static final double EVENTS_PER_SECOND = 1;

    static Course of(Recipe recipe, RecipeData data) throws RecipeException {
        int in = data.train().getFirst().inputWidth(), out = data.train().getFirst().targetWidth();
        Network network = network(recipe, in, out, false);
        double dropout = recipe.number(Key.DROPOUT);
        Program program =
                Program.of(
                        network(recipe, in, out, dropout > 0),
                        data.sampleRateHz() > 0 ? data.sampleRateHz() : EVENTS_PER_SECOND);
        Batches train = batches(recipe, data);
        TrainingOptions options =
                new TrainingOptions(
                        Losses.of(recipe),
                        optimizer(recipe),
                        schedule(recipe, train),
                        recipe.number(Key.CLIP),
                        recipe.number(Key.AVERAGE),
                        dropout,
                        Map.of(),
                        threads(recipe),
                        MEMORY_BYTES,
                        recipe.whole(Key.SEED));
        return new Course(network, program, train, valid(recipe, data), options);
    }

    private static Network network(Recipe recipe, int in, int out, boolean dropout) {
        return new Network(
                recipe.text(Key.CELL),
                in,
                recipe.whole(Key.UNITS),
                recipe.whole(Key.LAYERS),
                out,
                recipe.isYes(Key.SKIP),
                dropout);
    }

    private static Batches batches(Recipe recipe, RecipeData data) {
        int frames = recipe.whole(Key.SEGMENT_FRAMES), lanes = recipe.whole(Key.LANES);
        int seed = recipe.whole(Key.SEED);
        return recipe.isMusic()
                ? new ConsecutiveSegments(data.train(), frames, lanes, seed)
                : new RandomSegments(
                        data.train(), frames, lanes, recipe.whole(Key.SETTLE_FRAMES), seed);
    }

    private static Batches valid(Recipe recipe, RecipeData data) {
        return Losses.needsLongSegments(recipe)
                ? new RandomSegments(
                        data.valid(),
                        recipe.whole(Key.SEGMENT_FRAMES),
                        recipe.whole(Key.LANES),
                        recipe.whole(Key.SETTLE_FRAMES),
                        0)
                : Scores.whole(data.valid(), recipe.isMusic());
    }

    private static Function<List<Tensor>, Optimizer> optimizer(Recipe recipe) {
        return switch (recipe.text(Key.OPTIMISER)) {
            case "adamw" -> {
                double decay = recipe.number(Key.WEIGHT_DECAY);
                yield t -> new Adam(t, Adam.Settings.usual().withDecay(decay));
            }
            case "rmsprop" -> t -> new RmsProp(t, RMSPROP_MEMORY, RMSPROP_EPSILON);
            case "sgd" -> {
                double momentum = recipe.number(Key.MOMENTUM);
                yield t -> new Sgd(t, momentum, false);
            }
            default -> t -> new Adam(t, Adam.Settings.usual());
        };
    }

    private static Schedule schedule(Recipe recipe, Batches train) {
        double rate = recipe.number(Key.LEARNING_RATE);
        long steps = Math.max(1, (long) recipe.whole(Key.EPOCHS) * train.count(0));
        Schedule schedule =
                recipe.text(Key.SCHEDULE).equals("cosine")
                        ? new Schedule.Cosine(rate, LAST_RATE * rate, steps)
                        : new Schedule.Constant(rate);
        return schedule.warmedUp(recipe.whole(Key.WARM_UP_STEPS));
    }

    private static int threads(Recipe recipe) {
        int told = recipe.whole(Key.THREADS);
        return told > 0 ? told : Runtime.getRuntime().availableProcessors();
    }
}
