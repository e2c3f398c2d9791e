package eigentone.audioio.resample;

/// The Kaiser window: a filter as short as its stop-band depth and transition width allow.
///
///     w(x) = I0(beta sqrt(1 - x^2)) / I0(beta),  -1 <= x <= 1
///     beta = 0.1102 (A - 8.7)                     for a stop band of A > 50 dB
///     taps = (A - 7.95) / (2.285 * width)         width of the transition in radians per sample
///
/// Source: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function",
/// ISCAS 1974; the formulae as in Oppenheim and Schafer, "Discrete-Time Signal Processing", section
/// 7.5.3.
public final class Kaiser {
    private static final double MIN_ATTENUATION_DB = 50;

    private Kaiser() {}

    /// Shape parameter for a stop band `attenuationDb` below the pass band.
    ///
    /// @param attenuationDb more than 50 dB
    /// @throws IllegalArgumentException for less
    public static double beta(double attenuationDb) {
        if (!(attenuationDb > MIN_ATTENUATION_DB)) {
            throw new IllegalArgumentException(
                    "Kaiser 'attenuationDb': expected more than 50 dB, got "
                            + attenuationDb
                            + " dB");
        }
        return 0.1102 * (attenuationDb - 8.7);
    }

    /// Number of taps, as a real number, that reaches the stop band within a transition.
    ///
    /// @param transitionCycles width of the transition in cycles per sample, above 0
    public static double taps(double attenuationDb, double transitionCycles) {
        return (attenuationDb - 7.95) / (2.285 * 2 * Math.PI * transitionCycles);
    }

    /// The window at `x`: 1 in the middle (0), 0 beyond -1 and 1.
    ///
    /// @param beta shape, see [#beta]
    public static double window(double x, double beta) {
        double inside = 1 - x * x;
        return inside < 0 ? 0 : i0(beta * Math.sqrt(inside)) / i0(beta);
    }

    /// Modified Bessel function of the first kind and order 0, by its power series; terms fall off
    /// factorially.
    static double i0(double x) {
        double half = x / 2;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            double factor = half / k;
            term *= factor * factor;
            sum += term;
        }
        return sum;
    }

    /// sin(pi x) / (pi x), 1 at 0.
    public static double sinc(double x) {
        double angle = Math.PI * x;
        return x == 0 ? 1 : Math.sin(angle) / angle;
    }
}
