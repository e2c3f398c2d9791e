package eigentone.models.train.loss;

import eigentone.audioio.measure.RealFft;
import java.util.Arrays;

/// The spectra of one resolution, frame after frame.
final class Spectrogram {
    private static final double FLOOR = 1e-7;

    private final MultiResolutionStft.Resolution resolution;
    private final RealFft fft;
    private final double[] window;
    private final double[] x;
    private final double[] y;
    private final int samples;

    Spectrogram(MultiResolutionStft.Resolution resolution, int samples) {
        this.resolution = resolution;
        this.samples = samples;
        fft = new RealFft(resolution.size());
        x = new double[resolution.size()];
        y = new double[resolution.size()];
        window = new double[resolution.window()];
        for (int i = 0; i < window.length; i++) {
            window[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / window.length);
        }
    }

    /// Adds sum (A - B)^2, sum B^2, sum |log A - log B| and the number of bins.
    void add(Sounds sounds, double[] sums) {
        for (int f = 0; f <= samples / resolution.hop(); f++) {
            if (!transform(sounds, f)) {
                continue;
            }
            for (int k = 0; k <= resolution.size() / 2; k++) {
                double power = power(x, k), wanted = power(y, k);
                double a = Math.sqrt(power), b = Math.sqrt(wanted);
                sums[0] += (a - b) * (a - b);
                sums[1] += wanted;
                sums[2] += 0.5 * Math.abs(StrictMath.log(power / wanted));
                sums[3]++;
            }
        }
    }

    /// Adds to `gradient` what the output's samples do to `convergence` times half the sum of (A
    /// - B)^2 and to `logarithm` times the sum of |log A - log B|.
    void gradient(Sounds sounds, double convergence, double logarithm, double[] gradient) {
        for (int f = 0; f <= samples / resolution.hop(); f++) {
            if (!transform(sounds, f)) {
                continue;
            }
            for (int k = 0; k <= resolution.size() / 2; k++) {
                double power = power(x, k);
                double a = Math.sqrt(power), b = Math.sqrt(power(y, k));
                double slope = convergence * (a - b) + logarithm * Math.signum(a - b) / a;
                // d A / d X = X / A, but for magnitudes that lie on the floor.
                scale(x, k, power > FLOOR ? slope / a : 0);
            }
            fft.adjoint(x, y);
            for (int i = 0; i < window.length; i++) {
                gradient[sample(f, i)] += window[i] * y[offset() + i];
            }
        }
    }

    /// Spectra of frame `f` into x (output) and y (target); false when the mask hides all of it.
    private boolean transform(Sounds sounds, int f) {
        boolean heard = false;
        Arrays.fill(x, 0);
        Arrays.fill(y, 0);
        for (int i = 0; i < window.length; i++) {
            int from = sample(f, i);
            heard |= sounds.mask()[from] != 0;
            x[offset() + i] = window[i] * sounds.output()[from];
            y[offset() + i] = window[i] * sounds.target()[from];
        }
        if (heard) {
            fft.forward(x, x);
            fft.forward(y, y);
        }
        return heard;
    }

    private int offset() {
        return (resolution.size() - resolution.window()) / 2;
    }

    /// Which sample is under point `i` of the window of frame `f`.
    private int sample(int f, int i) {
        int at = f * resolution.hop() - resolution.size() / 2 + offset() + i;
        at = Math.abs(at);
        return at < samples ? at : 2 * (samples - 1) - at;
    }

    /// Squared magnitude of bin `k`, at least the floor.
    private double power(double[] spectrum, int k) {
        int half = resolution.size() / 2;
        if (k == 0 || k == half) {
            double value = spectrum[k == 0 ? 0 : 1];
            return Math.max(value * value, FLOOR);
        }
        double re = spectrum[2 * k], im = spectrum[2 * k + 1];
        return Math.max(re * re + im * im, FLOOR);
    }

    private void scale(double[] spectrum, int k, double factor) {
        int half = resolution.size() / 2;
        if (k == 0 || k == half) {
            spectrum[k == 0 ? 0 : 1] *= factor;
        } else {
            spectrum[2 * k] *= factor;
            spectrum[2 * k + 1] *= factor;
        }
    }
}
