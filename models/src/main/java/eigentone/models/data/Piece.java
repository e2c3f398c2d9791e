package eigentone.models.data;

/// Something to learn from that stands alone: for each frame an input, a target, and whether the
/// frame counts. A model's state begins anew with each piece.
///
/// Immutable; any thread.
public interface Piece {
    /// What messages call it.
    String name();

    /// Length, 1 or more.
    int frames();

    /// Channels of the input.
    int inputWidth();

    /// Channels of the target.
    int targetWidth();

    /// Writes the frames `from`.. of this piece to the first `count` frames of lane `lane`: inputs,
    /// targets, and 1 in the mask where a frame counts. The lane is all 0 before.
    void write(int from, int count, Batch to, int lane);
}
