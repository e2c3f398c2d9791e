package eigentone.engine.node;

/// The sinc windowed after Kaiser, for filters made once while defining.
///
/// Source: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function",
/// 1974.
public final class Kaiser {
    private Kaiser() {}

    /// sinc(x) times the window of shape `beta` at `position` (-1..1 over its length), unscaled.
    public static double sinc(double x, double position, double beta) {
        double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        return sinc * bessel0(beta * Math.sqrt(Math.max(0, 1 - position * position)));
    }

    /// Modified Bessel function of order 0, by its power series.
    private static double bessel0(double x) {
        double term = 1, sum = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
