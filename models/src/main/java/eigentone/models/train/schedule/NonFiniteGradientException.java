package eigentone.models.train.schedule;

/// A gradient that is not a number, or without bound: its step would destroy the weights.
public final class NonFiniteGradientException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    private final String tensor;

    NonFiniteGradientException(String tensor, int entry, float value) {
        super(
                "gradient '%s': expected finite numbers, got %s at entry %d; try a lower rate, a lower limit of the norm or shorter segments"
                        .formatted(tensor, value, entry));
        this.tensor = tensor;
    }

    /// The first tensor that has such an entry.
    public String tensor() {
        return tensor;
    }
}
