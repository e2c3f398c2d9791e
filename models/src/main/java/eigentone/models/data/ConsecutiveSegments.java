package eigentone.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Whole pieces, one a lane, in segments that follow one another: for scores, for evaluation, and
/// for truncated back-propagation with carried state.
///
/// Pieces of like length stand side by side: they are shuffled, sorted into buckets a quarter of an
/// octave wide (so that padding within one is below 16 % of its longest piece), cut into groups of
/// as many as there are lanes, and the groups are shuffled. A group is as long as its longest
/// piece; its first segment begins anew, the others carry on. Every frame of every piece comes once
/// an epoch.
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
        List<Place> places = new ArrayList<>();
        for (int[] group : groups(epoch)) {
            for (int k = 0; k < segmentsOf(group); k++) {
                places.add(new Place(group, k * frames));
            }
        }
        return places.stream().map(p -> batch(p.group, p.from)).iterator();
    }

    private record Place(int[] group, int from) {}

    /// Indices of the pieces that stand side by side, group after group.
    private List<int[]> groups(int epoch) {
        SplittableRandom random = Batches.random(seed, epoch);
        int[] order = IntStream.range(0, pieces.size()).toArray();
        Batches.shuffle(order, random);
        int[] sorted =
                Arrays.stream(order)
                        .boxed()
                        .sorted(Comparator.comparingInt(this::bucket)) // stable
                        .mapToInt(Integer::intValue)
                        .toArray();
        int count = Math.ceilDiv(sorted.length, lanes);
        int[] groupOrder = IntStream.range(0, count).toArray();
        Batches.shuffle(groupOrder, random);
        List<int[]> groups = new ArrayList<>();
        for (int g : groupOrder) {
            groups.add(
                    Arrays.copyOfRange(
                            sorted, g * lanes, Math.min(sorted.length, (g + 1) * lanes)));
        }
        return groups;
    }

    private int bucket(int piece) {
        double octaves = Math.log(pieces.get(piece).frames()) / Math.log(2);
        return (int) Math.ceil(BUCKETS_PER_OCTAVE * octaves);
    }

    private int longest(int[] group) {
        return Arrays.stream(group).map(p -> pieces.get(p).frames()).max().orElseThrow();
    }

    private int segmentsOf(int[] group) {
        return Math.ceilDiv(longest(group), frames);
    }

    private Batch batch(int[] group, int from) {
        List<Batch.Segment> taken = new ArrayList<>();
        for (int l = 0; l < lanes; l++) {
            if (l >= group.length) {
                taken.add(Batch.Segment.EMPTY);
                continue;
            }
            int here = Math.clamp(pieces.get(group[l]).frames() - from, 0, frames);
            taken.add(new Batch.Segment(group[l], from, here, from == 0));
        }
        return Batch.of(pieces, Math.min(frames, longest(group) - from), taken);
    }

    @Override
    public int count(int epoch) {
        return groups(epoch).stream().mapToInt(this::segmentsOf).sum();
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
