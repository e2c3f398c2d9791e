package eigentone.models.train.loss;

/// Negative log likelihood of a point under a mixture of Gaussians with diagonal covariance: a
/// mixture density network.
///
///     L = -log sum_k p_k prod_d N(t_d; mean_kd, v_kd),   p = softmax(z),   v_kd = e^(2 s_kd) + f^2
///
/// in nats; one output holds, for K components and D dimensions, K + 2 K D channels:
///
///     z_0 .. z_(K-1)                       logits of the components
///     mean_00 .. mean_0(D-1), mean_10 ..   component by component
///     s_00 .. s_0(D-1), s_10 ..            logarithms of the standard deviations, likewise
///
/// Without a floor f a component that sits on one point has no bound on its density. Sources: C. M.
/// Bishop, "Mixture density networks", Aston University NCRG/94/004, 1994; A. Graves, "Generating
/// sequences with recurrent neural networks", arXiv:1308.0850, section 4.1, whose components have
/// correlation; ours have not.
///
/// @param components K, 1 or more
/// @param floor f, 0 or more, in units of the target; 0.001 is little for targets of unit variance
public record GaussianMixture(int components, double floor) implements StepLoss {
    private static final double LOG_2_PI = StrictMath.log(2 * Math.PI);

    /// @throws IllegalArgumentException outside of the ranges
    public GaussianMixture {
        if (components < 1 || !(floor >= 0 && floor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "gaussian mixture: expected components from 1 and a floor from 0, got %d and %s"
                            .formatted(components, floor));
        }
    }

    @Override
    public String name() {
        return "gaussian mixture";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return components * (1 + 2 * targetWidth);
    }

    @Override
    public double loss(Frames output, Frames target, int frame, int lane) {
        double[] joint = logJoint(output, target, frame, lane);
        double[] logits = new double[components];
        for (int k = 0; k < components; k++) {
            logits[k] = output.at(frame, k, lane);
        }
        return logSum(logits) - logSum(joint);
    }

    @Override
    public void gradient(
            Frames output, Frames target, int frame, int lane, double scale, Frames gradient) {
        int dimensions = target.width();
        double[] joint = logJoint(output, target, frame, lane);
        double evidence = logSum(joint);
        double[] logits = new double[components];
        for (int k = 0; k < components; k++) {
            logits[k] = output.at(frame, k, lane);
        }
        double prior = logSum(logits);
        for (int k = 0; k < components; k++) {
            // Which part of the point this component answers for.
            double share = StrictMath.exp(joint[k] - evidence);
            int z = output.index(frame, k, lane);
            gradient.values()[z] = (float) (scale * (StrictMath.exp(logits[k] - prior) - share));
            for (int d = 0; d < dimensions; d++) {
                int mean = output.index(frame, meanChannel(k, d, dimensions), lane);
                int deviation = output.index(frame, deviationChannel(k, d, dimensions), lane);
                double square = StrictMath.exp(2.0 * output.values()[deviation]);
                double variance = square + floor * floor;
                double error = output.values()[mean] - (double) target.at(frame, d, lane);
                gradient.values()[mean] = (float) (scale * share * error / variance);
                // d v / d s = 2 e^(2 s)
                gradient.values()[deviation] =
                        (float)
                                (scale
                                        * share
                                        * (1 - error * error / variance)
                                        * (square / variance));
            }
        }
    }

    /// log of e^(z_k) N(t; k) for each component: the joint density but for the softmax's
    /// denominator.
    private double[] logJoint(Frames output, Frames target, int frame, int lane) {
        int dimensions = target.width();
        double[] joint = new double[components];
        for (int k = 0; k < components; k++) {
            double sum = output.at(frame, k, lane);
            for (int d = 0; d < dimensions; d++) {
                double s = output.at(frame, deviationChannel(k, d, dimensions), lane);
                double variance = StrictMath.exp(2 * s) + floor * floor;
                double error =
                        output.at(frame, meanChannel(k, d, dimensions), lane)
                                - (double) target.at(frame, d, lane);
                sum -= 0.5 * (LOG_2_PI + StrictMath.log(variance) + error * error / variance);
            }
            joint[k] = sum;
        }
        return joint;
    }

    private int meanChannel(int component, int dimension, int dimensions) {
        return components + component * dimensions + dimension;
    }

    private int deviationChannel(int component, int dimension, int dimensions) {
        return components * (1 + dimensions) + component * dimensions + dimension;
    }

    private static double logSum(double[] values) {
        double most = Double.NEGATIVE_INFINITY;
        for (double v : values) {
            most = Math.max(most, v);
        }
        double sum = 0;
        for (double v : values) {
            sum += StrictMath.exp(v - most);
        }
        return most + StrictMath.log(sum);
    }
}
