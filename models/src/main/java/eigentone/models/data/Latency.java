package eigentone.models.data;

import eigentone.audioio.measure.CosineWindow;
import eigentone.audioio.measure.RealFft;

/// How much later a target comes than its input.
///
/// The cross-spectrum S of both, summed over blocks and each bin reduced to its phase, is turned
/// back into a correlation over lags:
///
///     c = inverse FFT of S / |S|        S = sum over blocks of conj(FFT(input)) FFT(target)
///
/// Whatever a device does to the spectrum, its loudest lag is then where the target begins to
/// follow: guitars, whose plain correlation is as good one string's period later, give one sharp
/// peak. A filter in the device moves and widens the peak; so the latency is the first lag of at
/// least half the peak within a millisecond before it. In trials with a distortion and low-pass
/// filters after it, with noise, it was never late and at most one frame early (LatencyTest); the
/// peak alone was up to 6 frames late.
///
/// Source: Knapp and Carter, "The generalized correlation method for estimation of time delay",
/// IEEE Trans. ASSP 24 (1976): the phase transform.
///
/// @param frames lag of the target; negative when it comes first
/// @param rateHz frames a second
/// @param clarity the peak over the root mean square of all lags: above 40 for pairs, below 6 for
///   unrelated sounds
/// @param inverted whether the target has the other polarity
public record Latency(int frames, double rateHz, double clarity, boolean inverted) {
    /// Below, the target does not follow the input. Half-way between what pairs and strangers have.
    static final double CLEAR = 12;

    /// Below, a few frames are a guess: of 30 half-second excerpts of guitar through a pedal
    /// without latency, the three below 20 gave 5, -1 and -2 frames, those above 25 none or -1.
    private static final double SURE = 25;

    private static final double ONSET_SHARE = 0.5;
    private static final double ONSET_SECONDS = 0.001;
    private static final int MIN_SIZE = 1 << 12;

    /// A minute at the usual sizes, spread over the recording, is heard; more adds nothing.
    private static final int MAX_BLOCKS = 64;

    /// In milliseconds.
    public double milliseconds() {
        return 1000 * frames / rateHz;
    }

    /// Frames by which the target is to be moved earlier, 0 or more: [#frames()], but none if it is
    /// below a millisecond and not sure.
    public int lag() {
        boolean guessed = clarity < SURE && frames < ONSET_SECONDS * rateHz;
        return guessed ? 0 : Math.max(0, frames);
    }

    /// Measures it.
    ///
    /// @param input finite samples, not silent
    /// @param target finite samples, not silent, at the same rate
    /// @param maxLag frames to search before and after
    public static Latency measure(float[] input, float[] target, double rateHz, int maxLag) {
        int size = Math.max(MIN_SIZE, Integer.highestOneBit(4 * maxLag - 1) * 2);
        int block = size - 2 * maxLag;
        RealFft fft = new RealFft(size);
        double[] x = new double[size];
        double[] y = new double[size];
        double[] cross = new double[size];
        int step = Math.max(block / 2, input.length / MAX_BLOCKS);
        double[] window = CosineWindow.HANN.unitSum(block);
        for (int from = -block / 2; from < input.length; from += step) {
            copy(input, from, block, x);
            // Without it the edges of both blocks would look alike.
            for (int i = 0; i < block; i++) {
                x[i] *= window[i];
            }
            copy(target, from - maxLag, size, y);
            fft.forward(x);
            fft.forward(y);
            addProduct(x, y, cross);
        }
        double[] plain = cross.clone();
        whiten(cross);
        fft.inverse(cross);
        fft.inverse(plain);
        return of(cross, plain, rateHz, maxLag);
    }

    /// Lag l is at index l + maxLag, since the target's block began that much earlier.
    private static Latency of(double[] correlation, double[] plain, double rateHz, int maxLag) {
        int peak = 0;
        double power = 0;
        for (int i = 0; i <= 2 * maxLag; i++) {
            power += correlation[i] * correlation[i];
            peak = Math.abs(correlation[i]) > Math.abs(correlation[peak]) ? i : peak;
        }
        double height = Math.abs(correlation[peak]);
        int near = (int) Math.ceil(ONSET_SECONDS * rateHz);
        int onset = peak;
        for (int i = peak; i >= Math.max(0, peak - near); i--) {
            onset = Math.abs(correlation[i]) >= ONSET_SHARE * height ? i : onset;
        }
        // The sharp peak swings; the polarity is that of the deep, loud part of the sound.
        int loudest = onset;
        for (int i = onset; i <= Math.min(2 * maxLag, onset + near); i++) {
            loudest = Math.abs(plain[i]) > Math.abs(plain[loudest]) ? i : loudest;
        }
        double rms = Math.sqrt(power / (2 * maxLag + 1));
        double clarity = rms > 0 ? height / rms : 0;
        return new Latency(onset - maxLag, rateHz, clarity, plain[loudest] < 0);
    }

    /// `count` samples from `from` on, 0 beyond both ends and up to the end of `to`.
    private static void copy(float[] samples, int from, int count, double[] to) {
        for (int i = 0; i < to.length; i++) {
            long at = (long) from + i;
            to[i] = i < count && at >= 0 && at < samples.length ? samples[(int) at] : 0;
        }
    }

    /// Adds conj(x) y, in the layout of [RealFft#forward].
    private static void addProduct(double[] x, double[] y, double[] sum) {
        for (int i = 2; i < sum.length; i += 2) {
            sum[i] += x[i] * y[i] + x[i + 1] * y[i + 1];
            sum[i + 1] += x[i] * y[i + 1] - x[i + 1] * y[i];
        }
    }

    /// Every bin to magnitude 1. Those of 0 Hz and of half the rate stay 0: an offset is no sound.
    private static void whiten(double[] spectrum) {
        for (int i = 2; i < spectrum.length; i += 2) {
            double magnitude = Math.hypot(spectrum[i], spectrum[i + 1]);
            if (magnitude > 0) {
                spectrum[i] /= magnitude;
                spectrum[i + 1] /= magnitude;
            }
        }
    }
}
