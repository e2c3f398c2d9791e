package eigentone.audioio.measure;

/// Windows for spectra: sums of cosines, w(x) = a0 - a1 cos(2 pi x) + a2 cos(4 pi x) - ..., 0 <= x
/// < 1.
///
/// Source: F. J. Harris, "On the use of windows for harmonic analysis with the discrete Fourier
/// transform", Proc. IEEE 66 (1978) for three and four terms; H.-H. Albrecht, "A family of
/// cosine-sum windows for high-resolution measurements", ICASSP 2001, for seven.
public enum CosineWindow {
    /// Two terms: narrow, side lobes -31 dB. For pictures and envelopes.
    HANN(0.5, 0.5),

    /// Blackman-Harris, four terms: side lobes -92 dB.
    BLACKMAN_HARRIS_4(0.35875, 0.48829, 0.14128, 0.01168),

    /// Seven terms: side lobes -180 dB, so that what is measured is the sound and not the window.
    BLACKMAN_HARRIS_7(
            0.27105140069342,
            0.43329793923448,
            0.21812299954311,
            0.06592544638803,
            0.01081174209837,
            0.00077658482522,
            0.00001388721735);

    private final double[] terms;

    CosineWindow(double... terms) {
        this.terms = terms;
    }

    /// Half the width of the main lobe, in bins of a transform as long as the window.
    public int halfWidthBins() {
        return terms.length;
    }

    /// The window of `length` points, periodic (DFT-even), with the sum 1: a constant keeps its
    /// value.
    public double[] unitSum(int length) {
        double[] window = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double value = 0;
            double sign = 1;
            for (int k = 0; k < terms.length; k++) {
                value += sign * terms[k] * Math.cos(2 * Math.PI * k * i / length);
                sign = -sign;
            }
            window[i] = value;
            sum += value;
        }
        for (int i = 0; i < length; i++) {
            window[i] /= sum;
        }
        return window;
    }
}
