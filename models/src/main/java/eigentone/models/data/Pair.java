package eigentone.models.data;

/// An input and the target that a model shall make of it, frame by frame.
///
/// @param name what messages call it
/// @param input what goes in
/// @param target what shall come out, as long as the input
/// @param countFrom first frame that counts; those before let the state settle
/// @param countTo end of the frames that count
public record Pair(String name, Sequence input, Sequence target, int countFrom, int countTo)
        implements Piece {
    /// @throws IllegalArgumentException if the lengths differ or no frame counts
    public Pair {
        if (input.frames() != target.frames()) {
            throw new IllegalArgumentException(
                    "pair '%s': expected input and target of one length, got %d and %d frames"
                            .formatted(name, input.frames(), target.frames()));
        }
        if (countFrom < 0 || countTo <= countFrom || countTo > input.frames()) {
            throw new IllegalArgumentException(
                    "pair '%s': expected frames that count within 0..%d, got %d..%d"
                            .formatted(name, input.frames(), countFrom, countTo));
        }
    }

    /// A pair of which every frame counts.
    public static Pair of(String name, Sequence input, Sequence target) {
        return new Pair(name, input, target, 0, input.frames());
    }

    @Override
    public int frames() {
        return input.frames();
    }

    @Override
    public int inputWidth() {
        return input.width();
    }

    @Override
    public int targetWidth() {
        return target.width();
    }

    @Override
    public void write(int from, int count, Batch to, int lane) {
        for (int t = 0; t < count; t++) {
            input.copy(from + t, to.inputs(), to.inputAt(t, 0, lane), to.lanes());
            target.copy(from + t, to.targets(), to.targetAt(t, 0, lane), to.lanes());
            boolean counts = from + t >= countFrom && from + t < countTo;
            to.mask()[to.maskAt(t, lane)] = counts ? 1 : 0;
        }
    }
}
