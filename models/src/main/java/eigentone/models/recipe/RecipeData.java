package eigentone.models.recipe;

import eigentone.audioio.file.SoundReader;
import eigentone.models.data.MidiRolls;
import eigentone.models.data.MusicCorpus;
import eigentone.models.data.NextStep;
import eigentone.models.data.Pair;
import eigentone.models.data.PairOptions;
import eigentone.models.data.PianoRoll;
import eigentone.models.data.Piece;
import eigentone.models.data.SoundPair;
import eigentone.models.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The data of a recipe, read, checked and divided.
///
/// @param train to learn from
/// @param valid to choose by
/// @param test to report on; empty when the recipe wants none
/// @param sampleRateHz of sound; 0 for scores
/// @param lines what was read, a line each
/// @param notes what the user should know although nothing is wrong
public record RecipeData(
        List<Piece> train,
        List<Piece> valid,
        List<Piece> test,
        double sampleRateHz,
        List<String> lines,
        List<String> notes) {
    /// The division of one recording does not depend on the training's seed, so that trainings
    /// compare.
    private static final long SPLIT_SEED = 1;

    /// A recording is divided in pieces of this length, or shorter ones so that there are enough.
    private static final double PIECE_SECONDS = 2;

    private static final int LEAST_PIECES = 20;

    public RecipeData {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
        test = List.copyOf(test);
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /// Reads what `recipe` names.
    ///
    /// @throws IOException naming the file, the place, and how to mend it
    public static RecipeData read(Recipe recipe) throws IOException {
        return read(recipe, recipe.isMusic() ? 0 : rate(recipe));
    }

    /// The same at the rate of a model that is there already.
    ///
    /// @param sampleRateHz above 0 for sound
    public static RecipeData read(Recipe recipe, double sampleRateHz) throws IOException {
        try {
            return recipe.isMusic() ? music(recipe) : sound(recipe, sampleRateHz);
        } catch (IllegalArgumentException e) {
            throw recipe.wrong(String.valueOf(e.getMessage())); // sizes that do not go together
        }
    }

    private static double rate(Recipe recipe) throws IOException {
        int told = recipe.whole(Key.SAMPLE_RATE);
        if (told > 0) {
            return told;
        }
        try (SoundReader reader = SoundReader.open(recipe.path(Key.INPUT))) {
            return Math.rint(reader.sampleRateHz());
        }
    }

    // ---- sound ----

    private static RecipeData sound(Recipe recipe, double rateHz) throws IOException {
        List<String> lines = new ArrayList<>(), notes = new ArrayList<>();
        PairOptions options =
                new PairOptions(
                        rateHz,
                        recipe.whole(Key.CLIP_FRAMES),
                        recipe.whole(Key.WARM_UP_FRAMES),
                        PairOptions.at(rateHz).maxLatencySeconds(),
                        recipe.whole(Key.LATENCY_FRAMES),
                        recipe.isYes(Key.CLIPPED_INPUT));
        SoundPair first = pair(recipe, Key.INPUT, Key.TARGET, options, lines, notes);
        // One device has one latency: measured once, on what is longest.
        PairOptions same = options.withLatency(first.latency().lag());
        List<? extends Piece> valid =
                recipe.has(Key.VALID_INPUT)
                        ? pair(recipe, Key.VALID_INPUT, Key.VALID_TARGET, same, lines, notes)
                                .pieces()
                        : List.of();
        List<? extends Piece> test =
                recipe.has(Key.TEST_INPUT)
                        ? pair(recipe, Key.TEST_INPUT, Key.TEST_TARGET, same, lines, notes).pieces()
                        : List.of();
        List<Pair> pieces = first.pieces();
        if (options.clipFrames() == 0 && (valid.isEmpty() || test.isEmpty())) {
            int settle = recipe.whole(Key.SETTLE_FRAMES);
            double most = PIECE_SECONDS * rateHz;
            int frames = (int) Math.min(most, pieces.getFirst().frames() / (double) LEAST_PIECES);
            pieces = first.cut(Math.max(frames, 2 * settle + 2), settle);
        }
        return split(recipe, pieces, valid, test, rateHz, lines, notes);
    }

    private static SoundPair pair(
            Recipe recipe,
            Key input,
            Key target,
            PairOptions options,
            List<String> lines,
            List<String> notes)
            throws IOException {
        SoundPair pair = SoundPair.read(recipe.path(input), recipe.path(target), options);
        long frames = pair.pieces().stream().mapToLong(Piece::frames).sum();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%s -> %s, %.1f s at %.0f Hz, latency %d frames",
                        recipe.text(input),
                        recipe.text(target),
                        frames / options.rateHz(),
                        options.rateHz(),
                        pair.latency().lag()));
        pair.notes().forEach(n -> notes.add(recipe.text(target) + ": " + n));
        return pair;
    }

    // ---- scores ----

    private static RecipeData music(Recipe recipe) throws IOException {
        Path path = recipe.path(Key.MUSIC);
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(path)) {
            List<NextStep> pieces = pieces(MidiRolls.folder(path, recipe.number(Key.STEP)));
            lines.add("%s, %s".formatted(recipe.text(Key.MUSIC), counted("pieces", pieces)));
            return split(recipe, pieces, List.of(), List.of(), 0, lines, new ArrayList<>());
        }
        MusicCorpus corpus = MusicCorpus.read(path);
        Split split =
                Split.given(pieces(corpus.train()), pieces(corpus.valid()), pieces(corpus.test()));
        lines.add(
                "%s, %s, %s, %s"
                        .formatted(
                                recipe.text(Key.MUSIC),
                                counted("train", split.train()),
                                counted("valid", split.valid()),
                                counted("test", split.test())));
        return of(recipe, split, 0, lines, new ArrayList<>());
    }

    /// The scores to measure a model by: the test set of a corpus, or a whole folder of MIDI files.
    ///
    /// @param modelRecipe text of the model's recipe, which says how long a step is
    public static List<NextStep> scores(Path path, String modelRecipe) throws IOException {
        if (!Files.isDirectory(path)) {
            return pieces(MusicCorpus.read(path).test());
        }
        Recipe recipe = Recipe.parse(modelRecipe, "of the model", Path.of(""), Map.of());
        return pieces(MidiRolls.folder(path, recipe.number(Key.STEP)));
    }

    private static List<NextStep> pieces(List<PianoRoll> rolls) {
        return rolls.stream().map(NextStep::new).toList();
    }

    private static String counted(String what, List<? extends Piece> pieces) {
        return "%s %d".formatted(what, pieces.size());
    }

    // ---- both ----

    private static RecipeData split(
            Recipe recipe,
            List<? extends Piece> pieces,
            List<? extends Piece> valid,
            List<? extends Piece> test,
            double rateHz,
            List<String> lines,
            List<String> notes)
            throws RecipeException {
        double validShare = valid.isEmpty() ? recipe.number(Key.VALID_SHARE) : 0;
        double testShare = test.isEmpty() ? recipe.number(Key.TEST_SHARE) : 0;
        Split random = Split.random(pieces, validShare, testShare, SPLIT_SEED);
        Split whole =
                Split.given(
                        random.train(),
                        valid.isEmpty() ? random.valid() : valid,
                        test.isEmpty() ? random.test() : test);
        return of(recipe, whole, rateHz, lines, notes);
    }

    private static RecipeData of(
            Recipe recipe, Split split, double rateHz, List<String> lines, List<String> notes)
            throws RecipeException {
        if (split.valid().isEmpty()) {
            throw recipe.wrong("expected something to choose by, got an empty validation set");
        }
        if (split.left() > 0) {
            notes.add(
                    "%d pieces left out: copies of what is in a later set".formatted(split.left()));
        }
        return new RecipeData(split.train(), split.valid(), split.test(), rateHz, lines, notes);
    }
}
