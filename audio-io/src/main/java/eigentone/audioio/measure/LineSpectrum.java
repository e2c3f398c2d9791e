package eigentone.audioio.measure;

/// Amplitude spectrum of a whole sound, finely sampled, for finding lines in it.
///
/// The sound is windowed over its whole length and padded with zeros to at least four times that,
/// so that the top of a line is found within 0.001 bin by a parabola through the logarithms of
/// three neighbours. Amplitudes are peak amplitudes: a sine of amplitude 1 reads 1.
///
/// Source: parabolic interpolation as in Smith, "Spectral Audio Signal Processing", section
/// "Quadratic interpolation of spectral peaks".
final class LineSpectrum {
    /// Four points per bin of the unpadded transform.
    private static final int PADDING = 4;

    /// Longest stretch that is looked at, 2^19 frames: 11 s at 48 kHz resolve 0.1 Hz, and more
    /// takes long.
    static final int MAX_FRAMES = 1 << 19;

    private final double[] amplitude;
    private final double stepHz;
    private final double binHz;

    /// A line: its frequency in Hz and its peak amplitude, full scale 1.
    record Line(double frequencyHz, double amplitude) {}

    LineSpectrum(float[] mono, double sampleRateHz, CosineWindow window) {
        int frames = Math.min(mono.length, MAX_FRAMES);
        int size = Math.max(16, Integer.highestOneBit(PADDING * frames - 1) << 1);
        double[] weights = window.unitSum(frames);
        double[] samples = new double[size];
        for (int i = 0; i < frames; i++) {
            samples[i] = weights[i] * mono[i];
        }
        amplitude = new double[size / 2 + 1];
        new RealFft(size).power(samples, amplitude);
        for (int k = 0; k < amplitude.length; k++) {
            amplitude[k] = 2 * Math.sqrt(amplitude[k]);
        }
        stepHz = sampleRateHz / size;
        binHz = sampleRateHz / frames;
    }

    /// Resolution: 1 / duration, in Hz. A window's main lobe is a few of these wide to either side.
    double binHz() {
        return binHz;
    }

    /// Distance of neighbouring points in Hz.
    double stepHz() {
        return stepHz;
    }

    int points() {
        return amplitude.length;
    }

    double amplitude(int point) {
        return amplitude[point];
    }

    /// Amplitude at a frequency, from the nearest point; 0 outside the spectrum.
    double amplitudeAt(double hz) {
        long point = Math.round(hz / stepHz);
        return point < 0 || point >= amplitude.length ? 0 : amplitude[(int) point];
    }

    /// The largest local maximum between two frequencies, interpolated; amplitude 0 where there is
    /// none.
    Line peak(double lowHz, double highHz) {
        int low = Math.max(1, (int) Math.ceil(lowHz / stepHz));
        int high = Math.min(amplitude.length - 2, (int) Math.floor(highHz / stepHz));
        int best = -1;
        for (int k = low; k <= high; k++) {
            if (isTop(k) && (best < 0 || amplitude[k] > amplitude[best])) {
                best = k;
            }
        }
        return best < 0 ? new Line(0, 0) : interpolated(best);
    }

    boolean isTop(int point) {
        return amplitude[point] > amplitude[point - 1] && amplitude[point] >= amplitude[point + 1];
    }

    Line interpolated(int point) {
        double a = Math.log(Math.max(amplitude[point - 1], Double.MIN_NORMAL));
        double b = Math.log(Math.max(amplitude[point], Double.MIN_NORMAL));
        double c = Math.log(Math.max(amplitude[point + 1], Double.MIN_NORMAL));
        double curvature = a - 2 * b + c;
        double offset = curvature == 0 ? 0 : (a - c) / (2 * curvature);
        return new Line((point + offset) * stepHz, Math.exp(b - (a - c) * offset / 4));
    }
}
