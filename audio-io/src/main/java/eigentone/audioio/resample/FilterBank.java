package eigentone.audioio.resample;

/// The interpolation filter of a resampler, sampled at every fractional position it needs.
///
///     h(t) = c sinc(c t) w(t / reach),   t in input frames,   c = 2 * cutoff / input rate
///
/// The pass band ends at 0.907 of the lower rate's Nyquist frequency (20 kHz at 44.1 kHz), the stop
/// band begins at that Nyquist frequency itself, so that no image and no alias is left anywhere,
/// not only where it would be audible. 115 dB by design; the checks ask for 96.
///
/// Row p holds the taps for an output that falls p/rows of a frame behind an input frame. A ratio
/// of few terms has one row for every position that occurs, exactly. Any other ratio gets
/// `INTERPOLATED_ROWS` rows between which [Resampler] interpolates linearly; the error of that is
/// (pi c / rows)^2 / 8, below -130 dB.
///
/// Each row is scaled to the sum 1: the gain for a constant is exactly that of the input. Equal
/// rates get the single tap 1.
final class FilterBank {
    /// 20 kHz of 22.05 kHz.
    static final double PASSBAND = 0.907;

    private static final double STOPBAND_DB = 115;
    private static final int INTERPOLATED_ROWS = 2048;
    private static final int MIN_ROWS = 64;

    /// Most doubles in an exact bank: 8 MB.
    private static final long MAX_EXACT_SIZE = 1 << 20;

    /// Taps in a row, even; the middle of the filter lies behind tap `taps / 2 - 1` by the row's
    /// fraction.
    final int taps;

    /// Positions per input frame; there is one more row than that where rows are interpolated.
    final int positions;

    final boolean exact;
    final double[][] rows;

    FilterBank(Ratio ratio) {
        if (ratio.up() == ratio.down()) {
            taps = 2;
            exact = true;
            positions = 1;
            rows = new double[][] {{1, 0}};
            return;
        }
        double scale = Math.min(1, (double) ratio.up() / ratio.down());
        double transition = (1 - PASSBAND) / 2 * scale;
        double cutoff = (1 + PASSBAND) / 2 * scale;
        taps = 2 * (int) Math.ceil(Kaiser.taps(STOPBAND_DB, transition) / 2) + 2;
        exact = ratio.up() * taps <= MAX_EXACT_SIZE;
        positions =
                exact
                        ? (int) ratio.up()
                        : Math.max(MIN_ROWS, (int) Math.ceil(INTERPOLATED_ROWS * scale));
        rows = new double[positions + (exact ? 0 : 1)][];
        double beta = Kaiser.beta(STOPBAND_DB);
        for (int p = 0; p < rows.length; p++) {
            // The filter is symmetric: the second half of the rows is the first half backwards.
            rows[p] =
                    2 * p > positions
                            ? reversed(rows[positions - p])
                            : row((double) p / positions, cutoff, beta);
        }
    }

    private static double[] reversed(double[] row) {
        double[] out = new double[row.length];
        for (int k = 0; k < row.length; k++) {
            out[k] = row[row.length - 1 - k];
        }
        return out;
    }

    private double[] row(double fraction, double cutoff, double beta) {
        double[] row = new double[taps];
        double reach = taps / 2.0;
        double sum = 0;
        for (int k = 0; k < taps; k++) {
            double t = k - (taps / 2 - 1) - fraction;
            row[k] = Kaiser.sinc(cutoff * t) * Kaiser.window(t / reach, beta);
            sum += row[k];
        }
        for (int k = 0; k < taps; k++) {
            row[k] /= sum;
        }
        return row;
    }
}
