package eigentone.models.train.loss;

/// A loss that looks at one frame of one lane at a time: a likelihood, a divergence.
///
/// [StepMean] makes a [Loss] of it. Any thread; no state.
public interface StepLoss {
    /// What the loss is called in reports, recipes and messages.
    String name();

    /// Channels that the output must have for a target of `targetWidth` channels.
    ///
    /// @throws IllegalArgumentException when no output fits
    int outputWidth(int targetWidth);

    /// The loss of frame `frame` in lane `lane`.
    ///
    /// @throws IllegalArgumentException for a target that is not possible
    double loss(Frames output, Frames target, int frame, int lane);

    /// Writes `scale` times d loss / d output into that frame and lane of `gradient`, all channels.
    void gradient(Frames output, Frames target, int frame, int lane, double scale, Frames gradient);
}
