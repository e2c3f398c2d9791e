package eigentone.models.cell.linear;

/// Coefficients of a stable autoregression, from formants or from reflection coefficients.
///
/// A tube of p sections that reflects k_1..k_p at its joints is the autoregression that Levinson's
/// step-up recursion gives; it is stable exactly if every |k_i| < 1.
///
/// Source: J. D. Markel and A. H. Gray, "Linear Prediction of Speech", Springer 1976, ch. 5.
public final class ArmaDesign {
    private ArmaDesign() {}

    /// The coefficients `ar` of [ArmaCell]: a_j = -alpha_j with alpha^(i)_j = alpha^(i-1)_j + k_i
    /// alpha^(i-1)_(i-j).
    public static double[] fromReflections(double... reflections) {
        int p = reflections.length;
        double[] alpha = new double[p + 1];
        alpha[0] = 1;
        for (int i = 1; i <= p; i++) {
            double[] shorter = alpha.clone();
            for (int j = 1; j <= i; j++) {
                alpha[j] = shorter[j] + reflections[i - 1] * shorter[i - j];
            }
        }
        double[] ar = new double[p];
        for (int j = 0; j < p; j++) {
            ar[j] = -alpha[j + 1];
        }
        return ar;
    }

    /// The reflection coefficients of `ar`; some |k_i| is 1 or more, or not a number, where it is
    /// not stable.
    public static double[] reflections(double... ar) {
        int p = ar.length;
        double[] alpha = new double[p + 1], k = new double[p];
        alpha[0] = 1;
        for (int j = 0; j < p; j++) {
            alpha[j + 1] = -ar[j];
        }
        for (int i = p; i >= 1; i--) {
            k[i - 1] = alpha[i];
            double[] longer = alpha.clone();
            for (int j = 1; j < i; j++) {
                alpha[j] = (longer[j] - k[i - 1] * longer[i - j]) / (1 - k[i - 1] * k[i - 1]);
            }
        }
        return k;
    }

    /// Whether every pole of `ar` is within the unit circle.
    public static boolean stable(double... ar) {
        for (double k : reflections(ar)) {
            if (!(Math.abs(k) < 1)) {
                return false;
            }
        }
        return true;
    }

    /// The coefficients whose poles are resonances at `hertz` with -3 dB widths `bandwidthHertz`:
    /// radius e^(-pi width / rate), angle 2 pi f / rate. Resonances above 0.45 of the rate are left
    /// out, at least one pole pair's worth of coefficients remains.
    public static double[] fromFormants(
            double[] hertz, double bandwidthHertz, double sampleRateHz) {
        double[] a = {1};
        for (double f : hertz) {
            if (f < 0.45 * sampleRateHz) {
                double r = Math.exp(-Math.PI * bandwidthHertz / sampleRateHz);
                double[] pair = {1, -2 * r * Math.cos(2 * Math.PI * f / sampleRateHz), r * r};
                double[] product = new double[a.length + 2];
                for (int i = 0; i < a.length; i++) {
                    for (int j = 0; j < 3; j++) {
                        product[i + j] += a[i] * pair[j];
                    }
                }
                a = product;
            }
        }
        double[] ar = new double[Math.max(2, a.length - 1)];
        for (int j = 1; j < a.length; j++) {
            ar[j - 1] = -a[j];
        }
        return ar;
    }
}
