package eigentone.app.picture;

import eigentone.audioio.measure.CosineWindow;
import eigentone.audioio.measure.RealFft;
import java.util.Arrays;

/// One window length of a spectrogram and the rows that are read from it. One thread.
final class SpectrumBand {
    private static final double SILENT_POWER = 1e-20;

    /// The transform is twice as long as the window, so that a line between two bins keeps its
    /// level.
    private static final int PADDING = 2;

    /// Windows of one column lie at most three quarters of their length apart.
    private static final double MAX_HOP = 0.75;

    private static final int MAX_WINDOWS_PER_COLUMN = 4;

    private final RealFft fft;
    private final double[] window;
    private final double[] samples;
    private final double[] power;
    private final double[] sum;

    /// Weight of each row, 0 for a row that is read from other bands only.
    private final double[] shares;

    /// Places of the rows' lower ends on the axis of bins; the last is the upper end of the last
    /// row.
    private final double[] edges;

    SpectrumBand(int windowFrames, double binsPerHz, double[] edgesHz, double[] shares) {
        int size = PADDING * windowFrames;
        fft = new RealFft(size);
        window = CosineWindow.HANN.unitSum(windowFrames);
        samples = new double[size];
        power = new double[size / 2 + 1];
        sum = new double[size / 2 + 1];
        this.shares = shares;
        edges = new double[edgesHz.length];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = Math.min(edgesHz[e] * binsPerHz * PADDING, size / 2.0);
        }
    }

    /// Adds this band's share of the levels in dB to `column`, for the `span` frames from `start`.
    ///
    /// @param greatest scratch, one value per row
    void addLevels(
            float[][] channels, double start, double span, double[] greatest, float[] column) {
        Arrays.fill(greatest, 0);
        double wanted = Math.ceil(span / (MAX_HOP * window.length));
        int windows = (int) Math.clamp(wanted, 1, MAX_WINDOWS_PER_COLUMN);
        for (float[] channel : channels) {
            Arrays.fill(sum, 0);
            for (int w = 0; w < windows; w++) {
                addPower(channel, start + span * (w + 0.5) / windows);
            }
            for (int r = 0; r < greatest.length; r++) {
                if (shares[r] > 0) {
                    greatest[r] = Math.max(greatest[r], greatest(edges[r], edges[r + 1]));
                }
            }
        }
        for (int r = 0; r < greatest.length; r++) {
            if (shares[r] > 0) {
                // Half of a sine's amplitude is at the negative frequency: amplitude 1 has power
                // 1/4.
                double mean = 4 * greatest[r] / windows;
                double db = mean > SILENT_POWER ? 10 * Math.log10(mean) : Spectrogram.FLOOR_DB;
                column[r] += (float) (shares[r] * db);
            }
        }
    }

    private void addPower(float[] channel, double middle) {
        int from = (int) Math.floor(middle - window.length / 2.0);
        boolean silent = true;
        for (int i = 0; i < window.length; i++) {
            int n = from + i;
            float x = n >= 0 && n < channel.length ? channel[n] : 0;
            samples[i] = Float.isFinite(x) ? window[i] * x : 0;
            silent &= samples[i] == 0;
        }
        if (silent) {
            return;
        }
        fft.power(samples, power);
        int last = Math.min(sum.length - 1, (int) edges[edges.length - 1] + 1);
        for (int k = 0; k <= last; k++) {
            sum[k] += power[k];
        }
    }

    /// Greatest power of the bins between two places, or the power in the middle where there are
    /// none.
    private double greatest(double low, double high) {
        int first = (int) Math.ceil(low);
        if (first > high) {
            return between((low + high) / 2);
        }
        double greatest = sum[first];
        for (int k = first + 1; k <= high; k++) {
            greatest = Math.max(greatest, sum[k]);
        }
        // A row with one bin is flanked by rows between bins; without this it would stand out.
        return high - low < 2 ? Math.max(greatest, between((low + high) / 2)) : greatest;
    }

    /// A straight line in the logarithm, which follows the rounded top of a Hann window's line.
    private double between(double bin) {
        int k = Math.min((int) bin, sum.length - 2);
        double a = sum[k];
        double b = sum[k + 1];
        return a <= 0 || b <= 0 ? a + (bin - k) * (b - a) : a * Math.pow(b / a, bin - k);
    }
}
