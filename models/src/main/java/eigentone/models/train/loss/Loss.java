package eigentone.models.train.loss;

/// How wrong an output is: a number to make small, and the direction in which it grows.
///
/// A loss is a function of a few sums over everything that is compared, e.g. the squared error and
/// the number of values. Batches, segments and groups of lanes add to the same sums, in any
/// division, and [#value] of the total is the loss of the whole; so is the gradient, from the
/// total's sums:
///
///     add(part 1, sums); add(part 2, sums); ...       every part adds its own
///     loss = value(sums)
///     gradient(part 1, sums, g1); ...                 d loss / d output of each part
///
/// Sums are float64, in a fixed order, and use no function whose bits depend on how Java runs:
/// `StrictMath` in place of `Math`. Losses have no state: any number of threads may use one.
///
/// In all methods the mask holds one weight in 0..1 for each frame and lane, at `frame * lanes +
/// lane`. What a frame of weight 0 holds does not count, but filters hear it: frames before a
/// segment, given with weight 0, are its history.
public interface Loss {
    /// What the loss is called in reports, recipes and messages.
    String name();

    /// Channels that the output must have for a target of `targetWidth` channels.
    ///
    /// @throws IllegalArgumentException when no output fits
    int outputWidth(int targetWidth);

    /// How many sums the loss is made from.
    int sums();

    /// Adds what `output` contributes to `sums`.
    ///
    /// @param output width [#outputWidth]
    /// @param target as many frames and lanes as the output
    /// @param mask `frames * lanes` weights in 0..1; only read
    /// @param sums [#sums] numbers; start from zeros
    /// @throws IllegalArgumentException for other shapes
    void add(Frames output, Frames target, float[] mask, double[] sums);

    /// The loss of everything that was added to `sums`.
    ///
    /// @throws IllegalArgumentException when nothing was added that has weight
    double value(double[] sums);

    /// Writes d loss / d output, the loss being that of all that `sums` hold, this part included.
    ///
    /// @param gradient shape of `output`; written over, not added to
    void gradient(Frames output, Frames target, float[] mask, double[] sums, Frames gradient);

    /// The loss of one batch; `gradient` receives d loss / d output.
    ///
    /// @return mean over what the mask lets count; NaN or infinite where the output is
    /// @throws IllegalArgumentException for other shapes, or a mask of zeros
    default double evaluate(Frames output, Frames target, float[] mask, Frames gradient) {
        double[] sums = new double[sums()];
        add(output, target, mask, sums);
        double value = value(sums);
        gradient(output, target, mask, sums, gradient);
        return value;
    }

    /// The loss of one batch.
    ///
    /// @throws IllegalArgumentException for other shapes, or a mask of zeros
    default double value(Frames output, Frames target, float[] mask) {
        double[] sums = new double[sums()];
        add(output, target, mask, sums);
        return value(sums);
    }
}
