package eigentone.models.recipe;

/// What an epoch came to.
///
/// @param number from 1
/// @param loss mean over its batches, as they were met
/// @param valid the loss over the validation set
/// @param gradientNorm mean before clipping
/// @param rate of the last step
/// @param samples frames of all lanes that were gone over
/// @param seconds it took, without the validation
public record EpochRecord(
        int number,
        double loss,
        double valid,
        double gradientNorm,
        double rate,
        long samples,
        double seconds) {
    /// How many numbers it has.
    static final int FIELDS = 7;

    double[] numbers() {
        return new double[] {number, loss, valid, gradientNorm, rate, samples, seconds};
    }

    /// @param from index of the first number
    static EpochRecord of(double[] n, int from) {
        return new EpochRecord(
                (int) n[from],
                n[from + 1],
                n[from + 2],
                n[from + 3],
                n[from + 4],
                (long) n[from + 5],
                n[from + 6]);
    }
}
