package eigentone.models.recipe;

import eigentone.models.file.Nearest;
import eigentone.models.train.loss.Bernoulli;
import eigentone.models.train.loss.ErrorToSignal;
import eigentone.models.train.loss.Loss;
import eigentone.models.train.loss.MeanSquare;
import eigentone.models.train.loss.MultiResolutionStft;
import eigentone.models.train.loss.PreEmphasis;
import eigentone.models.train.loss.StepMean;
import eigentone.models.train.loss.WeightedSum;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The loss that a recipe names: `esr`, or a sum like `esr + 0.5 stft`.
final class Losses {
    private static final Pattern TERM = Pattern.compile("(?:(\\d*\\.?\\d+) *)?([a-z]+)");
    private static final String STFT = "stft";

    /// Points of the longest transform of `stft`.
    static final int LONGEST_TRANSFORM =
            MultiResolutionStft.yamamoto().resolutions().stream()
                    .mapToInt(MultiResolutionStft.Resolution::size)
                    .max()
                    .orElseThrow();

    private Losses() {}

    /// @throws RecipeException for a loss that it does not know, or that is not for such data
    static Loss of(Recipe recipe) throws RecipeException {
        List<WeightedSum.Term> terms = new ArrayList<>();
        for (String part : recipe.text(Key.LOSS).split("\\+", -1)) {
            Matcher m = TERM.matcher(part.strip());
            if (!m.matches()) {
                throw recipe.wrong(
                        "loss: expected a sum like 'esr + 0.5 stft', got '%s'"
                                .formatted(recipe.text(Key.LOSS)));
            }
            double weight = m.group(1) == null ? 1 : Double.parseDouble(m.group(1));
            terms.add(new WeightedSum.Term(named(recipe, m.group(2)), weight));
        }
        return terms.size() == 1 && terms.getFirst().weight() == 1
                ? terms.getFirst().loss()
                : new WeightedSum(terms);
    }

    private static Loss named(Recipe recipe, String name) throws RecipeException {
        List<String> known = recipe.isMusic() ? List.of("bernoulli") : List.of("esr", "mse", STFT);
        if (!known.contains(name)) {
            throw recipe.wrong(
                    "loss: expected one for %s, got '%s'%s"
                            .formatted(
                                    recipe.isMusic() ? "music" : "sound",
                                    name,
                                    Nearest.remedy(name, known)));
        }
        return switch (name) {
            case "mse" -> new MeanSquare();
            case STFT -> MultiResolutionStft.yamamoto();
            case "bernoulli" -> new StepMean(new Bernoulli());
            default -> {
                double a = recipe.number(Key.PRE_EMPHASIS);
                PreEmphasis heard = a == 0 ? PreEmphasis.none() : PreEmphasis.highPass(a);
                yield new ErrorToSignal(heard, recipe.number(Key.OFFSET_WEIGHT));
            }
        };
    }

    /// Whether it compares spectra, which need segments longer than a transform.
    static boolean needsLongSegments(Recipe recipe) {
        return recipe.text(Key.LOSS).contains(STFT);
    }
}
