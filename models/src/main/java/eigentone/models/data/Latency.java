package eigentone.models.data;

import eigentone.audioio.measure.CosineWindow;
import eigentone.audioio.measure.RealFft;
import java.util.ArrayList;
import java.util.List;

/// How much later a target comes than its input.
///
/// The cross-spectrum S of both, summed over blocks and each bin reduced to its phase, is turned
/// back into a correlation over lags:
///
///     c = inverse FFT of S / |S|        S = sum over blocks of conj(FFT(input)) FFT(target)
///
/// Whatever a device does to the spectrum, its loudest lag is then where the target follows:
/// guitars, whose plain correlation is as good one string's period later, give one sharp peak. A
/// filter in the device moves the peak and widens it; so the latency is the first lag within a
/// millisecond before the peak that rises from the noise.
///
/// Measured: strings through a distortion and up to four low-pass filters are found 0 to 3 frames
/// early; 25 excerpts of 2 to 10 s of guitar through a pedal, made 137 frames late, 0 or 1 frame
/// late, and once 4. The plain correlation of that pedal is 8 to 10 frames late.
///
/// Source: Knapp and Carter, "The generalized correlation method for estimation of time delay",
/// IEEE Trans. ASSP 24 (1976): the phase transform.
///
/// @param frames lag of the target; negative when it comes first
/// @param rateHz frames a second
/// @param clarity the peak over the root mean square of all lags; infinite for a latency that was
///   told. Those excerpts had 13 to 29, other pairs up to 174; unrelated excerpts 4 to 13
/// @param inverted whether the target has the other polarity
public record Latency(int frames, double rateHz, double clarity, boolean inverted) {
    /// Below, the target does not follow the input.
    static final double CLEAR = 12;

    /// The peak is wide where the device filters; below a seventh of it is what noise does.
    private static final double ONSET_SHARE = 0.15;

    /// Times the root mean square of all lags: one lag of noise in 16,000 gets there.
    private static final double NOISE = 4;

    private static final double ONSET_SECONDS = 0.001;
    private static final int MIN_SIZE = 1 << 12;

    /// One to two minutes at the usual sizes, spread over the recording, is heard; more adds
    /// nothing.
    private static final int MAX_BLOCKS = 64;

    /// In milliseconds.
    public double milliseconds() {
        return 1000 * frames / rateHz;
    }

    /// One that somebody knows.
    static Latency told(int frames, double rateHz) {
        return new Latency(frames, rateHz, Double.POSITIVE_INFINITY, false);
    }

    /// Frames by which the target is to be moved earlier, 0 or more.
    ///
    /// One less than was found: a frame too few is a delay that a model learns, a frame too many
    /// asks it to know the future. None at all below a millisecond, which the filters of a device
    /// may feign. What was told is taken as it is.
    public int lag() {
        if (clarity == Double.POSITIVE_INFINITY) {
            return frames;
        }
        return frames < ONSET_SECONDS * rateHz ? 0 : frames - 1;
    }

    /// Measures it.
    ///
    /// @param input finite samples
    /// @param target finite samples at the same rate
    /// @param clipFrames if above 0, both are rows of independent clips of so many frames
    /// @param maxLag frames to search before and after
    public static Latency measure(
            float[] input, float[] target, double rateHz, int clipFrames, int maxLag) {
        int frames = Math.min(input.length, target.length);
        int clip = clipFrames > 0 ? clipFrames : frames;
        int size = Math.max(MIN_SIZE, Integer.highestOneBit(4 * maxLag - 1) * 2);
        int block = Math.min(clip, size - 2 * maxLag);
        RealFft fft = new RealFft(size);
        // The cuts at the ends of a block or clip are alike in both sounds and at lag 0: without a
        // window they would be heard instead of the sound.
        double[] window = CosineWindow.HANN.unitSum(block);
        double[] x = new double[size];
        double[] y = new double[size];
        double[] cross = new double[size];
        List<Integer> starts = starts(frames, clip, block);
        int every = Math.ceilDiv(starts.size(), MAX_BLOCKS);
        for (int k = 0; k < starts.size(); k += every) {
            int from = starts.get(k);
            int clipFrom = from / clip * clip;
            for (int i = 0; i < size; i++) {
                long at = (long) from - maxLag + i;
                x[i] = i < block ? window[i] * input[from + i] : 0;
                y[i] = at >= clipFrom && at < clipFrom + clip ? target[(int) at] : 0;
            }
            fft.forward(x, x);
            fft.forward(y, y);
            addProduct(x, y, cross);
        }
        double[] plain = cross.clone();
        whiten(cross);
        fft.inverse(cross, cross);
        fft.inverse(plain, plain);
        return of(cross, plain, rateHz, maxLag);
    }

    /// Where the blocks begin: half over one another, none beyond its clip.
    private static List<Integer> starts(int frames, int clip, int block) {
        List<Integer> starts = new ArrayList<>();
        for (int clipFrom = 0; clipFrom + clip <= frames; clipFrom += clip) {
            for (int from = clipFrom; from + block <= clipFrom + clip; from += (block + 1) / 2) {
                starts.add(from);
            }
        }
        return starts;
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
        double rms = Math.sqrt(power / (2 * maxLag + 1));
        double least = Math.max(ONSET_SHARE * height, NOISE * rms);
        int near = (int) Math.ceil(ONSET_SECONDS * rateHz);
        int onset = peak;
        for (int i = peak; i >= Math.max(0, peak - near); i--) {
            onset = Math.abs(correlation[i]) >= least ? i : onset;
        }
        // The sharp peak swings; the polarity is that of the deep, loud part of the sound.
        int loudest = onset;
        for (int i = onset; i <= Math.min(2 * maxLag, onset + near); i++) {
            loudest = Math.abs(plain[i]) > Math.abs(plain[loudest]) ? i : loudest;
        }
        double clarity = rms > 0 ? height / rms : 0;
        return new Latency(onset - maxLag, rateHz, clarity, plain[loudest] < 0);
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
