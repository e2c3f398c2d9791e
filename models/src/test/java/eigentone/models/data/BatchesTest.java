package eigentone.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.models.data.Batch.Segment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    /// Piece p of given lengths: frame t is (1000 p + t + 1, its negative) in and its double out.
    private static List<Piece> pieces(int... lengths) {
        List<Piece> pieces = new ArrayList<>();
        for (int p = 0; p < lengths.length; p++) {
            float[] in = new float[2 * lengths[p]];
            float[] out = new float[lengths[p]];
            for (int t = 0; t < lengths[p]; t++) {
                in[2 * t] = 1000 * p + t + 1;
                in[2 * t + 1] = -in[2 * t];
                out[t] = 2 * in[2 * t];
            }
            pieces.add(
                    Pair.of(
                            "p" + p,
                            new DenseSequence("in", 2, in),
                            new DenseSequence("out", 1, out)));
        }
        return pieces;
    }

    private static List<Batch> all(Batches batches, int epoch) {
        List<Batch> all = new ArrayList<>();
        batches.epoch(epoch).forEachRemaining(all::add);
        assertThat(all).hasSize(batches.count(epoch));
        return all;
    }

    /// Checks that every lane holds what it says, lanes innermost, and 0 beyond.
    private static void check(Batch b) {
        for (int l = 0; l < b.lanes(); l++) {
            Segment s = b.segments().get(l);
            for (int t = 0; t < b.frames(); t++) {
                float x = t < s.frames() ? 1000 * s.piece() + s.from() + t + 1 : 0;
                assertThat(b.inputs()[(t * 2) * b.lanes() + l]).isEqualTo(x);
                assertThat(b.inputs()[(t * 2 + 1) * b.lanes() + l]).isEqualTo(x == 0 ? 0 : -x);
                assertThat(b.targets()[t * b.lanes() + l]).isEqualTo(2 * x);
                if (t >= s.frames()) {
                    assertThat(b.mask()[t * b.lanes() + l]).isZero();
                }
            }
        }
    }

    @Test
    void consecutiveSegmentsBringEveryFrameOnceInOrder() {
        Batches batches = new ConsecutiveSegments(pieces(5, 100, 7, 64, 33, 8, 101), 16, 3, 1);
        int[] next = new int[7];
        int[] inLane = new int[3];
        for (Batch b : all(batches, 0)) {
            check(b);
            assertThat(b.frames()).isBetween(1, 16);
            for (int l = 0; l < 3; l++) {
                Segment s = b.segments().get(l);
                if (s.piece() < 0) {
                    continue;
                }
                assertThat(s.begins()).isEqualTo(s.from() == 0);
                if (s.begins()) {
                    inLane[l] = s.piece();
                }
                assertThat(s.piece()).isEqualTo(inLane[l]);
                if (s.frames() > 0) {
                    assertThat(s.from()).isEqualTo(next[s.piece()]);
                    next[s.piece()] += s.frames();
                }
            }
        }
        assertThat(next).containsExactly(5, 100, 7, 64, 33, 8, 101);
        assertThat(all(batches, 0).stream().mapToInt(Batch::counted).sum())
                .isEqualTo(5 + 100 + 7 + 64 + 33 + 8 + 101);
    }

    @Test
    void piecesOfLikeLengthStandTogether() {
        int[] lengths = IntStream.range(0, 600).map(i -> 100 + i * 17 % 200).toArray();
        Batches batches = new ConsecutiveSegments(pieces(lengths), 1000, 10, 5);
        long padded = 0;
        long frames = 0;
        for (Batch b : all(batches, 3)) {
            padded += b.frames() * (long) b.lanes();
            frames += b.counted();
        }
        // Random groups of ten would waste about 40 % of them.
        assertThat(padded - frames).isLessThan(frames * 16 / 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void randomSegmentsLetEveryFrameCountAtMostOnce(int warmUp) {
        Batches batches = new RandomSegments(pieces(100, 37, 20, 205), 32, 3, warmUp, 9);
        TreeSet<Float> ever = new TreeSet<>();
        for (int epoch = 0; epoch < 40; epoch++) {
            TreeSet<Float> seen = new TreeSet<>();
            int counted = 0;
            for (Batch b : all(batches, epoch)) {
                check(b);
                assertThat(b.segments()).allMatch(Segment::begins);
                for (int t = 0; t < b.frames(); t++) {
                    for (int l = 0; l < b.lanes(); l++) {
                        if (b.mask()[b.maskAt(t, l)] == 1) {
                            counted++;
                            seen.add(b.targets()[b.targetAt(t, 0, l)]);
                            assertThat(t).isGreaterThanOrEqualTo(warmUp);
                        }
                    }
                }
            }
            assertThat(seen).hasSize(counted);
            ever.addAll(seen);
        }
        // All but those at the beginning of a piece, of which every segment needs some to warmUp.
        assertThat(ever).hasSize(100 + 37 + 20 + 205 - 4 * warmUp);
    }

    @Test
    void theSameSeedAndEpochGiveTheSameBatches() {
        for (int kind = 0; kind < 2; kind++) {
            List<List<Segment>> a = segments(kind, 7, 4);
            assertThat(segments(kind, 7, 4)).isEqualTo(a);
            assertThat(segments(kind, 7, 5)).isNotEqualTo(a);
            assertThat(segments(kind, 8, 4)).isNotEqualTo(a);
        }
    }

    private static List<List<Segment>> segments(int kind, long seed, int epoch) {
        List<Piece> pieces = pieces(50, 51, 52, 53, 54, 100, 101, 102);
        Batches batches =
                kind == 0
                        ? new RandomSegments(pieces, 16, 2, 0, seed)
                        : new ConsecutiveSegments(pieces, 16, 2, seed);
        return all(batches, epoch).stream().map(Batch::segments).toList();
    }

    @Test
    void nextStepPredictsEveryFrameFromThoseBefore() {
        DenseSequence s = new DenseSequence("s", 1, new float[] {1, 2, 3, 4, 5});
        Batches batches = new ConsecutiveSegments(List.of(new NextStep(s)), 3, 1, 0);
        Iterator<Batch> it = batches.epoch(0);
        Batch first = it.next();
        assertThat(first.inputs()).containsExactly(0, 1, 2);
        assertThat(first.targets()).containsExactly(1, 2, 3);
        Batch second = it.next();
        assertThat(second.inputs()).containsExactly(3, 4);
        assertThat(second.targets()).containsExactly(4, 5);
        assertThat(second.mask()).containsExactly(1, 1);
        assertThat(it.hasNext()).isFalse();
    }

    @Test
    void framesThatLetTheStateSettleDoNotCount() {
        DenseSequence s = new DenseSequence("s", 1, new float[] {1, 2, 3, 4, 5});
        Batches batches = new ConsecutiveSegments(List.of(new Pair("p", s, s, 2, 4)), 9, 1, 0);
        assertThat(batches.epoch(0).next().mask()).containsExactly(0, 0, 1, 1, 0);
    }

    @Test
    void piecesOfDifferentWidthsAreRefused() {
        List<Piece> mixed = new ArrayList<>(pieces(5));
        mixed.add(new NextStep(new DenseSequence("s", 3, new float[6])));
        assertThatThrownBy(() -> new RandomSegments(mixed, 16, 2, 0, 0))
                .hasMessage("piece 's': expected 2 channels in and 1 out as in 'p0', got 3 and 3");
        assertThatThrownBy(() -> new ConsecutiveSegments(List.of(), 16, 2, 0))
                .hasMessageContaining("expected at least one piece");
        assertThatThrownBy(() -> new RandomSegments(pieces(5), 16, 2, 16, 0))
                .hasMessageContaining("'warmUpFrames': expected 0..15, got 16");
        assertThatThrownBy(() -> new RandomSegments(pieces(20, 5), 16, 2, 5, 0))
                .hasMessage(
                        "piece 'p1': expected more than 5 frames to warm up, got 5; leave it out");
    }
}
