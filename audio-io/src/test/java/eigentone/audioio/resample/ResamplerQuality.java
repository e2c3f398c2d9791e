package eigentone.audioio.resample;

import org.jtransforms.fft.DoubleFFT_1D;

/// What a sample rate conversion does to sines: the check that every converter has to pass.
///
/// Sines from 100 Hz to the top of the pass band (20 kHz, or 0.907 of the lower Nyquist frequency)
/// must keep their amplitude; sines from there to the input's Nyquist frequency must keep it, lose
/// it or vanish, but must not come out as anything else.
///
/// @param rippleDb largest deviation of a pass-band sine's amplitude from the input's, in dB
/// @param imageDb largest line that is not the sine itself, relative to the sine that went in, in
///   dB
record ResamplerQuality(double rippleDb, double imageDb) {
    private static final int SINES = 25;
    private static final int FFT_SIZE = 8192;
    private static final double AMPLITUDE = 0.9;

    /// Main lobe of the window in bins, to either side, and one for the sine's place between bins.
    private static final int LOBE_BINS = 8;

    private static final double[] WINDOW = window();

    /// Takes a mono sound from one rate in Hz to another.
    interface Converter {
        float[] convert(float[] in, double fromHz, double toHz);
    }

    static ResamplerQuality of(Converter converter, double fromHz, double toHz) {
        double nyquistHz = Math.min(fromHz, toHz) / 2;
        double passHz = Math.min(20_000, 0.907 * nyquistHz);
        double ripple = 0;
        double image = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < SINES; s++) {
            double hz = 100 + (passHz - 100) * s / (SINES - 1);
            Lines lines = lines(converter, hz, fromHz, toHz);
            ripple = Math.max(ripple, Math.abs(20 * Math.log10(lines.own() / AMPLITUDE)));
            image = Math.max(image, 20 * Math.log10(lines.other() / AMPLITUDE));
        }
        for (int s = 1; s < SINES; s++) {
            double hz = passHz + (0.998 * fromHz / 2 - passHz) * s / (SINES - 1);
            Lines lines = lines(converter, hz, fromHz, toHz);
            // From the lower Nyquist frequency on, whatever comes out is an alias.
            double wrong = hz < nyquistHz ? lines.other() : Math.max(lines.other(), lines.own());
            image = Math.max(image, 20 * Math.log10(wrong / AMPLITUDE));
        }
        return new ResamplerQuality(ripple, image);
    }

    /// Amplitudes of the sine itself and of the largest other line in the output.
    private record Lines(double own, double other) {}

    private static Lines lines(Converter converter, double hz, double fromHz, double toHz) {
        int frames = (int) Math.ceil((FFT_SIZE + 4000) * Math.max(1, fromHz / toHz) * 1.1);
        float[] in = new float[Math.max(frames, (int) ((FFT_SIZE + 4000) * fromHz / toHz) + 1)];
        for (int n = 0; n < in.length; n++) {
            in[n] = (float) (AMPLITUDE * Math.sin(2 * Math.PI * hz * n / fromHz));
        }
        float[] out = converter.convert(in, fromHz, toHz);
        double[] spectrum = new double[FFT_SIZE];
        int skip = (out.length - FFT_SIZE) / 2;
        // The sine's own amplitude by projection, which no place between bins can distort.
        double re = 0;
        double im = 0;
        for (int m = 0; m < FFT_SIZE; m++) {
            double angle = 2 * Math.PI * hz * (m + skip) / toHz;
            re += 2 * WINDOW[m] * out[m + skip] * Math.cos(angle);
            im += 2 * WINDOW[m] * out[m + skip] * Math.sin(angle);
            spectrum[m] = WINDOW[m] * out[m + skip];
        }
        new DoubleFFT_1D(FFT_SIZE).realForward(spectrum);
        double own = hz / toHz * FFT_SIZE;
        double other = 0;
        for (int k = 0; k < FFT_SIZE / 2; k++) {
            if (Math.abs(k - own) > LOBE_BINS) {
                double imag = k == 0 ? 0 : spectrum[2 * k + 1];
                other = Math.max(other, 2 * Math.hypot(spectrum[2 * k], imag));
            }
        }
        return new Lines(hz < toHz / 2 ? Math.hypot(re, im) : 0, other);
    }

    /// Seven-term Blackman-Harris window (Albrecht 2001) of sum 1: side lobes at -180 dB.
    private static double[] window() {
        double[] terms = {
            0.27105140069342,
            -0.43329793923448,
            0.21812299954311,
            -0.06592544638803,
            0.01081174209837,
            -0.00077658482522,
            0.00001388721735
        };
        double[] window = new double[FFT_SIZE];
        for (int i = 0; i < FFT_SIZE; i++) {
            for (int k = 0; k < terms.length; k++) {
                window[i] += terms[k] * Math.cos(2 * Math.PI * k * i / FFT_SIZE) / terms[0];
            }
            window[i] /= FFT_SIZE;
        }
        return window;
    }
}
