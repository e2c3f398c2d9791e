package eigentone.models.train.loss;

/// Mean of a [StepLoss] over frames and lanes: sum m L / sum m.
///
/// The mean is over all steps of all pieces together, as figures for polyphonic music are given
/// (Boulanger-Lewandowski et al. 2012), not over the means of pieces.
public record StepMean(StepLoss step) implements Loss {
    @Override
    public String name() {
        return step.name();
    }

    @Override
    public int outputWidth(int targetWidth) {
        return step.outputWidth(targetWidth);
    }

    @Override
    public int sums() {
        return 2;
    }

    @Override
    public void add(Frames output, Frames target, float[] mask, double[] sums) {
        Checked.shapes(this, output, target, mask);
        double loss = 0, weight = 0;
        for (int t = 0, i = 0; t < output.frames(); t++) {
            for (int l = 0; l < output.lanes(); l++, i++) {
                // A frame that does not count need not hold a possible target.
                if (mask[i] != 0) {
                    loss += mask[i] * step.loss(output, target, t, l);
                    weight += mask[i];
                }
            }
        }
        sums[0] += loss;
        sums[1] += weight;
    }

    @Override
    public double value(double[] sums) {
        return sums[0] / Checked.weight(this, sums[1]);
    }

    @Override
    public void gradient(
            Frames output, Frames target, float[] mask, double[] sums, Frames gradient) {
        Checked.gradient(this, output, gradient);
        for (int t = 0, i = 0; t < output.frames(); t++) {
            for (int l = 0; l < output.lanes(); l++, i++) {
                if (mask[i] != 0) {
                    step.gradient(output, target, t, l, mask[i] / sums[1], gradient);
                } else {
                    for (int c = 0; c < output.width(); c++) {
                        gradient.values()[gradient.index(t, c, l)] = 0;
                    }
                }
            }
        }
    }
}
