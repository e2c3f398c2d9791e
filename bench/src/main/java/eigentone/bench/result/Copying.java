package eigentone.bench.result;

import static eigentone.engine.language.Functions.matvec;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.models.cell.orthogonal.OrthogonalCell.Activation;
import eigentone.models.data.Batches;
import eigentone.models.data.DenseSequence;
import eigentone.models.data.Pair;
import eigentone.models.data.Piece;
import eigentone.models.initial.Orthogonal;
import eigentone.models.train.Evaluation;
import eigentone.models.train.TrainingOptions;
import eigentone.models.train.loss.Categorical;
import eigentone.models.train.loss.Loss;
import eigentone.models.train.loss.StepMean;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.orthogonal.Cayley;
import eigentone.models.train.orthogonal.OrthogonalMap;
import eigentone.models.train.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The copying memory: ten symbols, a long wait, then the ten symbols again.
///
/// Ten symbols of eight, then blanks; at frame T + 9 a marker, after which the symbols are asked for
/// in order; T + 20 frames, all of which count, blank being the right answer before. Who remembers
/// nothing and knows when to speak has a mean loss of 10 ln 8 / (T + 20).
///
///     h' = modReLU(W h + V x),  W = Q R Q' C(A)',  A' = -A
///
/// with R turning each plane by an angle of its own. Sources: M. Arjovsky, A. Shah and Y. Bengio,
/// "Unitary evolution recurrent neural networks", arXiv:1511.06464, for the task; M. Henaff, A. Szlam
/// and Y. LeCun, arXiv:1602.06662, for the angles; M. Lezcano-Casado and D. Martinez-Rubio,
/// arXiv:1901.08428, for the map and its slower pace.
///
/// @param blanks T
record Copying(int units, int blanks, int epochs, String published) implements Task {
    private static final int SYMBOLS = 8, COPIED = 10, MARKER = 9, LANES = 32, BATCHES = 20;

    /// Part of the baseline on the validation data at which nothing is left to be shown.
    private static final double ENOUGH = 0.05;

    private static final double FIRST_RATE = 2e-3, LAST_RATE = 2e-4;

    /// Of a turn that each step makes: an error in an angle counts T times.
    private static final double PACE = 0.1;

    private static final Loss LOSS = new StepMean(new Categorical(SYMBOLS + 1));

    /// The network.
    record Turning(int units) implements Recurrence {
        @Override
        public void define(Definition d) {
            Vec x = d.input("in", MARKER + 1), h = d.state("h", units);
            Vec w = d.weight("turn", new Shape(units, units), Initial.constant(0));
            Vec heard = d.linear("input", units, x, Initial.normal(1 / Math.sqrt(units)));
            d.next(h, Activation.MODRELU.of(d, matvec(w, h, heard)));
            d.output("out", d.affine("dense", SYMBOLS + 1, d.next(h)));
        }
    }

    /// A map whose parameters go at another pace.
    record Paced(OrthogonalMap map, double pace) implements OrthogonalMap {
        @Override
        public int size() {
            return map.size();
        }

        @Override
        public int parameters() {
            return map.parameters();
        }

        @Override
        public double[] matrix(double[] parameters) {
            return map.matrix(times(parameters));
        }

        @Override
        public double[] gradient(double[] parameters, double[] matrixGradient) {
            return times(map.gradient(times(parameters), matrixGradient));
        }

        private double[] times(double[] v) {
            double[] r = v.clone();
            for (int i = 0; i < r.length; i++) {
                r[i] *= pace;
            }
            return r;
        }
    }

    @Override
    public String name() {
        return "copying-" + blanks;
    }

    @Override
    public String about() {
        return "ten symbols after %d frames by an orthogonal network: loss a frame"
                .formatted(blanks);
    }

    double baseline() {
        return COPIED * Math.log(SYMBOLS) / (blanks + 2 * COPIED);
    }

    @Override
    public List<Score> run(Run run) {
        Program program = Program.of(new Turning(units), 1);
        SplittableRandom random = new SplittableRandom(run.seed());
        double[] angles = random.doubles(units / 2, -Math.PI, Math.PI).toArray();
        double[] base =
                Orthogonal.rotations(angles).values(new Shape(units, units), random.split());
        int epochs = run.epochsOr(this.epochs);
        TrainingOptions options =
                TrainingOptions.of(
                                LOSS,
                                t -> new Adam(t, Adam.Settings.usual()),
                                new Schedule.Cosine(FIRST_RATE, LAST_RATE, (long) epochs * BATCHES),
                                run.threads(),
                                run.seed())
                        .withOrthogonal(Map.of("turn", new Paced(new Cayley(units, base), PACE)));
        Lesson.Learnt learnt =
                new Lesson(
                                program,
                                data(BATCHES, run.seed()),
                                data(2, ~run.seed()),
                                options,
                                epochs,
                                epochs,
                                LOSS,
                                ENOUGH * baseline())
                        .learn(run);
        double loss =
                new Evaluation(program, learnt.weights(), run.seed())
                        .loss(data(8, run.seed() + (1L << 32)), LOSS);
        return List.of(
                new Score(
                        name(),
                        "orthogonal, " + units + " units",
                        "test loss, T = " + blanks,
                        loss,
                        baseline() / 2,
                        "without memory %.4f; %s".formatted(baseline(), published),
                        run.seed(),
                        learnt.epochs(),
                        learnt.seconds()));
    }

    private Batches data(int batches, long seed) {
        return new DrawnPieces(r -> piece(blanks, r), blanks + 2 * COPIED, LANES, batches, seed);
    }

    static Piece piece(int blanks, SplittableRandom random) {
        int frames = blanks + 2 * COPIED;
        float[] x = new float[(MARKER + 1) * frames], y = new float[frames];
        for (int t = 0; t < frames; t++) {
            int symbol = t == blanks + COPIED - 1 ? MARKER : 0;
            if (t < COPIED) {
                symbol = 1 + random.nextInt(SYMBOLS);
                y[blanks + COPIED + t] = symbol;
            }
            x[(MARKER + 1) * t + symbol] = 1;
        }
        return Pair.of(
                "copying",
                new DenseSequence("symbols", MARKER + 1, x),
                new DenseSequence("answers", 1, y));
    }
}
