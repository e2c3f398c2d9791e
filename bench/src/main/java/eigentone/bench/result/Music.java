package eigentone.bench.result;

import eigentone.app.console.UsageException;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.models.cell.Cell;
import eigentone.models.cell.gated.Gru;
import eigentone.models.cell.gated.Lstm;
import eigentone.models.data.Batches;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.MusicCorpus;
import eigentone.models.data.NextStep;
import eigentone.models.data.PianoRoll;
import eigentone.models.data.Piece;
import eigentone.models.data.Split;
import eigentone.models.train.Evaluation;
import eigentone.models.train.TrainingOptions;
import eigentone.models.train.loss.Bernoulli;
import eigentone.models.train.loss.Loss;
import eigentone.models.train.loss.StepMean;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.schedule.Schedule;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Polyphonic music: which of 88 keys will sound in the next step, by those that did.
///
///     NLL = mean over all steps of all pieces of  sum over keys of  log(1 + e^z) - t z
///
/// in nats, with the split of Boulanger-Lewandowski, Bengio and Vincent, ICML 2012. The first step of
/// a piece, predicted from silence, counts. Nothing is transposed.
///
/// @param corpus the bundled file; none where it must be given, since its licence asks for more
/// @param cell `gru` or `lstm`
/// @param layers of `units` each
/// @param dropout which part of the units is left out for the length of a piece
/// @param decay of weights
/// @param goal for the NLL
record Music(
        String name,
        String corpus,
        String cell,
        int units,
        int layers,
        double dropout,
        double rate,
        double decay,
        int epochs,
        double goal,
        String published)
        implements Task {
    private static final int SEGMENT = 200, LANES = 16;
    private static final double LAST_PART = 0.01, AVERAGE_MEMORY = 0.99, BEATS_HZ = 8;

    /// Cells and a read-out to logits. Units are left out between layers and before the read-out,
    /// keys are not: without some of the notes the others would not be known.
    record Listener(String cell, int units, int layers, boolean dropout) implements Recurrence {
        @Override
        public void define(Definition d) {
            Vec h = d.input("in", PianoRoll.KEYS);
            for (int k = 1; k <= layers; k++) {
                Vec below = h;
                h = d.within("layer" + k, () -> cell(below.length()).next(d, below));
                h = dropout ? h.times(d.input("dropout" + k, units)) : h;
            }
            d.output("out", d.affine("dense", PianoRoll.KEYS, h));
        }

        private Cell cell(int inputs) {
            return cell.equals("gru") ? new Gru(inputs, units) : new Lstm(inputs, units);
        }
    }

    @Override
    public String about() {
        return "%s by a %s of %d x %d units: NLL a step"
                .formatted(name, cell.toUpperCase(Locale.ROOT), layers, units);
    }

    @Override
    public List<Score> run(Run run) throws IOException {
        Split split = split(run);
        Program program = Program.of(new Listener(cell, units, layers, dropout > 0), BEATS_HZ);
        Batches train = new ConsecutiveSegments(split.train(), SEGMENT, LANES, run.seed());
        Loss loss = new StepMean(new Bernoulli());
        int epochs = run.epochsOr(this.epochs);
        TrainingOptions options =
                TrainingOptions.of(
                                loss,
                                t -> new Adam(t, Adam.Settings.usual().withDecay(decay)),
                                new Schedule.Cosine(
                                        rate, LAST_PART * rate, (long) epochs * train.count(0)),
                                run.threads(),
                                run.seed())
                        .withDropout(dropout)
                        .withAverage(AVERAGE_MEMORY);
        Lesson.Learnt learnt =
                new Lesson(program, train, whole(split.valid()), options, epochs, 40, loss, 0)
                        .learn(run);
        double nll =
                new Evaluation(program, learnt.weights(), run.seed())
                        .loss(whole(split.test()), loss);
        return List.of(
                new Score(
                        name,
                        layers + " x " + cell + "-" + units,
                        "test NLL",
                        nll,
                        goal,
                        published,
                        run.seed(),
                        epochs,
                        learnt.seconds()));
    }

    private static Batches whole(List<Piece> pieces) {
        return new ConsecutiveSegments(pieces, SEGMENT, LANES, 1);
    }

    private Split split(Run run) throws IOException {
        try (BundledData data = new BundledData()) {
            if (run.data() == null && corpus.isEmpty()) {
                throw new UsageException(
                        "task '%s': expected --data FILE with the corpus, got none"
                                .formatted(name));
            }
            MusicCorpus music =
                    MusicCorpus.read(run.data() != null ? run.data() : data.file(corpus));
            return Split.given(next(music.train()), next(music.valid()), next(music.test()));
        }
    }

    private static List<NextStep> next(List<PianoRoll> rolls) {
        return rolls.stream().map(NextStep::new).toList();
    }
}
