package eigentone.audioio.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The signal all sound file tests share, and helpers to move it.
final class TestSounds {
    static final int RATE_HZ = 48_000;

    private TestSounds() {}

    /// A slow triangle with six bits of noise, as a 24-bit code: integer arithmetic only, so that
    /// any language can make it.
    static int code24(int channel, int frame) {
        long t = (frame * 99_991L + channel * 1_500_000L) % (1 << 24);
        int triangle = (int) (Math.abs(t - (1 << 23)) * 2 - (1 << 23));
        int noise = (((frame * 1_103_515_245 + channel * 12_345 + 7) >>> 16) & 63) - 32;
        return ((triangle * 15) >> 4) + noise;
    }

    /// The signal at the given resolution: exact in that many bits.
    static float[][] signal(int channels, int frames, int bits) {
        float[][] planar = new float[channels][frames];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < frames; i++) {
                planar[c][i] = Math.scalb((float) (code24(c, i) >> (24 - bits)), 1 - bits);
            }
        }
        return planar;
    }

    static Path resource(String name, Path folder) throws IOException {
        return file(folder, name, resource(name));
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = TestSounds.class.getResourceAsStream("/sounds/" + name)) {
            if (in == null) {
                throw new IOException("test resource '" + name + "' is missing");
            }
            return in.readAllBytes();
        }
    }

    static Path file(Path folder, String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /// Everything the reader gives until it ends, in blocks of an odd size.
    static float[][] readAll(Path file) throws IOException {
        return SoundFiles.read(file, 1 << 22).channels();
    }
}
