package eigentone.analysis;

import be.tarsos.dsp.util.fft.FFT;
import be.tarsos.dsp.util.fft.HannWindow;

/// The power of each bin of the newest window, under a Hann window. The transform is TarsosDSP's.
final class Spectrum {
    private final FFT fft;
    private final float[] window;
    private final double[] power;
    private final double binHz;
    private final double scale;

    /// @param frames of the window, a power of two
    Spectrum(double rateHz, int frames) {
        fft = new FFT(frames, new HannWindow());
        window = new float[frames];
        power = new double[frames / 2];
        binHz = rateHz / frames;
        // The window's mean square is 3/8, and half of the bins are left out: a full-scale sine has
        // a power of 1/2.
        scale = 16.0 / (3.0 * frames * frames);
    }

    /// Takes the last frames of `recent`.
    void hear(float[] recent) {
        System.arraycopy(recent, recent.length - window.length, window, 0, window.length);
        fft.forwardTransform(window);
        for (int k = 1; k < power.length; k++) {
            double re = window[2 * k], im = window[2 * k + 1];
            power[k] = (re * re + im * im) * scale;
        }
    }

    int bins() {
        return power.length;
    }

    double binHz() {
        return binHz;
    }

    double power(int bin) {
        return power[bin];
    }

    /// The mean of the frequencies, weighted by amplitude; NaN in silence.
    double centreHz() {
        double sum = 0, moment = 0;
        for (int k = 1; k < power.length; k++) {
            double amplitude = Math.sqrt(power[k]);
            sum += amplitude;
            moment += k * amplitude;
        }
        return sum > 0 ? binHz * moment / sum : Double.NaN;
    }
}
