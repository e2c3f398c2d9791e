package eigentone.audioio.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in a file: samples or [SoundFileException], in little time and memory.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class DamagedSoundsTest {
    /// A file may cost four times its size and this much: buffers and a decoder's tables.
    private static final long MAX_EXTRA_BYTES = 64L << 20;

    /// Processor time; a file of a few kilobytes that takes more is a loop in disguise.
    private static final long MAX_NANOS = 2_000_000_000L;

    private static final int MUTATIONS = 2000;

    private final ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path folder;

    private final PrintStream console = System.out;

    /// jFLAC prints a line whenever it meets a rare code, which mutations make common.
    @BeforeEach
    void silenceTheDecoder() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    }

    @AfterEach
    void restoreTheConsole() {
        System.setOut(console);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s16.wav", "mono24odd.wav", "rf64", "s16.aiff", "f32.aifc", "fast16.flac"})
    void everyPrefixIsThePrefixOfTheSoundOrRefused(String name) throws IOException {
        byte[] whole = seed(name);
        float[][] sound = TestSounds.readAll(TestSounds.file(folder, "whole", whole));
        int read = 0;
        for (int length = 0; length < whole.length; length++) {
            float[][] part = readOrNull(Arrays.copyOf(whole, length), "cut at " + length);
            if (part != null) {
                read++;
                for (int c = 0; c < part.length; c++) {
                    assertThat(part[c])
                            .as("cut at %d", length)
                            .isEqualTo(Arrays.copyOf(sound[c], part[c].length));
                }
            }
        }
        // A cut FLAC says so; the others give what is there.
        assertThat(read).isGreaterThan(name.endsWith("flac") ? -1 : whole.length / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "three24.wav",
                "f32.wav",
                "rf64",
                "s24.aiff",
                "f32.aifc",
                "fast16.flac",
                "s24.flac"
            })
    void mutationsGiveSamplesOrTheOneException(String name) throws IOException {
        byte[] whole = seed(name);
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] mutated = mutated(whole, new Random(seed));
            if (readOrNull(mutated, "mutation seed " + seed) != null) {
                read++;
            } else {
                refused++;
            }
        }
        // If all were refused or all read, the mutations would test nothing.
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private byte[] seed(String name) throws IOException {
        if (!name.equals("rf64")) {
            return TestSounds.resource(name);
        }
        Path file = folder.resolve("rf64.wav");
        try (WavWriter out = new WavWriter(file, SoundFormat.WAV_16, 2, 48_000, Dither.NONE, 100)) {
            out.write(TestSounds.signal(2, 100, 16), 0, 100);
            out.commit();
        }
        return Files.readAllBytes(file);
    }

    /// Header bytes are hit more often than samples; sizes get the values that break parsers.
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int reach = random.nextBoolean() ? Math.min(100, bytes.length) : bytes.length;
            int at = random.nextInt(reach);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> {
                    byte[] extremes = {0, -1, 0x7f, (byte) 0x80, 1};
                    byte value = extremes[random.nextInt(extremes.length)];
                    Arrays.fill(bytes, at, Math.min(at + 4, bytes.length), value);
                }
                case 3 -> {
                    int from = random.nextInt(reach);
                    int length = Math.min(random.nextInt(8), bytes.length - Math.max(at, from));
                    System.arraycopy(whole, from, bytes, at, length);
                }
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
        }
        return bytes;
    }

    /// The sound, or null if refused; anything else fails the test.
    private float @Nullable [][] readOrNull(byte[] bytes, String what) throws IOException {
        Path file = TestSounds.file(folder, "damaged", bytes);
        long allocated = meter.getCurrentThreadAllocatedBytes();
        long began = meter.getCurrentThreadCpuTime();
        float[][] sound = null;
        try {
            sound = TestSounds.readAll(file);
            assertThat(allFinite(sound)).as(what).isTrue();
        } catch (SoundFileException e) {
            assertThat(e.getMessage())
                    .as(what)
                    .startsWith("sound file '" + file + "'")
                    .contains(": expected ", ", got ", "; try ")
                    .doesNotContain("\n", "\r");
        } catch (IOException | RuntimeException | Error e) {
            Assertions.fail(what + " gave " + e, e);
        }
        assertThat(meter.getCurrentThreadCpuTime() - began).as(what).isLessThan(MAX_NANOS);
        assertThat(meter.getCurrentThreadAllocatedBytes() - allocated)
                .as(what)
                .isLessThan(4L * bytes.length + MAX_EXTRA_BYTES);
        return sound;
    }

    private static boolean allFinite(float[][] sound) {
        for (float[] channel : sound) {
            for (float v : channel) {
                if (!Float.isFinite(v)) {
                    return false;
                }
            }
        }
        return true;
    }
}
