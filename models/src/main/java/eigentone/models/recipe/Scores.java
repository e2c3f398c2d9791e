package eigentone.models.recipe;

import eigentone.models.data.Batches;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.Piece;
import eigentone.models.train.Evaluation;
import eigentone.models.train.loss.Bernoulli;
import eigentone.models.train.loss.ErrorToSignal;
import eigentone.models.train.loss.Frames;
import eigentone.models.train.loss.MeanSquare;
import eigentone.models.train.loss.StepMean;
import eigentone.models.train.loss.WeightedSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How good a model is, in the numbers that are published.
///
/// For sound `esr`, the plain error-to-signal ratio over all frames that count, and `mse`; for
/// scores `nll`, nats for each step.
public final class Scores {
    private static final int MOST_LANES = 16;
    private static final int SOUND_FRAMES = 1 << 18, SCORE_FRAMES = 128;

    private Scores() {}

    /// The scores of `model` over `pieces`, each begun anew.
    ///
    /// @param music whether they are scores
    public static Map<String, Double> of(
            Evaluation model, List<? extends Piece> pieces, boolean music) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (music) {
            scores.put("nll", model.loss(whole(pieces, true), new StepMean(new Bernoulli())));
            return scores;
        }
        WeightedSum both =
                new WeightedSum(
                        List.of(
                                new WeightedSum.Term(ErrorToSignal.plain(), 1),
                                new WeightedSum.Term(new MeanSquare(), 1)));
        double[] sums = new double[both.sums()];
        model.run(
                whole(pieces, false),
                (batch, output) -> {
                    if (batch.counted() > 0) {
                        both.add(
                                output,
                                new Frames(
                                        batch.frames(),
                                        batch.targetWidth(),
                                        batch.lanes(),
                                        batch.targets()),
                                batch.mask(),
                                sums);
                    }
                });
        double[] values = both.values(sums);
        scores.put("esr", values[0]);
        scores.put("mse", values[1]);
        return scores;
    }

    /// All of `pieces`, from first frame to last.
    static Batches whole(List<? extends Piece> pieces, boolean music) {
        int lanes = Math.min(MOST_LANES, pieces.size());
        return new ConsecutiveSegments(pieces, music ? SCORE_FRAMES : SOUND_FRAMES, lanes, 0);
    }
}
