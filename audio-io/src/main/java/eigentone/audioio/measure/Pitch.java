package eigentone.audioio.measure;

/// The pitch of a steady tone, to a fraction of a cent.
///
/// 1. A Blackman-Harris spectrum of the whole sound (side lobes -92 dB).
/// 2. The candidate f within 300 cents of the expectation whose harmonics are strongest: the
///    largest sum over k = 1..12 of sqrt(amplitude(k f) / k).
/// 3. The fundamental's own line, interpolated. Where it is more than 40 dB below the strongest
///    harmonic (a missing fundamental), the lines of the harmonics together: f = sum of w k f_k /
///    sum of w k^2, w = amplitude^2.
///
/// Step 3 follows the fundamental and not the harmonics because those of a string or bell are
/// stretched.
///
/// Error for a stationary harmonic sound of 20 periods or more: below 0.05 cent (test; 0.002
/// measured). Source: Schroeder's harmonic sum, J. Acoust. Soc. Am. 43 (1968); the interpolation
/// see LineSpectrum.
public final class Pitch {
    private static final int HARMONICS = 12;
    private static final double MISSING_FUNDAMENTAL = 0.01;

    /// Search range to either side of the expectation: 300 cents.
    private static final double RANGE = Math.pow(2, 3 / 12.0);

    /// Below -100 dBFS nothing is called a tone.
    private static final double SILENCE = 1e-5;

    /// A line is this many times as wide as a bin; harmonics closer than two half widths would
    /// merge.
    private static final double MIN_PERIODS =
            2.0 * CosineWindow.BLACKMAN_HARRIS_4.halfWidthBins() + 2;

    private Pitch() {}

    /// Frequency of the fundamental in Hz, within 300 cents of `expectedHz`; NaN where there is no
    /// tone.
    ///
    /// @param mono the steady part of a sound; 10 periods at least, 20 or more for full accuracy;
    ///   at most the first 524288 frames count
    /// @param sampleRateHz above 0
    /// @param expectedHz above 0, below half the rate
    /// @throws IllegalArgumentException if an argument is outside its range or a sample is not
    ///   finite
    public static double hz(float[] mono, double sampleRateHz, double expectedHz) {
        Planar.checkMono("pitch", mono, sampleRateHz, 16);
        if (!(expectedHz > 0 && expectedHz < sampleRateHz / 2)) {
            throw new IllegalArgumentException(
                    "pitch 'expectedHz': expected 0.."
                            + sampleRateHz / 2
                            + " Hz, got "
                            + expectedHz
                            + " Hz");
        }
        double periods = mono.length * expectedHz / sampleRateHz;
        if (periods < MIN_PERIODS) {
            throw new IllegalArgumentException(
                    "pitch: expected at least "
                            + (int) MIN_PERIODS
                            + " periods of "
                            + expectedHz
                            + " Hz, got "
                            + periods
                            + "; try a longer sound");
        }
        LineSpectrum spectrum =
                new LineSpectrum(mono, sampleRateHz, CosineWindow.BLACKMAN_HARRIS_4);
        double coarse = strongestComb(spectrum, expectedHz);
        return refined(spectrum, coarse);
    }

    /// Distance of two frequencies in cents: 1200 log2(a / b).
    public static double cents(double hz, double referenceHz) {
        return 1200 * Math.log(hz / referenceHz) / Math.log(2);
    }

    private static double strongestComb(LineSpectrum spectrum, double expectedHz) {
        double best = expectedHz;
        double bestScore = 0;
        // A harmonic's line must not fall between two candidates: the highest one moves one point
        // at a time.
        double step = spectrum.stepHz() / HARMONICS;
        for (double hz = expectedHz / RANGE; hz <= expectedHz * RANGE; hz += step) {
            double score = 0;
            for (int k = 1; k <= HARMONICS; k++) {
                score += Math.sqrt(spectrum.amplitudeAt(k * hz) / k);
            }
            if (score > bestScore) {
                bestScore = score;
                best = hz;
            }
        }
        return best;
    }

    private static double refined(LineSpectrum spectrum, double coarseHz) {
        double reach = Math.min(coarseHz / 4, 2 * spectrum.binHz());
        double strongest = 0;
        double weighted = 0;
        double weights = 0;
        LineSpectrum.Line fundamental = spectrum.peak(coarseHz - reach, coarseHz + reach);
        for (int k = 1; k <= HARMONICS; k++) {
            LineSpectrum.Line line = spectrum.peak(k * coarseHz - reach, k * coarseHz + reach);
            double power = line.amplitude() * line.amplitude();
            strongest = Math.max(strongest, line.amplitude());
            weighted += power * k * line.frequencyHz();
            weights += power * k * k;
        }
        if (strongest < SILENCE) {
            return Double.NaN;
        }
        return fundamental.amplitude() >= MISSING_FUNDAMENTAL * strongest
                ? fundamental.frequencyHz()
                : weighted / weights;
    }
}
