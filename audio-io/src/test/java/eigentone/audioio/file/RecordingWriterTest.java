package eigentone.audioio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingWriterTest {
    private static final int CHANNELS = 2;
    private static final int RATE_HZ = 48_000;

    @TempDir Path folder;

    /// Frames `from` to `from + count` of a sound in which no two neighbours are equal.
    private static float[] sound(long from, int count) {
        float[] x = new float[count * CHANNELS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) ((from * CHANNELS + i) % 65_521) / 65_536f;
        }
        return x;
    }

    private static void expectSound(SoundData read) {
        float[] expected = sound(0, read.frames());
        for (int t = 0; t < read.frames(); t++) {
            for (int c = 0; c < CHANNELS; c++) {
                if (read.channels()[c][t] != expected[t * CHANNELS + c]) {
                    throw new AssertionError("frame " + t + " is another");
                }
            }
        }
    }

    /// Records without end, and says after each flush how many frames are safe.
    static final class Child {
        public static void main(String[] args) throws IOException {
            try (RecordingWriter out = new RecordingWriter(Path.of(args[0]), CHANNELS, RATE_HZ)) {
                SplittableRandom random = new SplittableRandom(Long.parseLong(args[1]));
                while (true) {
                    int n = random.nextInt(1, 20_000);
                    out.append(sound(out.frames(), n), n);
                    if (random.nextInt(3) == 0) {
                        out.flush();
                        System.out.println(out.frames());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void killedRecordingHoldsAllThatWasFlushed(long seed) throws Exception {
        Path file = folder.resolve("take.wav");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                file.toString(),
                                Long.toString(seed))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int lines = new SplittableRandom(seed).nextInt(5, 60);
        long safe = 0;
        try (BufferedReader told = child.inputReader()) {
            while (lines-- > 0) {
                safe = Long.parseLong(told.readLine());
            }
            // SIGKILL: no hook runs, nothing is closed.
            child.toHandle().destroyForcibly();
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                safe = Long.parseLong(line);
            }
        }
        assertThat(child.waitFor()).isEqualTo(128 + 9);
        try (SoundReader reader = SoundReader.open(file)) {
            assertThat(reader.frames()).isGreaterThanOrEqualTo(safe);
            assertThat(reader.missingFrames()).isZero();
        }
        expectSound(SoundFiles.read(file));
    }

    @Test
    void headerNeverCountsWhatIsNotThereAndAlwaysWhatWasFlushed() throws IOException {
        Path file = folder.resolve("take.wav");
        try (RecordingWriter out = new RecordingWriter(file, CHANNELS, RATE_HZ)) {
            assertThat(SoundFiles.read(file).frames()).isZero();
            out.append(sound(0, 1000), 1000);
            out.flush();
            out.append(sound(1000, 500), 500);
            assertThat(SoundFiles.read(file).frames()).isEqualTo(1000);
        }
        SoundData whole = SoundFiles.read(file);
        assertThat(whole.frames()).isEqualTo(1500);
        expectSound(whole);
    }

    @Test
    void closedRecordingHasTheBytesOfAnyOtherFile() throws IOException {
        Path recorded = folder.resolve("recorded.wav"), written = folder.resolve("written.wav");
        try (RecordingWriter out = new RecordingWriter(recorded, CHANNELS, RATE_HZ)) {
            out.append(sound(0, 20_000), 20_000);
        }
        SoundFiles.write(written, SoundFiles.read(recorded), SoundFormat.WAV_FLOAT32, Dither.NONE);
        assertThat(recorded).hasSameBinaryContentAs(written);
    }

    @Test
    void longRecordingBecomesRf64InPlace() throws IOException {
        Path file = folder.resolve("long.wav");
        try (RecordingWriter out = new RecordingWriter(file, CHANNELS, RATE_HZ, 10_000)) {
            out.append(sound(0, 1000), 1000);
            out.flush();
            assertThat(kind(file)).isEqualTo("RIFF");
            out.append(sound(1000, 1000), 1000);
            out.flush();
            assertThat(kind(file)).isEqualTo("RF64");
        }
        assertThat(SoundFiles.read(file).frames()).isEqualTo(2000);
        expectSound(SoundFiles.read(file));
    }

    private static String kind(Path file) throws IOException {
        return new String(
                Files.readAllBytes(file), 0, 4, java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void existingFileIsNeverOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("take.wav"), "precious");
        assertThatThrownBy(() -> new RecordingWriter(file, CHANNELS, RATE_HZ))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("take.wav")
                .hasMessageContaining("; try ");
        assertThat(file).hasContent("precious");
    }
}
