package eigentone.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Whole pieces in segments that follow one another in a lane: for scores, for evaluation, and for
/// truncated back-propagation with carried state.
///
/// Pieces of like length come together: they are shuffled, sorted into buckets a quarter of an
/// octave wide, cut into groups of as many as there are lanes, and the groups are shuffled. Each
/// lane takes the next piece in that order; its first segment begins anew, the others carry on. A
/// lane whose piece has ended is padded to the segment's end and then takes the next piece. So
/// short pieces stand beside pieces of their bucket, and a long one delays no other. Every frame of
/// every piece comes once an epoch.
public final class ConsecutiveSegments implements Batches {
    private static final double BUCKETS_PER_OCTAVE = 4;

    private final List<Piece> pieces;
    private final int frames;
    private final int lanes;
    private final long seed;

    /// @param pieces what the segments are cut from
    /// @param frames length of a segment, at most
    /// @param lanes pieces side by side
    /// @param seed of the order
    /// @throws IllegalArgumentException if a size is out of range or widths differ
    public ConsecutiveSegments(List<? extends Piece> pieces, int frames, int lanes, long seed) {
        Batches.check(pieces, frames, lanes);
        this.pieces = List.copyOf(pieces);
        this.frames = frames;
        this.lanes = lanes;
        this.seed = seed;
    }

    @Override
    public Iterator<Batch> epoch(int epoch) {
        return plan(epoch).stream().map(s -> Batch.of(pieces, longest(s), s)).iterator();
    }

    /// What the lanes hold, batch after batch.
    private List<List<Batch.Segment>> plan(int epoch) {
        int[] order = order(epoch);
        int next = 0;
        int[] piece = new int[lanes];
        int[] at = new int[lanes];
        Arrays.fill(piece, -1);
        List<List<Batch.Segment>> plan = new ArrayList<>();
        while (true) {
            List<Batch.Segment> segments = new ArrayList<>();
            for (int l = 0; l < lanes; l++) {
                if (piece[l] < 0 || at[l] == pieces.get(piece[l]).frames()) {
                    piece[l] = next < order.length ? order[next++] : -1;
                    at[l] = 0;
                }
                if (piece[l] < 0) {
                    segments.add(Batch.Segment.EMPTY);
                    continue;
                }
                int here = Math.min(frames, pieces.get(piece[l]).frames() - at[l]);
                segments.add(new Batch.Segment(piece[l], at[l], here, at[l] == 0));
                at[l] += here;
            }
            if (longest(segments) == 0) {
                return plan;
            }
            plan.add(segments);
        }
    }

    private static int longest(List<Batch.Segment> segments) {
        return segments.stream().mapToInt(Batch.Segment::frames).max().orElseThrow();
    }

    /// The pieces in the order in which the lanes take them.
    private int[] order(int epoch) {
        SplittableRandom random = Batches.random(seed, epoch);
        int[] order = IntStream.range(0, pieces.size()).toArray();
        Batches.shuffle(order, random);
        int[] sorted =
                Arrays.stream(order)
                        .boxed()
                        .sorted(Comparator.comparingInt(this::bucket)) // stable
                        .mapToInt(Integer::intValue)
                        .toArray();
        // The shortest pieces, too few for a group, come last: there they shift no other group.
        int rest = sorted.length % lanes;
        int[] groups = IntStream.range(0, sorted.length / lanes).toArray();
        Batches.shuffle(groups, random);
        IntStream grouped =
                Arrays.stream(groups)
                        .flatMap(g ->
                                Arrays.stream(sorted, rest + g * lanes, rest + (g + 1) * lanes));
        return IntStream.concat(grouped, Arrays.stream(sorted, 0, rest)).toArray();
    }

    private int bucket(int piece) {
        double octaves = Math.log(pieces.get(piece).frames()) / Math.log(2);
        return (int) Math.ceil(BUCKETS_PER_OCTAVE * octaves);
    }

    @Override
    public int count(int epoch) {
        return plan(epoch).size();
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public List<Piece> pieces() {
        return pieces;
    }
}
