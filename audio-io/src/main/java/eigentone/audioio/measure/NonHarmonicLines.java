package eigentone.audioio.measure;

/// Lines in a tone's spectrum that do not belong to it: aliases, images, hum, whistles.
///
/// The spectrum has a seven-term window (side lobes -180 dB, main lobe 7 bins to either side).
/// Around every multiple of the fundamental and around 0 Hz the main lobe is left out; the largest
/// of what remains is the answer. Noise counts as well, with the level that one bin of it has.
public final class NonHarmonicLines {
    private static final CosineWindow WINDOW = CosineWindow.BLACKMAN_HARRIS_7;

    /// Bins left out to either side of a harmonic: the main lobe, and one for its exact place.
    private static final int EXCLUDED_BINS = WINDOW.halfWidthBins() + 1;

    /// A spectral line: frequency in Hz, level in dB relative to the fundamental.
    public record Line(double frequencyHz, double levelDb) {}

    private NonHarmonicLines() {}

    /// The largest line that is no harmonic of `fundamentalHz`; the level is negative infinity
    /// where there is none.
    ///
    /// @param mono a steady tone; its length must put at least 20 bins between harmonics (20
    ///   periods), and the more the better; at most the first 524288 frames count
    /// @param sampleRateHz above 0
    /// @param fundamentalHz exact within a bin (rate / length) divided by the number of harmonics
    ///   below the limit; take it from [Pitch#hz] if it is not known
    /// @param limitHz lines from there up do not count; above `fundamentalHz`, at most half the
    ///   rate
    /// @throws IllegalArgumentException if an argument is outside its range, if the sound is too
    ///   short, or if there is no fundamental
    public static Line largest(
            float[] mono, double sampleRateHz, double fundamentalHz, double limitHz) {
        Planar.checkMono("non-harmonic lines", mono, sampleRateHz, 16);
        if (!(fundamentalHz > 0 && limitHz > fundamentalHz && limitHz <= sampleRateHz / 2)) {
            throw new IllegalArgumentException(
                    "non-harmonic lines: expected 0 < fundamental < limit <= "
                            + sampleRateHz / 2
                            + " Hz, got "
                            + fundamentalHz
                            + " Hz and "
                            + limitHz
                            + " Hz");
        }
        LineSpectrum spectrum = new LineSpectrum(mono, sampleRateHz, WINDOW);
        double excludedHz = EXCLUDED_BINS * spectrum.binHz();
        if (fundamentalHz < 2.5 * excludedHz) {
            throw new IllegalArgumentException(
                    "non-harmonic lines: expected a sound of at least "
                            + 2.5 * EXCLUDED_BINS / fundamentalHz
                            + " s for "
                            + fundamentalHz
                            + " Hz, got "
                            + mono.length / sampleRateHz
                            + " s");
        }
        double reach = 2 * spectrum.binHz();
        double reference = spectrum.peak(fundamentalHz - reach, fundamentalHz + reach).amplitude();
        if (!(reference > 0)) {
            throw new IllegalArgumentException(
                    "non-harmonic lines: expected a line at " + fundamentalHz + " Hz, got none");
        }
        Line best = new Line(0, Double.NEGATIVE_INFINITY);
        int limit = Math.min(spectrum.points() - 2, (int) (limitHz / spectrum.stepHz()));
        for (int point = 1; point <= limit; point++) {
            double hz = point * spectrum.stepHz();
            double toHarmonic = Math.abs(hz - Math.rint(hz / fundamentalHz) * fundamentalHz);
            if (toHarmonic > excludedHz && spectrum.isTop(point)) {
                LineSpectrum.Line line = spectrum.interpolated(point);
                double db = 20 * Math.log10(line.amplitude() / reference);
                if (db > best.levelDb()) {
                    best = new Line(line.frequencyHz(), db);
                }
            }
        }
        return best;
    }
}
