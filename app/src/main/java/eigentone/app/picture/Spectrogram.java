package eigentone.app.picture;

import java.util.stream.IntStream;

/// Levels over time and logarithmic frequency: the numbers behind the lower half of the picture.
///
/// Three transforms with Hann windows share the axis, because low tones lie close together in Hz
/// and high ones change fast: 170 ms below 300 Hz, 85 ms around 700 Hz, 43 ms above 1.5 kHz, with a
/// gradual change between them. A sound that is shorter than a few such windows gets shorter ones.
/// A row takes the greatest level of the bins within it, or is interpolated where bins are wider
/// than rows, and channels are joined by the greatest of their levels: a tone shows its own level
/// wherever it is.
///
/// A sine of amplitude 1 reads 0 dB. Levels of noise depend on the window, as in every spectrogram.
///
/// Memory: columns x rows floats. A column spanning many windows takes at most four, evenly spread.
public final class Spectrogram {
    /// What silence reads, in dB.
    public static final float FLOOR_DB = -200;

    private static final double LONGEST_WINDOW_SECONDS = 8192 / 48_000.0;
    private static final int MIN_WINDOW = 128;
    private static final int MAX_WINDOW = 1 << 16;

    /// Frequencies in Hz where one transform has fully taken over from the one before: from, to.
    private static final double[][] CHANGES = {{300, 500}, {1000, 1800}};

    private final float[][] levelsDb;
    private final double lowHz;
    private final double highHz;

    private Spectrogram(float[][] levelsDb, double lowHz, double highHz) {
        this.levelsDb = levelsDb;
        this.lowHz = lowHz;
        this.highHz = highHz;
    }

    /// Analyses a whole sound, `channels[channel][frame]`, which is only read.
    ///
    /// @param columns stretches of equal length that the sound is cut into, 1 or more
    /// @param rows steps of equal musical interval between the two frequencies, 2 or more
    /// @param lowHz middle of row 0, above 0
    /// @param highHz middle of the last row, above `lowHz`
    public static Spectrogram of(
            float[][] channels,
            double sampleRateHz,
            int columns,
            int rows,
            double lowHz,
            double highHz) {
        Spectrogram result = new Spectrogram(new float[columns][rows], lowHz, highHz);
        int tasks = Math.min(columns, Runtime.getRuntime().availableProcessors());
        // Every column is computed from the sound alone: the number of tasks changes no bit.
        IntStream.range(0, tasks)
                .parallel()
                .forEach(t ->
                        result.fill(
                                channels,
                                sampleRateHz,
                                columns * t / tasks,
                                columns * (t + 1) / tasks));
        return result;
    }

    private void fill(float[][] channels, double sampleRateHz, int fromColumn, int toColumn) {
        int frames = channels.length == 0 ? 0 : channels[0].length;
        double[] edgesHz = new double[rows() + 1];
        for (int r = 0; r <= rows(); r++) {
            edgesHz[r] = hz(r - 0.5);
        }
        SpectrumBand[] bands = new SpectrumBand[CHANGES.length + 1];
        for (int b = 0; b < bands.length; b++) {
            int window = windowFrames(frames, sampleRateHz, b);
            double[] shares = new double[rows()];
            for (int r = 0; r < shares.length; r++) {
                shares[r] = share(b, hz(r));
            }
            bands[b] = new SpectrumBand(window, window / sampleRateHz, edgesHz, shares);
        }
        double[] scratch = new double[rows()];
        double span = (double) frames / columns();
        for (int c = fromColumn; c < toColumn; c++) {
            for (SpectrumBand band : bands) {
                band.addLevels(channels, span * c, span, scratch, levelsDb[c]);
            }
        }
    }

    /// Window of one band: halved from band to band, and at most a small part of a short sound.
    private static int windowFrames(int frames, double sampleRateHz, int band) {
        double wanted = LONGEST_WINDOW_SECONDS * sampleRateHz / (1 << band);
        double allowed = frames / (2.0 * (1 << band));
        int size = Integer.highestOneBit((int) (Math.min(wanted, allowed) * Math.sqrt(2)));
        return Math.clamp(size, MIN_WINDOW, MAX_WINDOW);
    }

    /// How much band `b` counts at a frequency; the shares of all bands sum to 1.
    private static double share(int band, double hz) {
        double below = band == 0 ? 1 : rise(CHANGES[band - 1], hz);
        double above = band == CHANGES.length ? 0 : rise(CHANGES[band], hz);
        return below - above;
    }

    private static double rise(double[] change, double hz) {
        return Math.clamp(Math.log(hz / change[0]) / Math.log(change[1] / change[0]), 0.0, 1.0);
    }

    /// Number of columns.
    public int columns() {
        return levelsDb.length;
    }

    /// Number of rows.
    public int rows() {
        return levelsDb[0].length;
    }

    /// Level of a cell in dB, [#FLOOR_DB] or more.
    public float levelDb(int column, int row) {
        return levelsDb[column][row];
    }

    /// Frequency of the middle of a row, in Hz; rows between whole numbers are allowed.
    public double hz(double row) {
        return lowHz * Math.pow(highHz / lowHz, row / (rows() - 1));
    }

    /// Row of a frequency, not rounded; beyond 0 and `rows() - 1` outside the range.
    public double row(double hz) {
        return Math.log(hz / lowHz) / Math.log(highHz / lowHz) * (rows() - 1);
    }

    /// Greatest level of all cells in dB.
    public float greatestDb() {
        float greatest = FLOOR_DB;
        for (float[] column : levelsDb) {
            for (float level : column) {
                greatest = Math.max(greatest, level);
            }
        }
        return greatest;
    }
}
