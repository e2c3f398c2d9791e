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

/// A guitar pedal, learnt from a minute of guitar before and after it: the Klon Centaur's gain stage
/// at half gain, simulated by SPICE.
///
/// 240 clips of 11025 frames at 44.1 kHz to learn from, 60 to choose by, 60 to report. Each clip
/// begins with a new state, and its first 2975 frames do not count. The score is the error's energy
/// in parts of the target's, over all counted frames of all clips:
///
///     ESR = sum (y - t)^2 / sum t^2
///
/// Source: J. Chowdhury, "A comparison of virtual analog modelling techniques for desktop and
/// embedded implementations", arXiv:2009.02833.
///
/// @param units of one recurrent layer
/// @param goal for the ESR
record Klon(String cell, int units, int segmentFrames, int epochs, double goal) implements Task {
    private static final int CLIP = 11_025, SETTLING = 2_975, LANES = 40, CHECKED_LANES = 20;
    private static final double RATE_HZ = 44_100, FIRST_RATE = 0.01, LAST_RATE = 1e-4;

    @Override
    public String name() {
        return "klon-" + cell + "-" + units;
    }

    @Override
    public String about() {
        return "a guitar pedal by a %s of %d units: ESR".formatted(cell.toUpperCase(), units);
    }

    @Override
    public List<Score> run(Run run) throws IOException {
        try (BundledData data = new BundledData()) {
            Program program = Program.of(new Network(cell, 1, units, 1, 1, true, false), RATE_HZ);
            Batches train =
                    new ConsecutiveSegments(
                            pieces(data, "train"), segmentFrames, LANES, run.seed());
            int epochs = run.epochsOr(this.epochs);
            TrainingOptions options =
                    TrainingOptions.of(
                            new MeanSquare(),
                            t -> new Adam(t, Adam.Settings.usual()),
                            new Schedule.Cosine(
                                    FIRST_RATE, LAST_RATE, (long) epochs * train.count(0)),
                            run.threads(),
                            run.seed());
            Lesson.Learnt learnt =
                    new Lesson(program, train, whole(data, "val"), options, epochs, 40, 0)
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
                            epochs,
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
