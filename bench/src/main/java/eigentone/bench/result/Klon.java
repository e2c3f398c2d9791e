package eigentone.bench.result;

import eigentone.engine.program.Program;
import eigentone.models.cell.Network;
import eigentone.models.data.Batches;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.Pair;
import eigentone.models.data.PairOptions;
import eigentone.models.data.SoundPair;
import eigentone.models.train.Evaluation;
import eigentone.models.train.TrainingOptions;
import eigentone.models.train.loss.ErrorToSignal;
import eigentone.models.train.loss.MeanSquare;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.schedule.Schedule;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// A guitar pedal, learnt from a minute of guitar before and after it: the Klon Centaur's gain stage
/// at half gain, simulated by SPICE.
///
/// 240 clips of 11025 frames at 44.1 kHz to learn from, 60 to choose by, 60 to report. Each clip
/// begins with a new state, and its first 2975 frames do not count. The score is the error's energy
/// in parts of the target's, over all counted frames of all clips:
///
///     ESR = sum (y - t)^2 / sum t^2
///
/// What is made small is the mean square, of which the ESR of all clips together is a part: the ESR of
/// each batch would let soft clips count more than they do in the score.
///
/// Source: J. Chowdhury, "A comparison of virtual analog modelling techniques for desktop and
/// embedded implementations", arXiv:2009.02833.
///
/// @param units of one recurrent layer
/// @param goal for the ESR
/// @param enough an ESR on the clips to choose by at which to stop, for how soon it is reached; 0 to
///   go on to the end
record Klon(String cell, int units, int epochs, double goal, double enough) implements Task {
    /// Frames of back-propagation; the state is carried on.
    private static final int SEGMENT = 512;

    private static final int CLIP = 11_025, SETTLING = 2_975, LANES = 40, CHECKED_LANES = 20;
    private static final double RATE_HZ = 44_100, FIRST_RATE = 0.01, LAST_RATE = 1e-4;

    /// An epoch has 132 steps, from which the loss of clips never heard jumps by a quarter.
    private static final double AVERAGE_MEMORY = 0.99;

    @Override
    public String name() {
        return (enough > 0 ? "capture-" : "klon-") + cell + "-" + units;
    }

    @Override
    public String about() {
        return "a guitar pedal by a %s of %d units: ESR%s"
                .formatted(
                        cell.toUpperCase(Locale.ROOT),
                        units,
                        enough > 0 ? ", and how soon it is " + enough : "");
    }

    @Override
    public List<Score> run(Run run) throws IOException {
        try (BundledData data = new BundledData()) {
            Program program = Program.of(new Network(cell, 1, units, 1, 1, true, false), RATE_HZ);
            Batches train =
                    new ConsecutiveSegments(pieces(data, "train"), SEGMENT, LANES, run.seed());
            int epochs = run.epochsOr(this.epochs);
            TrainingOptions options =
                    TrainingOptions.of(
                                    new MeanSquare(),
                                    t -> new Adam(t, Adam.Settings.usual()),
                                    new Schedule.Cosine(
                                            FIRST_RATE, LAST_RATE, (long) epochs * train.count(0)),
                                    run.threads(),
                                    run.seed())
                            .withAverage(AVERAGE_MEMORY);
            Lesson.Learnt learnt =
                    new Lesson(
                                    program,
                                    train,
                                    whole(data, "val"),
                                    options,
                                    epochs,
                                    enough > 0 ? epochs : 40,
                                    ErrorToSignal.plain(),
                                    enough)
                            .learn(run);
            double esr =
                    new Evaluation(program, learnt.weights(), run.seed())
                            .loss(whole(data, "test"), ErrorToSignal.plain());
            return List.of(
                    new Score(
                            name(),
                            cell + "-" + units,
                            "test ESR",
                            esr,
                            goal,
                            "GRU-8 0.0050 (validation, arXiv:2009.02833); its weights here 0.00505",
                            run.seed(),
                            learnt.epochs(),
                            learnt.seconds()));
        }
    }

    private static Batches whole(BundledData data, String set) throws IOException {
        return new ConsecutiveSegments(pieces(data, set), CLIP, CHECKED_LANES, 1);
    }

    static List<Pair> pieces(BundledData data, String set) throws IOException {
        return SoundPair.read(
                        data.file("klon-" + set + "-input.flac"),
                        data.file("klon-" + set + "-target.flac"),
                        PairOptions.at(RATE_HZ)
                                .clips(CLIP, SETTLING)
                                .withLatency(0)
                                .withClippedInput())
                .pieces();
    }
}
