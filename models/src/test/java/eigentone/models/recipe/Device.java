package eigentone.models.recipe;

import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.file.SoundWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// A device to capture: a soft clipper and a low-pass, with noise and a sine sweep through it.
final class Device {
    static final int RATE_HZ = 8000;

    private Device() {}

    /// Writes `in.wav` and `out.wav`.
    static void record(Path folder, double seconds) throws IOException {
        int frames = (int) (seconds * RATE_HZ);
        float[] in = new float[frames], out = new float[frames];
        SplittableRandom random = new SplittableRandom(1);
        double state = 0;
        for (int t = 0; t < frames; t++) {
            double s = (double) t / frames;
            double sweep =
                    Math.sin(2 * Math.PI * 40 * seconds * (Math.pow(40, s) - 1) / Math.log(40));
            in[t] = (float) (0.3 * sweep + 0.2 * (random.nextDouble() - 0.5));
            state += 0.5 * (Math.tanh(3 * in[t]) - state);
            out[t] = (float) (0.5 * state);
        }
        write(folder.resolve("in.wav"), in);
        write(folder.resolve("out.wav"), out);
    }

    private static void write(Path wav, float[] samples) throws IOException {
        try (SoundWriter out = SoundWriter.create(wav, SoundFormat.WAV_24, 1, RATE_HZ)) {
            out.write(new float[][] {samples}, 0, samples.length);
            out.commit();
        }
    }
}
