package eigentone.models.train.loss;

/// What every loss refuses, in the same words.
final class Checked {
    private Checked() {}

    /// @throws IllegalArgumentException when the parts of a batch do not belong together
    static void shapes(Loss loss, Frames output, Frames target, float[] mask) {
        if (output.frames() != target.frames() || output.lanes() != target.lanes()) {
            throw new IllegalArgumentException(
                    "%s: expected a target of %d frames x %d lanes like the output, got %d x %d"
                            .formatted(
                                    loss.name(),
                                    output.frames(),
                                    output.lanes(),
                                    target.frames(),
                                    target.lanes()));
        }
        int width = loss.outputWidth(target.width());
        if (output.width() != width) {
            throw new IllegalArgumentException(
                    "%s: expected an output of %d channels for a target of %d, got %d"
                            .formatted(loss.name(), width, target.width(), output.width()));
        }
        if (mask.length != output.frames() * output.lanes()) {
            throw new IllegalArgumentException(
                    "%s 'mask': expected %d weights (%d frames x %d lanes), got %d"
                            .formatted(
                                    loss.name(),
                                    output.frames() * output.lanes(),
                                    output.frames(),
                                    output.lanes(),
                                    mask.length));
        }
    }

    static void gradient(Loss loss, Frames output, Frames gradient) {
        if (gradient.frames() != output.frames()
                || gradient.width() != output.width()
                || gradient.lanes() != output.lanes()) {
            throw new IllegalArgumentException(
                    "%s 'gradient': expected %d frames x %d x %d lanes like the output, got %d x %d x %d"
                            .formatted(
                                    loss.name(),
                                    output.frames(),
                                    output.width(),
                                    output.lanes(),
                                    gradient.frames(),
                                    gradient.width(),
                                    gradient.lanes()));
        }
    }

    /// `weight` itself, refused when nothing counts.
    static double weight(Loss loss, double weight) {
        if (weight == 0) {
            throw new IllegalArgumentException(
                    loss.name() + " 'mask': expected some weight above 0, got zeros only");
        }
        return weight;
    }
}
