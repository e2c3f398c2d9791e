package eigentone.models.train.loss;

import java.util.Arrays;

/// A filter before the comparison of two sounds: what the ear hears better counts more.
///
///     y[n] = sum_k taps[k] x[n + centre - k],   x = 0 outside of the segment
///
/// Source: A. Wright and V. Valimaki, "Perceptual loss function for neural modelling of audio
/// systems", ICASSP 2020 (arXiv:1911.08922), who choose a high-pass for 44.1 kHz among these. Any
/// thread; no state.
public final class PreEmphasis {
    private static final int WEIGHTING_TAPS = 101;

    private final String name;
    private final double[] taps;
    private final int centre;

    private PreEmphasis(String name, int centre, double... taps) {
        this.name = name;
        this.centre = centre;
        this.taps = taps;
    }

    /// The sound as it is.
    public static PreEmphasis none() {
        return new PreEmphasis("none", 0, 1);
    }

    /// y[n] = x[n] - a x[n - 1]: the first-order high-pass; 0.85 for amplifiers, 0.95 where treble
    /// is weak.
    ///
    /// @param a 0..1
    /// @throws IllegalArgumentException outside
    public static PreEmphasis highPass(double a) {
        return new PreEmphasis("high-pass", 0, 1, -coefficient(a));
    }

    /// y[n] = x[n] - a x[n - 2]: the folded differentiator, which takes from the highest octave
    /// too.
    ///
    /// @param a 0..1, commonly 0.85
    /// @throws IllegalArgumentException outside
    public static PreEmphasis foldedDifferentiator(double a) {
        return new PreEmphasis("folded differentiator", 0, 1, 0, -coefficient(a));
    }

    /// Loudness at low level: the A-weighting curve of IEC 61672 by 101 taps of linear phase,
    /// without delay: windowed (Hamming) samples of its impulse response. Bends narrower than the
    /// window's 4 bins, about 1.7 kHz at 44.1 kHz, are smoothed: bass is attenuated less than in
    /// the standard.
    ///
    /// @param sampleRateHz above 0
    /// @throws IllegalArgumentException outside
    public static PreEmphasis aWeighting(double sampleRateHz) {
        if (!(sampleRateHz > 0 && sampleRateHz < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A-weighting: expected a sample rate above 0 Hz, got " + sampleRateHz);
        }
        int centre = WEIGHTING_TAPS / 2, points = 4096;
        double[] taps = new double[WEIGHTING_TAPS];
        for (int k = 0; k <= centre; k++) {
            double sum = 0;
            for (int p = 0; p < points; p++) {
                double cycles = (p + 0.5) / (2 * points);
                sum += weight(cycles * sampleRateHz) * StrictMath.cos(2 * Math.PI * cycles * k);
            }
            double window = 0.54 + 0.46 * StrictMath.cos(Math.PI * k / (centre + 0.5));
            taps[centre + k] = window * sum / points;
            taps[centre - k] = taps[centre + k];
        }
        return new PreEmphasis("A-weighting", centre, taps);
    }

    /// Gain of the A-weighting, 1 at 1 kHz; IEC 61672-1, annex E.
    private static double weight(double hz) {
        double f2 = hz * hz, top = 12194.0 * 12194.0;
        double bass = f2 + 20.6 * 20.6;
        double middle = Math.sqrt((f2 + 107.7 * 107.7) * (f2 + 737.9 * 737.9));
        return 1.2589 * top * f2 * f2 / (bass * middle * (f2 + top));
    }

    private static double coefficient(double a) {
        if (!(a >= 0 && a <= 1)) {
            throw new IllegalArgumentException(
                    "pre-emphasis: expected a coefficient 0..1, got " + a + "; try 0.85");
        }
        return a;
    }

    /// What the filter is called in recipes.
    public String name() {
        return name;
    }

    /// The filter's taps; a copy.
    public double[] taps() {
        return taps.clone();
    }

    /// The filtered signal, as long as `x`; a new array.
    public double[] filter(double[] x) {
        double[] y = new double[x.length];
        for (int n = 0; n < x.length; n++) {
            double sum = 0;
            for (int k = 0; k < taps.length; k++) {
                int i = n + centre - k;
                sum += i >= 0 && i < x.length ? taps[k] * x[i] : 0;
            }
            y[n] = sum;
        }
        return y;
    }

    /// The gradient of the input from that of the output: the filter run backwards; a new array.
    public double[] adjoint(double[] gradient) {
        double[] x = new double[gradient.length];
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            for (int k = 0; k < taps.length; k++) {
                int n = i - centre + k;
                sum += n >= 0 && n < x.length ? taps[k] * gradient[n] : 0;
            }
            x[i] = sum;
        }
        return x;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PreEmphasis p && centre == p.centre && Arrays.equals(taps, p.taps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(taps);
    }

    @Override
    public String toString() {
        return name;
    }
}
