package eigentone.models.train.loss;

/// Negative log likelihood of keys that are down or up, each on its own: piano rolls.
///
///     L = sum over keys of  log(1 + e^z) - t z
///
/// in nats, with the logit z of "down" and the target t: 1 down, 0 up. Written as max(z, 0) - t z +
/// log(1 + e^-|z|), it neither overflows nor loses the tail. Source: C. M. Bishop, "Pattern
/// recognition and machine learning", 2006, section 4.3; for music N. Boulanger-Lewandowski et al.,
/// "Modeling temporal dependencies in high-dimensional sequences", ICML 2012.
public record Bernoulli() implements StepLoss {
    @Override
    public String name() {
        return "bernoulli";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return targetWidth;
    }

    @Override
    public double loss(Frames output, Frames target, int frame, int lane) {
        double loss = 0;
        for (int c = 0; c < output.width(); c++) {
            double z = output.at(frame, c, lane), t = target.at(frame, c, lane);
            loss += Math.max(z, 0) - t * z + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
        }
        return loss;
    }

    @Override
    public void gradient(
            Frames output, Frames target, int frame, int lane, double scale, Frames gradient) {
        for (int c = 0; c < output.width(); c++) {
            int i = output.index(frame, c, lane);
            double z = output.values()[i];
            double e = StrictMath.exp(-Math.abs(z));
            double down = z >= 0 ? 1 / (1 + e) : e / (1 + e);
            gradient.values()[i] = (float) (scale * (down - target.values()[i]));
        }
    }
}
