package eigentone.models.train.loss;

import java.util.Arrays;

/// The negative evidence lower bound of a variational model: what it fails to reconstruct, plus what
/// its posterior had to be told.
///
///     L = reconstruction + weight KL(posterior || prior)
///
/// The output holds the reconstruction's channels, then the `4 * latents` channels of
/// [GaussianDivergence]: posterior means and log variances, prior means and log variances. In nats
/// per step, and a bound on the negative log likelihood, when the reconstruction is a [StepMean] of
/// a likelihood and the weight is 1. Source: D. P. Kingma and M. Welling, arXiv:1312.6114; a weight
/// that rises from 0 is that of S. Bowman et al., arXiv:1511.06349.
///
/// @param latents dimensions of the latent variable, 1 or more
/// @param weight of the divergence, 0 or more
public record EvidenceLowerBound(Loss reconstruction, int latents, double weight) implements Loss {
    /// @throws IllegalArgumentException outside of the ranges
    public EvidenceLowerBound {
        if (latents < 1 || !(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "evidence lower bound: expected latents from 1 and a weight from 0, got %d and %s"
                            .formatted(latents, weight));
        }
    }

    private Loss divergence() {
        return new StepMean(new GaussianDivergence(latents));
    }

    @Override
    public String name() {
        return "evidence lower bound";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return reconstruction.outputWidth(targetWidth) + 4 * latents;
    }

    @Override
    public int sums() {
        return reconstruction.sums() + divergence().sums();
    }

    @Override
    public void add(Frames output, Frames target, float[] mask, double[] sums) {
        Checked.shapes(this, output, target, mask);
        int width = output.width() - 4 * latents, split = reconstruction.sums();
        double[] first = Arrays.copyOfRange(sums, 0, split);
        double[] second = Arrays.copyOfRange(sums, split, sums.length);
        reconstruction.add(output.channels(0, width), target, mask, first);
        divergence().add(output.channels(width, 4 * latents), target, mask, second);
        System.arraycopy(first, 0, sums, 0, split);
        System.arraycopy(second, 0, sums, split, second.length);
    }

    @Override
    public double value(double[] sums) {
        return reconstruction(sums) + weight * divergence(sums);
    }

    /// The reconstruction's part of the loss.
    public double reconstruction(double[] sums) {
        return reconstruction.value(Arrays.copyOfRange(sums, 0, reconstruction.sums()));
    }

    /// The divergence, in nats per step and without its weight.
    public double divergence(double[] sums) {
        return divergence().value(Arrays.copyOfRange(sums, reconstruction.sums(), sums.length));
    }

    @Override
    public void gradient(
            Frames output, Frames target, float[] mask, double[] sums, Frames gradient) {
        Checked.gradient(this, output, gradient);
        int width = output.width() - 4 * latents, split = reconstruction.sums();
        Frames first = Frames.zeros(output.frames(), width, output.lanes());
        double[] firstSums = Arrays.copyOfRange(sums, 0, split);
        reconstruction.gradient(output.channels(0, width), target, mask, firstSums, first);
        gradient.setChannels(0, first);
        Frames second = Frames.zeros(output.frames(), 4 * latents, output.lanes());
        double[] secondSums = Arrays.copyOfRange(sums, split, sums.length);
        Frames latent = output.channels(width, 4 * latents);
        divergence().gradient(latent, target, mask, secondSums, second);
        for (int i = 0; i < second.values().length; i++) {
            second.values()[i] *= (float) weight;
        }
        gradient.setChannels(width, second);
    }
}
