package eigentone.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.models.data.Batch;
import eigentone.models.data.Batches;
import eigentone.models.data.Pair;
import eigentone.models.data.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The data are what the tasks say.
final class DataOfTasksTest {
    private static float[] values(Sequence s) {
        float[] all = new float[s.frames() * s.width()];
        for (int t = 0; t < s.frames(); t++) {
            s.copy(t, all, t * s.width(), 1);
        }
        return all;
    }

    @Test
    void addingAsksForTheSumOfAMarkedNumberOfEachHalf() {
        for (int seed = 0; seed < 20; seed++) {
            Pair p = (Pair) Adding.piece(31, new SplittableRandom(seed));
            float[] x = values(p.input()), y = values(p.target());
            double sum = 0;
            int[] marks = new int[2];
            for (int t = 0; t < 31; t++) {
                assertThat(x[2 * t]).isBetween(0f, 1f);
                if (x[2 * t + 1] == 1) {
                    sum += x[2 * t];
                    marks[t < 15 ? 0 : 1]++;
                }
            }
            assertThat(marks).containsExactly(1, 1);
            assertThat((double) y[30]).isCloseTo(sum, within(1e-6));
            assertThat(p.countFrom()).isEqualTo(30);
            assertThat(p.countTo()).isEqualTo(31);
        }
    }

    @Test
    void copyingAsksForTheSymbolsAfterTheMarker() {
        int blanks = 12, frames = blanks + 20;
        Pair p = (Pair) Copying.piece(blanks, new SplittableRandom(3));
        float[] x = values(p.input()), y = values(p.target());
        for (int t = 0; t < frames; t++) {
            int symbol = only(Arrays.copyOfRange(x, 10 * t, 10 * t + 10));
            if (t < 10) {
                assertThat(symbol).isBetween(1, 8);
                assertThat(y[t + blanks + 10]).isEqualTo(symbol);
            } else {
                assertThat(symbol).isEqualTo(t == blanks + 9 ? 9 : 0);
            }
            if (t < blanks + 10) {
                assertThat(y[t]).isZero();
            }
        }
        assertThat(p.frames()).isEqualTo(frames);
        assertThat(new Copying(4, 1000, 1, "").baseline()).isCloseTo(0.0204, within(5e-5));
    }

    /// The place of the one entry that is 1, the others being 0.
    private static int only(float[] entries) {
        int at = -1;
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] != 0) {
                assertThat(entries[i]).isEqualTo(1);
                assertThat(at).isEqualTo(-1);
                at = i;
            }
        }
        return at;
    }

    @Test
    void piecesAreNewInEachEpochAndTheSameWhenAskedAgain() {
        Batches data = new DrawnPieces(r -> Adding.piece(9, r), 9, 4, 3, 5);
        List<float[]> first = inputs(data, 0), again = inputs(data, 0), second = inputs(data, 1);
        assertThat(first).hasSize(3).hasSize(data.count(0));
        for (int b = 0; b < 3; b++) {
            assertThat(first.get(b)).isEqualTo(again.get(b)).isNotEqualTo(second.get(b));
        }
    }

    private static List<float[]> inputs(Batches data, int epoch) {
        List<float[]> all = new ArrayList<>();
        data.epoch(epoch).forEachRemaining((Batch b) -> all.add(b.inputs()));
        return all;
    }

    @Test
    void mackeyGlassKeepsToItsEquation() {
        double[] s = MackeyGlass.series(3000, 2);
        // The slope by differences over two samples, against the equation; the third derivative is
        // below 0.1.
        for (int t = 18; t < 2999; t++) {
            double x = s[t] + 1, late = s[t - 17] + 1;
            double slope = 0.2 * late / (1 + Math.pow(late, 10)) - 0.1 * x;
            assertThat((s[t + 1] - s[t - 1]) / 2).isCloseTo(slope, within(0.02));
            assertThat(x).isBetween(0.2, 1.4);
        }
    }

    @Test
    void narmaByHand() {
        double[] u = new double[12];
        u[0] = 0.4;
        u[9] = 0.5;
        double[] y = Narma.output(u);
        assertThat(y[1]).isCloseTo(0.1, within(1e-15));
        assertThat(y[2]).isCloseTo(0.3 * 0.1 + 0.05 * 0.1 * 0.1 + 0.1, within(1e-15));
        double sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += y[9 - i];
        }
        double expected = 0.3 * y[9] + 0.05 * y[9] * sum + 1.5 * 0.4 * 0.5 + 0.1;
        assertThat(y[10]).isCloseTo(expected, within(1e-15));
    }

    /// 240, 60 and 60 clips, and the best gain alone has an ESR of 0.65, as the data's origin says.
    @Test
    void klonIsScoredByItsRule() throws Exception {
        try (BundledData data = new BundledData()) {
            assertThat(Klon.pieces(data, "val")).hasSize(60);
            List<Pair> test = Klon.pieces(data, "test");
            assertThat(test).hasSize(60);
            double xx = 0, xy = 0, yy = 0;
            for (Pair p : test) {
                assertThat(p.frames()).isEqualTo(11_025);
                assertThat(p.countTo() - p.countFrom()).isEqualTo(8_050);
                float[] x = values(p.input()), y = values(p.target());
                for (int t = p.countFrom(); t < p.countTo(); t++) {
                    xx += (double) x[t] * x[t];
                    xy += (double) x[t] * y[t];
                    yy += (double) y[t] * y[t];
                }
            }
            assertThat(1 - xy * xy / (xx * yy)).isCloseTo(0.65, within(0.005));
        }
    }
}
