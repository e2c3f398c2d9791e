package eigentone.engine.node;

/// The spectrum of a test signal: amplitudes of sine components, by a windowed FFT of float64.
///
/// The window is the four-term Blackman-Harris (Harris, Proc. IEEE 66(1), 1978): side lobes below
/// -92 dB, a main lobe of 4 bins to each side. A steady sine of amplitude A shows as A at its bin.
public final class Spectrum {
    /// Bins on each side of a line that belong to it.
    public static final int LOBE_BINS = 5;

    private final double rateHz;
    private final double[] amplitudes;
    private final double windowPower;

    private Spectrum(double rateHz, double[] amplitudes, double windowPower) {
        this.rateHz = rateHz;
        this.amplitudes = amplitudes;
        this.windowPower = windowPower;
    }

    /// @param x the last power of two of its samples is analysed, so that a start may settle
    public static Spectrum of(double[] x, double rateHz) {
        int n = Integer.highestOneBit(x.length);
        double[] re = new double[n], im = new double[n];
        double sum = 0, squares = 0;
        for (int i = 0; i < n; i++) {
            double a = 2 * Math.PI * i / n;
            double w =
                    0.35875
                            - 0.48829 * Math.cos(a)
                            + 0.14128 * Math.cos(2 * a)
                            - 0.01168 * Math.cos(3 * a);
            sum += w;
            squares += w * w;
            re[i] = x[x.length - n + i] * w;
        }
        transform(re, im);
        double[] amplitudes = new double[n / 2 + 1];
        for (int k = 0; k < amplitudes.length; k++) {
            amplitudes[k] = Math.hypot(re[k], im[k]) * (k == 0 || k == n / 2 ? 1 : 2) / sum;
        }
        return new Spectrum(rateHz, amplitudes, squares / (sum * sum));
    }

    /// In place, forward, unscaled; the length is a power of two.
    public static void transform(double[] re, double[] im) {
        int n = re.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double t = re[i];
                re[i] = re[j];
                re[j] = t;
                t = im[i];
                im[i] = im[j];
                im[j] = t;
            }
        }
        for (int size = 2; size <= n; size *= 2) {
            for (int k = 0; k < size / 2; k++) {
                double c = Math.cos(2 * Math.PI * k / size), s = -Math.sin(2 * Math.PI * k / size);
                for (int i = k; i < n; i += size) {
                    int j = i + size / 2;
                    double tr = re[j] * c - im[j] * s, ti = re[j] * s + im[j] * c;
                    re[j] = re[i] - tr;
                    im[j] = im[i] - ti;
                    re[i] += tr;
                    im[i] += ti;
                }
            }
        }
    }

    public double binHz() {
        return rateHz / (2 * (amplitudes.length - 1));
    }

    /// The amplitudes of all bins, 0 Hz to half the rate.
    public double[] amplitudes() {
        return amplitudes.clone();
    }

    /// The amplitude of the line at `hz`: the power of its lobe, so that it need not fall on a bin.
    public double amplitude(double hz) {
        int at = (int) Math.round(hz / binHz());
        double sum = 0;
        for (int k = Math.max(0, at - LOBE_BINS);
                k <= Math.min(amplitudes.length - 1, at + LOBE_BINS);
                k++) {
            sum += amplitudes[k] * amplitudes[k];
        }
        return Math.sqrt(sum / (windowPower * 2 * (amplitudes.length - 1)));
    }

    /// [#amplitude] in dB of a full-scale sine.
    public double db(double hz) {
        return decibels(amplitude(hz));
    }

    /// Mean power from `lowHz` to `highHz`, summed over the bins: 0.5 for a full-scale sine.
    public double power(double lowHz, double highHz) {
        double sum = 0;
        for (int k = (int) Math.ceil(lowHz / binHz());
                k < Math.min(amplitudes.length, highHz / binHz());
                k++) {
            sum += amplitudes[k] * amplitudes[k] / 2;
        }
        return sum / (windowPower * 2 * (amplitudes.length - 1));
    }

    /// The greatest amplitude between `lowHz` and `highHz` that is no harmonic of `fundamentalHz`.
    public double greatestBeside(double fundamentalHz, double lowHz, double highHz) {
        double most = 0;
        for (int k = (int) Math.ceil(lowHz / binHz()); k * binHz() <= highHz; k++) {
            double harmonic = Math.rint(k * binHz() / fundamentalHz);
            double away = Math.abs(k * binHz() - harmonic * fundamentalHz) / binHz();
            if (away > LOBE_BINS && k > LOBE_BINS) {
                most = Math.max(most, amplitudes[k]);
            }
        }
        return most;
    }

    public static double decibels(double gain) {
        return 20 * Math.log10(Math.max(gain, 1e-20));
    }
}
