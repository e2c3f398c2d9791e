package eigentone.models.data;

import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/// The batches of a training, epoch by epoch: the same for the same seed and epoch, in whatever
/// order epochs are asked for, so that a training can go on where it was stopped.
///
/// Immutable; any thread. An iterator belongs to one thread.
public interface Batches {
    /// Lanes of every batch; the last ones of an epoch may be empty.
    int lanes();

    /// Frames that a batch has at most.
    int frames();

    /// What the segments are cut from; `Batch.Segment.piece` counts in it.
    List<Piece> pieces();

    /// The batches of an epoch in order.
    ///
    /// @param epoch 0 or more
    Iterator<Batch> epoch(int epoch);

    /// How many batches that epoch has.
    int count(int epoch);

    /// Channels of the input.
    default int inputWidth() {
        return pieces().getFirst().inputWidth();
    }

    /// Channels of the target.
    default int targetWidth() {
        return pieces().getFirst().targetWidth();
    }

    /// The random numbers of one epoch.
    static SplittableRandom random(long seed, int epoch) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch);
    }

    /// `order` shuffled (Fisher and Yates).
    static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    /// @throws IllegalArgumentException if there is no piece, widths differ, or a size is out of
    ///   range
    static void check(List<? extends Piece> pieces, int frames, int lanes) {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException(
                    "batches: expected at least one piece, got none; try more data");
        }
        if (frames < 1 || lanes < 1) {
            throw new IllegalArgumentException(
                    "batches: expected frames and lanes from 1, got %d and %d"
                            .formatted(frames, lanes));
        }
        Piece first = pieces.getFirst();
        for (Piece p : pieces) {
            if (p.inputWidth() != first.inputWidth() || p.targetWidth() != first.targetWidth()) {
                throw new IllegalArgumentException(
                        "piece '%s': expected %d channels in and %d out as in '%s', got %d and %d"
                                .formatted(
                                        p.name(),
                                        first.inputWidth(),
                                        first.targetWidth(),
                                        first.name(),
                                        p.inputWidth(),
                                        p.targetWidth()));
            }
        }
    }
}
