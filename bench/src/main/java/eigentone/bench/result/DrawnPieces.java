package eigentone.bench.result;

import eigentone.models.data.Batch;
import eigentone.models.data.Batches;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.Piece;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Pieces of one length that are drawn anew for each epoch: tasks whose data are a rule.
///
/// @param draw a piece from random numbers of its own; always of `frames` frames
/// @param frames of a piece
/// @param lanes pieces side by side
/// @param count batches an epoch
record DrawnPieces(
        Function<SplittableRandom, Piece> draw, int frames, int lanes, int count, long seed)
        implements Batches {

    private Batches of(int epoch) {
        SplittableRandom random = Batches.random(seed, epoch);
        List<Piece> pieces =
                IntStream.range(0, count * lanes)
                        .mapToObj(i -> draw.apply(random.split()))
                        .toList();
        return new ConsecutiveSegments(pieces, frames, lanes, seed);
    }

    @Override
    public Iterator<Batch> epoch(int epoch) {
        return of(epoch).epoch(epoch);
    }

    @Override
    public int count(int epoch) {
        return count;
    }

    /// Those of the first epoch.
    @Override
    public List<Piece> pieces() {
        return of(0).pieces();
    }
}
