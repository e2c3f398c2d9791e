package eigentone.app;

import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.file.SoundReader;
import eigentone.audioio.file.SoundWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Recordings of a device to capture, and a recipe: a soft clipper before a low-pass, at 8 kHz.
final class Capture {
    static final int RATE_HZ = 8000;

    private Capture() {}

    /// Writes `in.wav`, `out.wav` and `tiny.txt`.
    ///
    /// @param epochs of the recipe
    /// @return the recipe
    static Path prepare(Path folder, double seconds, int epochs) throws IOException {
        record(folder, "in.wav", "out.wav", seconds, 1);
        return Files.writeString(
                folder.resolve("tiny.txt"),
                """
                # a device of %.1f s
                input = in.wav
                target = out.wav
                model = gru 4
                segment-frames = 256
                settle-frames = 64
                lanes = 8
                learning-rate = 0.02
                warm-up-steps = 5
                epochs = %d
                """
                        .formatted(seconds, epochs));
    }

    /// Noise and a sine sweep, loud enough to be bent, never beyond -5 dBFS.
    static void record(Path folder, String input, String target, double seconds, long seed)
            throws IOException {
        int frames = (int) (seconds * RATE_HZ);
        float[] in = new float[frames], out = new float[frames];
        SplittableRandom random = new SplittableRandom(seed);
        double state = 0;
        for (int t = 0; t < frames; t++) {
            double s = (double) t / frames;
            double cycles = 40 * seconds * (Math.pow(40, s) - 1) / Math.log(40);
            double noise = random.nextDouble() - 0.5;
            in[t] = (float) (0.3 * Math.sin(2 * Math.PI * cycles) + 0.2 * noise);
            // The offset is the device's: a master stage would take it away.
            state += 0.5 * (Math.tanh(3 * in[t] + 0.3) - state);
            out[t] = (float) (0.5 * state);
        }
        write(folder.resolve(input), in);
        write(folder.resolve(target), out);
    }

    private static void write(Path wav, float[] samples) throws IOException {
        try (SoundWriter out = SoundWriter.create(wav, SoundFormat.WAV_24, 1, RATE_HZ)) {
            out.write(new float[][] {samples}, 0, samples.length);
            out.commit();
        }
    }

    /// Error-to-signal ratio of two files, over the frames of `target`.
    static double errorToSignal(Path output, Path target) throws IOException {
        float[] y = read(output), t = read(target);
        double error = 0, signal = 0;
        for (int i = 0; i < t.length; i++) {
            double e = (double) y[i] - t[i];
            error += e * e;
            signal += (double) t[i] * t[i];
        }
        return error / signal;
    }

    private static float[] read(Path wav) throws IOException {
        try (SoundReader reader = SoundReader.open(wav)) {
            if (reader.channels() != 1) {
                throw new IOException("expected mono, got " + reader.channels());
            }
            float[][] all = new float[1][(int) reader.frames()];
            reader.read(all, 0, all[0].length);
            return all[0];
        }
    }
}
