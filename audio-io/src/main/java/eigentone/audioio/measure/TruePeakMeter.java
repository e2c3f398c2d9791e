package eigentone.audioio.measure;

import eigentone.audioio.resample.Kaiser;

/// The highest point of the wave between the samples: what a converter or a lossy coder will meet.
///
/// The sound is interpolated at 8 points per frame below 96 kHz, at 4 below 192 kHz and at 2 from
/// there on, by a Kaiser-windowed sinc of 32 taps (80 dB, flat to 0.42 of the rate). The largest
/// magnitude is the true peak; the largest magnitude of a sample itself is the sample peak. At 48
/// kHz the grid of 8 points reads a sine at 20 kHz at most 0.12 dB too low; 4 points, the least
/// that the standard allows, would read 0.47 dB too low.
///
/// Source: ITU-R BS.1770-5, Annex 2 (oversampling, tolerance by EBU Tech 3341: +0.2/-0.4 dB).
///
/// The sound is taken to be silent before its first and after its last frame: a wave that begins or
/// ends abruptly is measured with its overshoot. Readings depend on the sound only, bit for bit,
/// never on how it was cut into calls. Not thread-safe.
public final class TruePeakMeter {
    private static final int HALF = 16;
    private static final int TAPS = 2 * HALF;
    private static final double STOPBAND_DB = 80;

    /// Keeps the rounding of sums out of the decision what to pass over.
    private static final double ROUNDING_MARGIN = 1 + 1e-9;

    private final int channels;
    private final double[][] phases;

    /// Largest value an interpolated point can have in a stretch of samples within ±1.
    private final double maxGain;

    /// Per channel the last `TAPS` samples twice in a row, so that a window of them never wraps.
    private final float[][] recent;

    private final float[] samplePeaks;
    private final double[] truePeaks;
    private int place;
    private long frames;

    /// A meter for one sound.
    ///
    /// @param sampleRateHz above 0; decides the number of points between the samples
    /// @param channels 1 or more
    /// @throws IllegalArgumentException if one is outside its range
    public TruePeakMeter(double sampleRateHz, int channels) {
        if (!(sampleRateHz > 0 && sampleRateHz < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "true peak meter 'sampleRateHz': expected above 0 Hz, got "
                            + sampleRateHz
                            + " Hz");
        }
        if (channels < 1) {
            throw new IllegalArgumentException(
                    "true peak meter 'channels': expected 1 or more, got " + channels);
        }
        this.channels = channels;
        int points = sampleRateHz < 96_000 ? 8 : sampleRateHz < 192_000 ? 4 : 2;
        phases = new double[points - 1][TAPS];
        double beta = Kaiser.beta(STOPBAND_DB);
        double largest = 1;
        for (int p = 0; p < phases.length; p++) {
            double gain = 0;
            for (int k = 0; k < TAPS; k++) {
                double t = k - (HALF - 1) - (p + 1.0) / points;
                phases[p][k] = Kaiser.sinc(t) * Kaiser.window(t / HALF, beta);
                gain += Math.abs(phases[p][k]);
            }
            largest = Math.max(largest, gain);
        }
        maxGain = largest * ROUNDING_MARGIN;
        recent = new float[channels][2 * TAPS];
        samplePeaks = new float[channels];
        truePeaks = new double[channels];
    }

    /// Peaks of a whole sound at once.
    public static TruePeakMeter of(float[][] channels, double sampleRateHz) {
        TruePeakMeter meter = new TruePeakMeter(sampleRateHz, channels.length);
        meter.add(channels, 0, channels.length == 0 ? 0 : channels[0].length);
        return meter;
    }

    /// Measures the frames `from` (included) to `to` (excluded) of `planar[channel][frame]`; reads
    /// only.
    ///
    /// @throws IllegalArgumentException if the number of channels or the range does not fit, or if
    ///   a sample is not finite; the meter is unchanged then
    public void add(float[][] planar, int from, int to) {
        Planar.check("true peak meter", planar, channels, from, to);
        int next = place;
        for (int c = 0; c < channels; c++) {
            next = run(c, recent[c], place, planar[c], from, to);
        }
        place = next;
        frames += to - from;
    }

    /// Pushes samples into one channel's window and raises its peaks; returns the window's new
    /// place.
    private int run(int channel, float[] window, int at, float[] samples, int from, int to) {
        double peak = truePeaks[channel];
        float samplePeak = samplePeaks[channel];
        // A window without a sample above `quiet` cannot hold a new peak: most of a sound is passed
        // over here.
        double quiet = peak / maxGain;
        int loudFrames = 0;
        for (int k = 0; k < TAPS; k++) {
            if (Math.abs(window[at + k]) > quiet) {
                loudFrames = k + 1;
            }
        }
        for (int i = from; i < to; i++) {
            float x = samples[i];
            window[at] = x;
            window[at + TAPS] = x;
            at = at + 1 == TAPS ? 0 : at + 1;
            float magnitude = Math.abs(x);
            samplePeak = Math.max(samplePeak, magnitude);
            loudFrames = magnitude > quiet ? TAPS : loudFrames - 1;
            if (loudFrames > 0) {
                double highest = highest(window, at);
                if (Math.max(highest, magnitude) > peak) {
                    peak = Math.max(highest, magnitude);
                    quiet = peak / maxGain;
                }
            }
        }
        truePeaks[channel] = peak;
        samplePeaks[channel] = samplePeak;
        return at;
    }

    private double highest(float[] window, int at) {
        double highest = 0;
        for (double[] phase : phases) {
            double a = 0;
            double b = 0;
            for (int k = 0; k < TAPS; k += 2) {
                a += phase[k] * window[at + k];
                b += phase[k + 1] * window[at + k + 1];
            }
            highest = Math.max(highest, Math.abs(a + b));
        }
        return highest;
    }

    /// Largest magnitude of a sample of one channel, linear, full scale 1.
    public double samplePeak(int channel) {
        return samplePeaks[channel];
    }

    /// Largest magnitude of one channel's wave, linear, full scale 1; never below its sample peak.
    public double truePeak(int channel) {
        double peak = truePeaks[channel];
        float[] window = recent[channel].clone();
        int at = place;
        for (int i = 0; i < HALF; i++) {
            window[at] = 0;
            window[at + TAPS] = 0;
            at = at + 1 == TAPS ? 0 : at + 1;
            peak = Math.max(peak, highest(window, at));
        }
        return peak;
    }

    /// Largest sample peak of all channels in dBFS; negative infinity for silence.
    public double samplePeakDbfs() {
        double peak = 0;
        for (int c = 0; c < channels; c++) {
            peak = Math.max(peak, samplePeak(c));
        }
        return 20 * Math.log10(peak);
    }

    /// Largest true peak of all channels in dBTP; negative infinity for silence.
    public double truePeakDbtp() {
        double peak = 0;
        for (int c = 0; c < channels; c++) {
            peak = Math.max(peak, truePeak(c));
        }
        return 20 * Math.log10(peak);
    }

    /// Frames measured so far.
    public long frames() {
        return frames;
    }
}
