package eigentone.audioio.measure;

/// How long a room rings: T60 from an impulse response, by Schroeder's backward integration.
///
///     E(t) = integral from t to the end of h^2;   L(t) = 10 log10( E(t) / E(0) )
///     T60  = -60 dB / slope of the straight line fitted to L between two levels
///
/// Between -5 and -35 dB the result is what ISO 3382 calls T30, between -5 and -25 dB T20.
///
/// Source: M. R. Schroeder, "New method of measuring reverberation time", J. Acoust. Soc. Am. 37
/// (1965); ISO 3382-1.
public final class ReverberationTime {
    private static final double FIT_START_DB = -5;
    private static final double T30_END_DB = -35;
    private static final double T20_END_DB = -25;

    /// The recording must go on for so long that the line falls this far below the end of the fit;
    /// otherwise where it was cut, or its noise, has bent the curve.
    private static final double MARGIN_DB = 10;

    /// A fitted decay: the time in seconds for 60 dB, and how far (root mean square, in dB) the
    /// curve strays from the straight line. More than about 1 dB: two rates of decay, noise, or an
    /// echo.
    public record Decay(double t60Seconds, double deviationDb) {}

    private ReverberationTime() {}

    /// T30 scaled to 60 dB, in seconds; NaN where the response does not decay far enough to tell.
    ///
    /// @throws IllegalArgumentException if the rate is not above 0 or a sample is not finite
    public static double t60Seconds(float[] impulseResponse, double sampleRateHz) {
        return t30(impulseResponse, sampleRateHz).t60Seconds();
    }

    /// The fit between -5 and -35 dB.
    public static Decay t30(float[] impulseResponse, double sampleRateHz) {
        return fit(impulseResponse, sampleRateHz, T30_END_DB);
    }

    /// The fit between -5 and -25 dB, for responses that are short or noisy.
    public static Decay t20(float[] impulseResponse, double sampleRateHz) {
        return fit(impulseResponse, sampleRateHz, T20_END_DB);
    }

    private static Decay fit(float[] response, double sampleRateHz, double endDb) {
        Planar.checkMono("reverberation time", response, sampleRateHz, 0);
        Decay unknown = new Decay(Double.NaN, Double.NaN);
        double[] energy = new double[response.length + 1];
        for (int i = response.length - 1; i >= 0; i--) {
            energy[i] = energy[i + 1] + (double) response[i] * response[i];
        }
        int start = firstBelow(energy, FIT_START_DB);
        int end = firstBelow(energy, endDb);
        int count = end - start;
        if (energy[0] == 0 || count < 3 || energy[end - 1] == 0) {
            return unknown;
        }
        // Least squares of level over time, both relative to their means for accuracy.
        double meanLevel = 0;
        for (int i = start; i < end; i++) {
            meanLevel += level(energy, i) / count;
        }
        double middle = (start + end - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int i = start; i < end; i++) {
            products += (i - middle) * (level(energy, i) - meanLevel);
            squares += (i - middle) * (i - middle);
        }
        double slope = products / squares;
        double deviation = 0;
        for (int i = start; i < end; i++) {
            double miss = level(energy, i) - meanLevel - slope * (i - middle);
            deviation += miss * miss / count;
        }
        double lineAtEnd = meanLevel + slope * (response.length - middle);
        if (!(slope < 0) || lineAtEnd > endDb - MARGIN_DB) {
            return unknown;
        }
        return new Decay(-60 / slope / sampleRateHz, Math.sqrt(deviation));
    }

    private static double level(double[] energy, int frame) {
        return 10 * Math.log10(energy[frame] / energy[0]);
    }

    private static int firstBelow(double[] energy, double db) {
        double threshold = energy[0] * Math.pow(10, db / 10);
        int frame = 0;
        while (frame < energy.length - 1 && energy[frame] > threshold) {
            frame++;
        }
        return frame;
    }
}
