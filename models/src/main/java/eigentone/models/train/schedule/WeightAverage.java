package eigentone.models.train.schedule;

import eigentone.models.train.optimize.Saved;
import eigentone.models.train.optimize.Tensor;
import java.util.List;

/// Mean of the weights on their way: calmer than where the way happens to end.
///
///     mean = mean + (w - mean) (1 - d) / (1 - d^n)      after n weights
///
/// For d < 1 that is the exponential moving average, freed of its start as in Adam; for d = 1, where
/// the factor becomes 1 / n, the plain mean: stochastic weight averaging (P. Izmailov et al.,
/// arXiv:1803.05407). Source of the former: B. Polyak and A. Juditsky, SIAM J. Control Optim. 30,
/// 1992, in the form of D. P. Kingma and J. Ba, arXiv:1412.6980, section 7.2.
///
/// The mean is kept in two floats an entry, since one would swallow small changes. Owned by one
/// thread.
public final class WeightAverage {
    private final List<Tensor> tensors;
    private final double memory;
    private final float[][] mean;
    private final float[][] rest;
    private long count;

    /// @param memory d, 0..1: what is kept at each step, e.g. 0.999; 1 for the plain mean
    /// @throws IllegalArgumentException outside of the range
    public WeightAverage(List<Tensor> tensors, double memory) {
        Ranges.checkPart("average 'memory'", memory);
        this.tensors = List.copyOf(tensors);
        this.memory = memory;
        mean = Tensor.zeros(tensors);
        rest = Tensor.zeros(tensors);
    }

    /// Takes `weights` into the mean.
    ///
    /// @throws IllegalArgumentException for arrays of other lengths
    public void add(float[][] weights) {
        Tensor.check("weights", tensors, weights);
        count++;
        double part =
                memory == 1 ? 1.0 / count : (1 - memory) / (1 - StrictMath.pow(memory, count));
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                double before = (double) mean[i][j] + rest[i][j];
                double now = before + (weights[i][j] - before) * part;
                mean[i][j] = (float) now;
                rest[i][j] = (float) (now - mean[i][j]);
            }
        }
    }

    /// How many weights were added.
    public long count() {
        return count;
    }

    /// The mean; copies.
    ///
    /// @throws IllegalStateException before anything was added
    public float[][] weights() {
        if (count == 0) {
            throw new IllegalStateException("average: expected weights to be added, got none");
        }
        float[][] copy = mean.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = mean[i].clone();
        }
        return copy;
    }

    /// What it remembers; copies.
    public Saved save() {
        return Saved.empty()
                .with("mean", tensors, mean)
                .with("rest", tensors, rest)
                .with("count", count);
    }

    /// Continues where [#save] was called.
    ///
    /// @throws IllegalArgumentException naming what is missing or has another length
    public void restore(Saved saved) {
        saved.into("mean", tensors, mean);
        saved.into("rest", tensors, rest);
        count = saved.count("count");
    }
}
