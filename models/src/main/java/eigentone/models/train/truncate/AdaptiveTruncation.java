package eigentone.models.train.truncate;

import java.util.Arrays;

/// How many steps back are enough, from how the gradient fades.
///
/// With p(k) the mean norm of the gradient of one frame's loss by the state k steps before, what a
/// way back of K steps leaves out is, in parts of what it has,
///
///     bias(K) = tail / (head - tail),   head = sum_{k <= K} p(k),   tail = sum_{k > K} p(k)
///
/// and the least K with a bias below the wanted one is taken. Beyond what was measured p goes on
/// fading as it did over the last half: p(k) = p(m) b^(k - m). Source: Aicher, Foti and Fox 2020,
/// "Adaptively truncating backpropagation through time to control gradient bias",
/// arXiv:1905.07473, sections 3 and 4; norms of gradients by weights are taken to be in proportion.
///
/// @param bias wanted, above 0
public record AdaptiveTruncation(double bias) {
    /// @throws IllegalArgumentException for a bias that is not above 0
    public AdaptiveTruncation {
        if (!(bias > 0)) {
            throw new IllegalArgumentException(
                    "truncation 'bias': expected more than 0, got " + bias);
        }
    }

    /// The least number of steps back, or -1 when the gradient does not fade over what was
    /// measured: then measure further.
    ///
    /// @param norms p(0), p(1) ...: at least 4, all finite and 0 or more
    public int steps(double[] norms) {
        double fading = fading(norms);
        if (!(fading < 1)) {
            return -1;
        }
        int last = norms.length - 1;
        double all = Arrays.stream(norms).sum() + norms[last] * fading / (1 - fading);
        double head = 0;
        for (int k = 0; k <= last; k++) {
            head += norms[k];
            double tail = all - head;
            if (tail < bias * (head - tail)) {
                return k;
            }
        }
        // Beyond: tail(K) = tail(last) b^(K - last).
        double tail = all - head;
        int k = last;
        while (!(tail < bias * (all - 2 * tail))) {
            tail *= fading;
            k++;
        }
        return k;
    }

    /// The factor b of one step over the last half: by least squares of the logarithms.
    private static double fading(double[] norms) {
        if (norms.length < 4) {
            throw new IllegalArgumentException(
                    "truncation: expected norms of 4 steps or more, got " + norms.length);
        }
        int first = norms.length / 2;
        double n = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (int k = first; k < norms.length; k++) {
            if (norms[k] == 0) {
                return 0; // Nothing arrives: it has faded.
            }
            double log = StrictMath.log(norms[k]);
            n++;
            x += k;
            y += log;
            xx += (double) k * k;
            xy += k * log;
        }
        return StrictMath.exp((n * xy - x * y) / (n * xx - x * x));
    }
}
