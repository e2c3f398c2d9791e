package eigentone.models.train.loss;

/// Negative log likelihood of one choice among `classes`: notes of a melody, symbols, words.
///
///     L = log sum_j e^(z_j) - z_t
///
/// in nats, with logits z and the target class t. The target holds the number of the class, 0 to
/// `classes - 1`; with several target channels each is a choice of its own, its logits beside each
/// other in the output, and their losses are summed. Source: C. M. Bishop, "Pattern recognition and
/// machine learning", 2006, section 4.3.4.
///
/// @param classes 2 or more
public record Categorical(int classes) implements StepLoss {
    /// @throws IllegalArgumentException for fewer than 2 classes
    public Categorical {
        if (classes < 2) {
            throw new IllegalArgumentException(
                    "categorical 'classes': expected 2 or more, got " + classes);
        }
    }

    @Override
    public String name() {
        return "categorical";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return targetWidth * classes;
    }

    @Override
    public double loss(Frames output, Frames target, int frame, int lane) {
        double loss = 0;
        for (int g = 0; g < target.width(); g++) {
            int chosen = chosen(target, frame, g, lane);
            loss += logSum(output, frame, g, lane) - output.at(frame, g * classes + chosen, lane);
        }
        return loss;
    }

    @Override
    public void gradient(
            Frames output, Frames target, int frame, int lane, double scale, Frames gradient) {
        for (int g = 0; g < target.width(); g++) {
            int chosen = chosen(target, frame, g, lane);
            double logSum = logSum(output, frame, g, lane);
            for (int k = 0; k < classes; k++) {
                int i = output.index(frame, g * classes + k, lane);
                double p = StrictMath.exp(output.values()[i] - logSum);
                gradient.values()[i] = (float) (scale * (k == chosen ? p - 1 : p));
            }
        }
    }

    private double logSum(Frames output, int frame, int group, int lane) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            most = Math.max(most, output.at(frame, group * classes + k, lane));
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += StrictMath.exp(output.at(frame, group * classes + k, lane) - most);
        }
        return most + StrictMath.log(sum);
    }

    private int chosen(Frames target, int frame, int group, int lane) {
        float value = target.at(frame, group, lane);
        int chosen = (int) value;
        if (chosen != value || chosen < 0 || chosen >= classes) {
            throw new IllegalArgumentException(
                    "categorical 'target': expected a class 0..%d, got %s at frame %d, lane %d"
                            .formatted(classes - 1, value, frame, lane));
        }
        return chosen;
    }
}
