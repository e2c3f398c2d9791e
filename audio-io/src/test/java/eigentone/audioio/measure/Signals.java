package eigentone.audioio.measure;

import java.util.Arrays;
import java.util.Random;

/// Sounds that the tests of this module measure.
final class Signals {
    private Signals() {}

    /// `amplitude * sin(2 pi (hz n / rate + phaseCycles))`.
    static float[] sine(
            double hz, double amplitude, double phaseCycles, double rateHz, int frames) {
        float[] out = new float[frames];
        for (int n = 0; n < frames; n++) {
            double cycles = hz * n / rateHz + phaseCycles;
            out[n] = (float) (amplitude * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles))));
        }
        return out;
    }

    /// Harmonics 1.. of `hz` with the given amplitudes, phases spread so that they do not line up.
    static float[] harmonics(double hz, double rateHz, int frames, double... amplitudes) {
        double[] sum = new double[frames];
        for (int k = 1; k <= amplitudes.length; k++) {
            for (int n = 0; n < frames; n++) {
                double cycles = k * hz * n / rateHz + 0.37 * k * k;
                sum[n] += amplitudes[k - 1] * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles)));
            }
        }
        float[] out = new float[frames];
        for (int n = 0; n < frames; n++) {
            out[n] = (float) sum[n];
        }
        return out;
    }

    /// White noise with a normal distribution.
    static float[] noise(long seed, double rms, int frames) {
        Random random = new Random(seed);
        float[] out = new float[frames];
        for (int n = 0; n < frames; n++) {
            out[n] = (float) (rms * random.nextGaussian());
        }
        return out;
    }

    static float[] sum(float[] a, float[] b) {
        float[] out = a.clone();
        for (int n = 0; n < out.length; n++) {
            out[n] += b[n];
        }
        return out;
    }

    /// The same sound in so many channels.
    static float[][] same(int channels, float[] mono) {
        float[][] out = new float[channels][];
        Arrays.fill(out, mono);
        return out;
    }

    static double gain(double db) {
        return Math.pow(10, db / 20);
    }

    /// A 1 kHz sine in stretches, as the EBU's test signals are: levels in dBFS and durations in
    /// seconds in turn.
    static float[] stretches(double rateHz, double... levelAndSeconds) {
        double total = 0;
        for (int i = 1; i < levelAndSeconds.length; i += 2) {
            total += levelAndSeconds[i];
        }
        float[] out = new float[(int) Math.round(total * rateHz)];
        double at = 0;
        for (int i = 0; i < levelAndSeconds.length; i += 2) {
            int from = (int) Math.round(at * rateHz);
            at += levelAndSeconds[i + 1];
            int to = (int) Math.round(at * rateHz);
            float[] part =
                    sine(1000, gain(levelAndSeconds[i]), 1000 * from / rateHz, rateHz, to - from);
            System.arraycopy(part, 0, out, from, part.length);
        }
        return out;
    }
}
