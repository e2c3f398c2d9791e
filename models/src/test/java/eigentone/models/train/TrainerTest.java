package eigentone.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.language.Shape;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.Network;
import eigentone.models.data.Batches;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.DenseSequence;
import eigentone.models.data.Pair;
import eigentone.models.data.Piece;
import eigentone.models.initial.Orthogonal;
import eigentone.models.train.loss.MeanSquare;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.optimize.Lbfgs;
import eigentone.models.train.optimize.Saved;
import eigentone.models.train.optimize.Tensor;
import eigentone.models.train.orthogonal.Cayley;
import eigentone.models.train.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Learning to say what was heard two frames ago.
final class TrainerTest {
    private static final int PIECES = 20, LANES = 10;
    private static final String RECURRENT = "layer1.recurrent.weight";

    private static Batches data() {
        List<Piece> pieces = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(4);
        for (int n = 0; n < PIECES; n++) {
            float[] x = new float[60 + n % 3], y = new float[x.length];
            for (int t = 0; t < x.length; t++) {
                x[t] = (float) random.nextGaussian(0, 0.5);
                y[t] = t < 2 ? 0 : 0.8f * x[t - 2];
            }
            pieces.add(
                    Pair.of(
                            "piece " + n,
                            new DenseSequence("x", 1, x),
                            new DenseSequence("y", 1, y)));
        }
        return new ConsecutiveSegments(pieces, 25, LANES, 1);
    }

    private static Program network(String cell, boolean dropout) {
        return Program.of(new Network(cell, 1, 6, 1, 1, false, dropout), 48_000);
    }

    private static TrainingOptions options(int threads) {
        return TrainingOptions.of(
                new MeanSquare(),
                t -> new Adam(t, Adam.Settings.usual()),
                new Schedule.Constant(0.02),
                threads,
                3);
    }

    private static Trainer trainer(Program p, TrainingOptions o) {
        return new Trainer(p, Weights.initial(p, 1), LANES, o);
    }

    private static void epochs(Trainer t, int from, int to) {
        for (int e = from; e < to; e++) {
            t.epoch(data(), e, (done, of, loss, norm) -> true);
        }
    }

    private static void assertSame(Program p, Weights a, Weights b) {
        p.weights().forEach(w -> assertThat(a.get(w.name())).isEqualTo(b.get(w.name())));
    }

    @Test
    void learnsToRemember() {
        Program p = network("gru", false);
        try (Trainer t = trainer(p, options(2))) {
            double before = t.evaluate(data());
            epochs(t, 0, 60);
            // Without memory the best answer is 0, which the first weights come near to.
            assertThat(before).isBetween(0.1, 0.4);
            assertThat(t.evaluate(data())).isLessThan(0.03 * before);
        }
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        Program p = network("lstm", true);
        try (Trainer one = trainer(p, options(1).withDropout(0.3).withAverage(0.9));
                Trainer two = trainer(p, options(3).withDropout(0.3).withAverage(0.9))) {
            epochs(one, 0, 3);
            epochs(two, 0, 3);
            assertSame(p, one.weights(), two.weights());
        }
    }

    @Test
    void goesOnWhereItWasSaved() {
        Program p = network("gru", true);
        TrainingOptions o = options(1).withDropout(0.2).withAverage(0.95);
        try (Trainer whole = trainer(p, o);
                Trainer first = trainer(p, o);
                Trainer second = trainer(p, o)) {
            epochs(whole, 0, 5);
            epochs(first, 0, 2);
            Saved saved = first.save();
            epochs(second, 0, 1);
            second.restore(saved);
            epochs(second, 2, 5);
            assertSame(p, whole.weights(), second.weights());
        }
    }

    @Test
    void orthogonalWeightStaysOrthogonal() {
        Program p = network("elman", false);
        double[] base = Orthogonal.haar(1).values(new Shape(6, 6), new SplittableRandom(1));
        TrainingOptions o = options(1).withOrthogonal(Map.of(RECURRENT, new Cayley(6, base)));
        try (Trainer t = trainer(p, o)) {
            float[] before = t.weights().get(RECURRENT);
            epochs(t, 0, 20);
            float[] u = t.weights().get(RECURRENT);
            assertThat(u).isNotEqualTo(before);
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 6; j++) {
                    double dot = 0;
                    for (int k = 0; k < 6; k++) {
                        dot += (double) u[k * 6 + i] * u[k * 6 + j];
                    }
                    assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-6));
                }
            }
        }
    }

    @Test
    void dropoutLeavesUnitsOutWhileItLearnsOnly() {
        Program p = network("gru", true);
        try (Trainer with = trainer(p, options(1).withDropout(0.5));
                Trainer without = trainer(p, options(1))) {
            assertThat(with.evaluate(data())).isEqualTo(without.evaluate(data()));
            epochs(with, 0, 1);
            epochs(without, 0, 1);
            assertThat(with.evaluate(data())).isNotEqualTo(without.evaluate(data()));
        }
    }

    @Test
    void secondOrderStepsOnAllOfTheData() {
        Program p = network("elman", false);
        try (WholeLoss whole =
                new WholeLoss(p, Weights.initial(p, 1), data(), new MeanSquare(), 2)) {
            float[][] w = whole.start(), g = Tensor.zeros(whole.tensors());
            double before = whole.evaluate(w, g);
            assertThat(new Evaluation(p, whole.weights(w), 0).loss(data(), new MeanSquare()))
                    .isEqualTo(before);
            Lbfgs lbfgs = new Lbfgs(whole.tensors(), Lbfgs.Settings.usual());
            double loss = before;
            for (int i = 0; i < 40 && !lbfgs.finished(); i++) {
                double next = lbfgs.step(whole, w);
                assertThat(next).isLessThanOrEqualTo(loss);
                loss = next;
            }
            assertThat(loss).isLessThan(0.1 * before);
        }
    }

    @Test
    void dataThatDoNotFitAreRefused() {
        Program p = Program.of(new Network("gru", 2, 6, 1, 1, false, false), 48_000);
        try (Trainer t = trainer(p, options(1))) {
            assertThatThrownBy(() -> epochs(t, 0, 1))
                    .hasMessageContaining("10 lanes of 2 channels");
        }
    }

    @Test
    void stopsWhereItIsTold() {
        Program p = network("gru", false);
        try (Trainer t = trainer(p, options(1))) {
            Trainer.Epoch e = t.epoch(data(), 0, (done, of, loss, norm) -> done < 2);
            assertThat(e.samples()).isEqualTo(2 * 25 * LANES);
        }
    }
}
