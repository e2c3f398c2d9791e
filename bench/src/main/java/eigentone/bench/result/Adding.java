package eigentone.bench.result;

import eigentone.engine.program.Program;
import eigentone.models.cell.Network;
import eigentone.models.data.Batches;
import eigentone.models.data.DenseSequence;
import eigentone.models.data.Pair;
import eigentone.models.data.Piece;
import eigentone.models.train.Evaluation;
import eigentone.models.train.TrainingOptions;
import eigentone.models.train.loss.MeanSquare;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.schedule.Schedule;
import java.util.List;
import java.util.SplittableRandom;

/// The adding problem: of many numbers two are marked; at the end their sum is asked for.
///
/// Channel 0 is uniform in 0..1; channel 1 is 1 at one frame of each half, else 0. Only the last
/// frame counts. Saying 1 always gives an error of 1/6. Source: S. Hochreiter and J. Schmidhuber,
/// "Long short-term memory", Neural Computation 9(8), 1997, in the form of Q. V. Le, N. Jaitly and
/// G. Hinton, arXiv:1504.00941.
///
/// @param frames T
record Adding(String cell, int units, int frames, int epochs, double goal) implements Task {
    private static final int LANES = 32, BATCHES = 50, TEST_BATCHES = 32;

    /// Part of the goal on the validation data at which nothing is left to be shown.
    private static final double ENOUGH = 0.5;

    private static final double FIRST_RATE = 5e-3, LAST_RATE = 5e-5;

    @Override
    public String name() {
        return "adding";
    }

    @Override
    public String about() {
        return "the sum of two marked numbers among %d: mean square error".formatted(frames);
    }

    @Override
    public List<Score> run(Run run) {
        Program program = Program.of(new Network(cell, 2, units, 1, 1, false, false), 1);
        int epochs = run.epochsOr(this.epochs);
        TrainingOptions options =
                TrainingOptions.of(
                        new MeanSquare(),
                        t -> new Adam(t, Adam.Settings.usual()),
                        new Schedule.Cosine(FIRST_RATE, LAST_RATE, (long) epochs * BATCHES),
                        run.threads(),
                        run.seed());
        // Seeds of their own: what is tested was never learnt.
        Lesson.Learnt learnt =
                new Lesson(
                                program,
                                data(BATCHES, run.seed()),
                                data(TEST_BATCHES, ~run.seed()),
                                options,
                                epochs,
                                epochs,
                                new MeanSquare(),
                                ENOUGH * goal)
                        .learn(run);
        double error =
                new Evaluation(program, learnt.weights(), run.seed())
                        .loss(data(TEST_BATCHES, run.seed() + (1L << 32)), new MeanSquare());
        return List.of(
                new Score(
                        name(),
                        cell + "-" + units,
                        "test MSE, T = " + frames,
                        error,
                        goal,
                        "GRU 5.3e-5, LSTM 0.164, RNN 0.177 (arXiv:1803.01271)",
                        run.seed(),
                        learnt.epochs(),
                        learnt.seconds()));
    }

    private Batches data(int batches, long seed) {
        return new DrawnPieces(r -> piece(frames, r), frames, LANES, batches, seed);
    }

    static Piece piece(int frames, SplittableRandom random) {
        float[] x = new float[2 * frames], y = new float[frames];
        for (int t = 0; t < frames; t++) {
            x[2 * t] = (float) random.nextDouble();
        }
        int half = frames / 2;
        int first = random.nextInt(half), second = half + random.nextInt(frames - half);
        x[2 * first + 1] = 1;
        x[2 * second + 1] = 1;
        y[frames - 1] = x[2 * first] + x[2 * second];
        return new Pair(
                "adding",
                new DenseSequence("numbers and marks", 2, x),
                new DenseSequence("sum", 1, y),
                frames - 1,
                frames);
    }
}
