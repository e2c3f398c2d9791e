package eigentone.models.data;

/// A sequence that a model shall continue: each frame is the target, the frame before it the input.
///
///     input[t] = sequence[t - 1], input[0] = 0        target[t] = sequence[t]
///
/// Every frame counts, the first too, which is predicted from silence. The mean over all frames of
/// all pieces is the micro-average by which the piano-roll corpora are scored (Boulanger-Lewandowski
/// et al. 2012); scores that count the frames from the second on are a little lower or higher.
///
/// @param sequence what is to be continued
public record NextStep(Sequence sequence) implements Piece {
    @Override
    public String name() {
        return sequence.name();
    }

    @Override
    public int frames() {
        return sequence.frames();
    }

    @Override
    public int inputWidth() {
        return sequence.width();
    }

    @Override
    public int targetWidth() {
        return sequence.width();
    }

    @Override
    public void write(int from, int count, Batch to, int lane) {
        for (int t = 0; t < count; t++) {
            if (from + t > 0) {
                sequence.copy(from + t - 1, to.inputs(), to.inputAt(t, 0, lane), to.lanes());
            }
            sequence.copy(from + t, to.targets(), to.targetAt(t, 0, lane), to.lanes());
            to.mask()[to.maskAt(t, lane)] = 1;
        }
    }
}
