package eigentone.models.train.loss;

/// Mean square of the error, over channels, frames and lanes.
///
///     L = sum m (y - t)^2 / (width sum m)
///
/// with output y, target t and mask m.
public record MeanSquare() implements Loss {
    @Override
    public String name() {
        return "mean square";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return targetWidth;
    }

    @Override
    public int sums() {
        return 2;
    }

    @Override
    public void add(Frames output, Frames target, float[] mask, double[] sums) {
        Checked.shapes(this, output, target, mask);
        int lanes = output.lanes();
        double squares = 0, weight = 0;
        for (int t = 0, i = 0; t < output.frames(); t++) {
            for (int c = 0; c < output.width(); c++) {
                for (int l = 0; l < lanes; l++, i++) {
                    double m = mask[t * lanes + l];
                    double error = (double) output.values()[i] - target.values()[i];
                    squares += m * error * error;
                    weight += m;
                }
            }
        }
        sums[0] += squares;
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
        int lanes = output.lanes();
        double scale = 2 / sums[1];
        for (int t = 0, i = 0; t < output.frames(); t++) {
            for (int c = 0; c < output.width(); c++) {
                for (int l = 0; l < lanes; l++, i++) {
                    double error = (double) output.values()[i] - target.values()[i];
                    gradient.values()[i] = (float) (scale * mask[t * lanes + l] * error);
                }
            }
        }
    }
}
