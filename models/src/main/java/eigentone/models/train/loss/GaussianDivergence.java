package eigentone.models.train.loss;

/// Kullback-Leibler divergence KL(q || p) of two Gaussians with diagonal covariance: how much more
/// a posterior q knows than its prior p.
///
///     L = 1/2 sum over dimensions of  b - a + (e^a + (m - n)^2) e^-b - 1
///
/// in nats, q having means m and log variances a, p having n and b. The output holds m, a, n and b,
/// `latents` channels each; the target is not looked at. Source: D. P. Kingma and M. Welling,
/// "Auto-encoding variational Bayes", arXiv:1312.6114, appendix B, whose prior has n = b = 0; a
/// prior that depends on the past is that of J. Chung et al., "A recurrent latent variable model
/// for sequential data", arXiv:1506.02216.
///
/// @param latents dimensions of q and p, 1 or more
public record GaussianDivergence(int latents) implements StepLoss {
    /// @throws IllegalArgumentException for less than 1 dimension
    public GaussianDivergence {
        if (latents < 1) {
            throw new IllegalArgumentException(
                    "divergence 'latents': expected 1 or more, got " + latents);
        }
    }

    @Override
    public String name() {
        return "divergence";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return 4 * latents;
    }

    @Override
    public double loss(Frames output, Frames target, int frame, int lane) {
        double sum = 0;
        for (int d = 0; d < latents; d++) {
            double m = output.at(frame, d, lane), a = output.at(frame, latents + d, lane);
            double n = output.at(frame, 2 * latents + d, lane);
            double b = output.at(frame, 3 * latents + d, lane);
            // e^(a - b) - 1 loses its digits where q and p nearly agree.
            sum += b - a + StrictMath.expm1(a - b) + (m - n) * (m - n) * StrictMath.exp(-b);
        }
        return 0.5 * sum;
    }

    @Override
    public void gradient(
            Frames output, Frames target, int frame, int lane, double scale, Frames gradient) {
        for (int d = 0; d < latents; d++) {
            int im = output.index(frame, d, lane), ia = output.index(frame, latents + d, lane);
            int in = output.index(frame, 2 * latents + d, lane);
            int ib = output.index(frame, 3 * latents + d, lane);
            float[] y = output.values(), g = gradient.values();
            double difference = (double) y[im] - y[in], precision = StrictMath.exp(-y[ib]);
            double excess = StrictMath.expm1((double) y[ia] - y[ib]);
            g[im] = (float) (scale * difference * precision);
            g[in] = (float) (-scale * difference * precision);
            g[ia] = (float) (scale * 0.5 * excess);
            g[ib] = (float) (-scale * 0.5 * (excess + difference * difference * precision));
        }
    }
}
