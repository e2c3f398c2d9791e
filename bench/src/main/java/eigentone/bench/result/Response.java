package eigentone.bench.result;

import eigentone.audioio.measure.RealFft;
import eigentone.audioio.measure.ReverberationTime;
import java.util.SplittableRandom;

/// An impulse response of a room, and what is measured of it.
///
/// @param samples at least a window of the echo density
/// @param rateHz samples a second
record Response(float[] samples, double rateHz) {
    /// Middles of the octaves.
    static final double[] OCTAVES_HZ = {250, 500, 1000, 2000, 4000};

    /// Long enough for some hundred samples, short beside the decay (Abel and Huang).
    private static final double DENSITY_SECONDS = 0.02;

    /// 1 - erf(1 / sqrt 2): the part of Gaussian noise beyond its deviation.
    private static final double BEYOND_DEVIATION = 0.317310508;

    /// Noise that decays in each octave at a pace of its own: what a measured room sounds like
    /// after its first echoes.
    ///
    /// @param t60Seconds for each octave
    static Response noise(int frames, double rateHz, double[] t60Seconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] white = new float[frames], sum = new float[frames];
        for (int t = 0; t < frames; t++) {
            white[t] = (float) random.nextGaussian(0, 0.1);
        }
        Response noise = new Response(white, rateHz);
        for (int k = 0; k < OCTAVES_HZ.length; k++) {
            float[] band = noise.octave(k).samples;
            for (int t = 0; t < frames; t++) {
                sum[t] += band[t] * (float) StrictMath.pow(10, -3 * t / (t60Seconds[k] * rateHz));
            }
        }
        return new Response(sum, rateHz);
    }

    /// One octave of it. All together are the whole: each falls off as a squared cosine over the
    /// octave beside it, and the outermost go on to the ends.
    Response octave(int k) {
        int n = 2 * samples.length;
        double[] spectrum = new double[n];
        for (int t = 0; t < samples.length; t++) {
            spectrum[t] = samples[t];
        }
        RealFft fft = new RealFft(n);
        fft.forward(spectrum, spectrum);
        spectrum[0] *= part(k, 0);
        spectrum[1] *= part(k, rateHz / 2);
        for (int bin = 1; bin < n / 2; bin++) {
            double part = part(k, bin * rateHz / n);
            spectrum[2 * bin] *= part;
            spectrum[2 * bin + 1] *= part;
        }
        fft.inverse(spectrum, spectrum);
        float[] band = new float[samples.length];
        for (int t = 0; t < band.length; t++) {
            band[t] = (float) spectrum[t];
        }
        return new Response(band, rateHz);
    }

    private static double part(int k, double hz) {
        int last = OCTAVES_HZ.length - 1;
        double octaves = Math.log(Math.max(hz, 1) / OCTAVES_HZ[k]) / Math.log(2);
        if ((k == 0 && octaves < 0) || (k == last && octaves > 0)) {
            return 1;
        }
        double c = StrictMath.cos(Math.PI / 2 * Math.min(1, Math.abs(octaves)));
        return c * c;
    }

    /// Seconds for 60 dB in each octave, by the fall from -5 to -25 dB; NaN where it falls less.
    double[] t60Seconds() {
        double[] t60 = new double[OCTAVES_HZ.length];
        for (int k = 0; k < t60.length; k++) {
            t60[k] = ReverberationTime.t20(octave(k).samples, rateHz).t60Seconds();
        }
        return t60;
    }

    /// How dense the echoes are around each frame: 0 for single ones, 1 for Gaussian noise.
    ///
    ///     e(t) = part of the window's samples beyond its deviation / 0.317
    ///
    /// Source: J. S. Abel and P. Huang, "A simple, robust measure of reverberation echo density",
    /// 121st AES Convention, 2006, with a rectangular window. The first and last half window are
    /// left out.
    double[] echoDensity() {
        int half = (int) (DENSITY_SECONDS * rateHz / 2), window = 2 * half + 1;
        double[] density = new double[samples.length - 2 * half];
        for (int t = 0; t < density.length; t++) {
            double energy = 0;
            for (int i = t; i < t + window; i++) {
                energy += (double) samples[i] * samples[i];
            }
            double deviation = Math.sqrt(energy / window);
            int beyond = 0;
            for (int i = t; i < t + window; i++) {
                beyond += Math.abs(samples[i]) > deviation ? 1 : 0;
            }
            density[t] = beyond / (window * BEYOND_DEVIATION);
        }
        return density;
    }

    /// Energy that is still to come, in dB of all of it.
    double[] decayDb() {
        double[] decay = new double[samples.length];
        double left = 0;
        for (int t = samples.length - 1; t >= 0; t--) {
            left += (double) samples[t] * samples[t];
            decay[t] = left;
        }
        for (int t = samples.length - 1; t >= 0; t--) {
            decay[t] = 10 * Math.log10(Math.max(decay[t], 1e-30) / left);
        }
        return decay;
    }
}
