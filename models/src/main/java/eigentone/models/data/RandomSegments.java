package eigentone.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Segments of one length in random order, each with a state that begins anew: for recordings.
///
/// In each epoch every piece is cut into as many whole segments as it holds, beginning at a random
/// frame within what is left over, so that all frames come to count; the segments of all pieces are
/// shuffled and put into the lanes. A piece shorter than a segment is padded. The first
/// `warmUpFrames` of a segment never count; segments overlap by them, so that every other frame
/// counts once an epoch.
public final class RandomSegments implements Batches {
    private final List<Piece> pieces;
    private final int frames;
    private final int lanes;
    private final int warmUpFrames;
    private final long seed;
    private final int segments;

    /// @param pieces what the segments are cut from
    /// @param frames length of a segment
    /// @param lanes segments of a batch
    /// @param warmUpFrames frames at the beginning of each segment that do not count, below
    ///   `frames`
    /// @param seed of beginnings and order
    /// @throws IllegalArgumentException if a size is out of range or widths differ
    public RandomSegments(
            List<? extends Piece> pieces, int frames, int lanes, int warmUpFrames, long seed) {
        Batches.check(pieces, frames, lanes);
        if (warmUpFrames < 0 || warmUpFrames >= frames) {
            throw new IllegalArgumentException(
                    "segments 'warmUpFrames': expected 0..%d, got %d"
                            .formatted(frames - 1, warmUpFrames));
        }
        for (Piece p : pieces) {
            if (p.frames() <= warmUpFrames) {
                throw new IllegalArgumentException(
                        "piece '%s': expected more than %d frames to warm up, got %d; leave it out"
                                .formatted(p.name(), warmUpFrames, p.frames()));
            }
        }
        this.pieces = List.copyOf(pieces);
        this.frames = frames;
        this.lanes = lanes;
        this.warmUpFrames = warmUpFrames;
        this.seed = seed;
        segments = this.pieces.stream().mapToInt(this::segmentsOf).reduce(0, Math::addExact);
    }

    private int segmentsOf(Piece p) {
        return Math.max(1, (p.frames() - warmUpFrames) / (frames - warmUpFrames));
    }

    @Override
    public Iterator<Batch> epoch(int epoch) {
        SplittableRandom random = Batches.random(seed, epoch);
        int[] piece = new int[segments];
        int[] from = new int[segments];
        int n = 0;
        for (int p = 0; p < pieces.size(); p++) {
            int hop = frames - warmUpFrames;
            int count = segmentsOf(pieces.get(p));
            int slack = pieces.get(p).frames() - warmUpFrames - count * hop;
            int begin = slack > 0 ? random.nextInt(slack + 1) : 0;
            for (int k = 0; k < count; k++) {
                piece[n] = p;
                from[n] = begin + k * hop;
                n++;
            }
        }
        int[] order = IntStream.range(0, segments).toArray();
        Batches.shuffle(order, random);
        return IntStream.range(0, count(epoch))
                .mapToObj(b -> batch(b, order, piece, from))
                .iterator();
    }

    private Batch batch(int number, int[] order, int[] piece, int[] from) {
        List<Batch.Segment> taken = new ArrayList<>();
        for (int l = 0; l < lanes; l++) {
            int k = number * lanes + l;
            if (k >= order.length) {
                taken.add(Batch.Segment.EMPTY);
                continue;
            }
            int p = piece[order[k]];
            int begin = from[order[k]];
            int length = Math.min(frames, pieces.get(p).frames() - begin);
            taken.add(new Batch.Segment(p, begin, length, true));
        }
        Batch batch = Batch.of(pieces, frames, taken);
        Arrays.fill(batch.mask(), 0, warmUpFrames * lanes, 0);
        return batch;
    }

    @Override
    public int count(int epoch) {
        return Math.ceilDiv(segments, lanes);
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
