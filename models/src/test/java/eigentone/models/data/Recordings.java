package eigentone.models.data;

import eigentone.audioio.file.Dither;
import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import eigentone.audioio.file.SoundFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Recordings of a device that is known: plucked strings, distorted, filtered and late.
final class Recordings {
    private Recordings() {}

    /// Plucked strings (Karplus and Strong), a new note every fifth of a second, peaks below 0.8.
    static float[] strings(int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] out = new float[frames];
        float[] string = new float[200];
        int period = 100;
        for (int t = 0; t < frames; t++) {
            if (t % 8820 == 0) {
                period = 80 + random.nextInt(100);
                for (int i = 0; i < period; i++) {
                    string[i] = (float) (0.8 * (2 * random.nextDouble() - 1));
                }
            }
            int i = t % period;
            out[t] = string[i];
            string[i] = 0.498f * (string[i] + string[(i + 1) % period]);
        }
        return out;
    }

    /// tanh(drive x) through `filters` one-pole low-pass filters, `late` frames later, with noise.
    static float[] device(float[] x, double drive, int filters, int late, double noise) {
        SplittableRandom random = new SplittableRandom(99);
        float[] out = new float[x.length];
        double[] state = new double[filters];
        for (int t = 0; t < x.length; t++) {
            int from = t - late;
            double v = from >= 0 && from < x.length ? Math.tanh(drive * x[from]) : 0;
            for (int k = 0; k < filters; k++) {
                state[k] += 0.4 * (v - state[k]);
                v = state[k];
            }
            out[t] = (float) (0.7 * v + noise * random.nextGaussian());
        }
        return out;
    }

    static Path write(Path file, double rateHz, float[]... channels) throws IOException {
        SoundFiles.write(
                file, new SoundData(channels, rateHz), SoundFormat.WAV_FLOAT32, Dither.NONE);
        return file;
    }
}
