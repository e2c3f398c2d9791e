package eigentone.bench.result;

import eigentone.app.console.UsageException;
import eigentone.engine.program.Program;
import eigentone.models.cell.Network;
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

/// Polyphonic music: which of 88 keys will sound in the next step, by those that did.
///
///     NLL = mean over all steps of all pieces of  sum over keys of  log(1 + e^z) - t z
///
/// in nats, with the split of Boulanger-Lewandowski, Bengio and Vincent, ICML 2012. The first step of
/// a piece, predicted from silence, counts. Nothing is transposed.
///
/// @param corpus the bundled file; none where it must be given, since its licence asks for more
/// @param layers of `units` each
/// @param dropout which part of inputs and units is left out for the length of a piece
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
    private static final int SEGMENT = 200, LANES = 8;
    private static final double LAST_PART = 0.01, AVERAGE_MEMORY = 0.99, BEATS_HZ = 8;

    @Override
    public String about() {
        return "%s by a %s of %d x %d units: NLL a step"
                .formatted(name, cell.toUpperCase(), layers, units);
    }

    @Override
    public List<Score> run(Run run) throws IOException {
        Split split = split(run);
        Program program =
                Program.of(
                        new Network(
                                cell,
                                PianoRoll.KEYS,
                                units,
                                layers,
                                PianoRoll.KEYS,
                                false,
                                dropout > 0),
                        BEATS_HZ);
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
                new Lesson(program, train, whole(split.valid()), options, epochs, 40, 0).learn(run);
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
