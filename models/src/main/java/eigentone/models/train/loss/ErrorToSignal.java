package eigentone.models.train.loss;

/// Error-to-signal ratio: the error's energy in parts of the target's, with pre-emphasis and a term
/// for the offset.
///
///     L = sum m p(y - t)^2 / sum m p(t)^2  +  w sum_l (sum_n m (y - t))^2 / (sum_n m)  /  sum m t^2
///
/// with output y, target t, mask m, pre-emphasis p, weight w and, in the second term, every channel
/// of every lane as a signal l of its own: for one signal of N samples it is |mean(y - t)|^2 /
/// mean(t^2). Sources: A. Wright, E.-P. Damskagg and V. Valimaki, "Real-time black-box modelling
/// with recurrent neural networks", DAFx 2019, for both terms with w = 1; A. Wright and V. Valimaki,
/// arXiv:1911.08922, for the choice of pre-emphasis. The offset is that of the plain signal, since a
/// high-pass would hide it.
///
/// Pieces added to the same sums give the ratio of the whole; the offset is then that of each piece.
/// A target below -100 dBFS counts as -100 dBFS, so that silence does not divide by 0.
///
/// @param offsetWeight w, 0 or more; 0 for the plain ratio
public record ErrorToSignal(PreEmphasis preEmphasis, double offsetWeight) implements Loss {
    /// Mean square of -100 dBFS.
    private static final double FLOOR = 1e-10;

    /// @throws IllegalArgumentException for a weight below 0 or not finite
    public ErrorToSignal {
        if (!(offsetWeight >= 0 && offsetWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "error to signal 'offsetWeight': expected 0 or more, got " + offsetWeight);
        }
    }

    /// The ratio as captures are scored: no pre-emphasis, no term for the offset.
    public static ErrorToSignal plain() {
        return new ErrorToSignal(PreEmphasis.none(), 0);
    }

    @Override
    public String name() {
        return "error to signal";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return targetWidth;
    }

    @Override
    public int sums() {
        return 5;
    }

    @Override
    public void add(Frames output, Frames target, float[] mask, double[] sums) {
        Checked.shapes(this, output, target, mask);
        for (int c = 0; c < output.width(); c++) {
            for (int l = 0; l < output.lanes(); l++) {
                double[] error = error(output, target, c, l);
                double[] heard = preEmphasis.filter(error);
                double[] signal = new double[output.frames()];
                for (int t = 0; t < signal.length; t++) {
                    signal[t] = target.at(t, c, l);
                }
                double[] heardSignal = preEmphasis.filter(signal);
                double offset = 0, weight = 0;
                for (int t = 0; t < signal.length; t++) {
                    double m = mask[t * output.lanes() + l];
                    sums[0] += m * heard[t] * heard[t];
                    sums[1] += m * heardSignal[t] * heardSignal[t];
                    sums[3] += m * signal[t] * signal[t];
                    offset += m * error[t];
                    weight += m;
                }
                sums[2] += weight > 0 ? offset * offset / weight : 0;
                sums[4] += weight;
            }
        }
    }

    private static double[] error(Frames output, Frames target, int channel, int lane) {
        double[] error = new double[output.frames()];
        for (int t = 0; t < error.length; t++) {
            error[t] = (double) output.at(t, channel, lane) - target.at(t, channel, lane);
        }
        return error;
    }

    private static double energy(double energy, double[] sums) {
        return Math.max(energy, FLOOR * sums[4]);
    }

    @Override
    public double value(double[] sums) {
        Checked.weight(this, sums[4]);
        return sums[0] / energy(sums[1], sums) + offsetWeight * sums[2] / energy(sums[3], sums);
    }

    @Override
    public void gradient(
            Frames output, Frames target, float[] mask, double[] sums, Frames gradient) {
        Checked.gradient(this, output, gradient);
        double scale = 2 / energy(sums[1], sums);
        double offsetScale = 2 * offsetWeight / energy(sums[3], sums);
        for (int c = 0; c < output.width(); c++) {
            for (int l = 0; l < output.lanes(); l++) {
                double[] error = error(output, target, c, l);
                double[] heard = preEmphasis.filter(error);
                double offset = 0, weight = 0;
                for (int t = 0; t < error.length; t++) {
                    double m = mask[t * output.lanes() + l];
                    heard[t] *= scale * m;
                    offset += m * error[t];
                    weight += m;
                }
                double mean = weight > 0 ? offset / weight : 0;
                double[] back = preEmphasis.adjoint(heard);
                for (int t = 0; t < back.length; t++) {
                    double m = mask[t * output.lanes() + l];
                    gradient.values()[gradient.index(t, c, l)] =
                            (float) (back[t] + offsetScale * mean * m);
                }
            }
        }
    }
}
