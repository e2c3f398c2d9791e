package eigentone.audioio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SoundRoundTripTest {
    @TempDir private Path folder;

    static Stream<Arguments> shapes() {
        // Around one FLAC block, one buffer of 64 KiB, and odd byte counts.
        int[] frames = {0, 1, 2, 3, 15, 16, 17, 4095, 4096, 4097, 8192, 12_345, 65_537};
        return Stream.of(SoundFormat.values())
                .flatMap(f ->
                        Stream.of(1, 2, 3, 8)
                                .flatMap(c ->
                                        java.util.Arrays.stream(frames)
                                                .mapToObj(n -> Arguments.of(f, c, n))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyFormatGivesBackItsSamplesExactly(SoundFormat format, int channels, int frames)
            throws IOException {
        int bits = Math.min(format.bits(), 24);
        float[][] signal = TestSounds.signal(channels, frames, bits);
        Path file = folder.resolve("a." + format.extension());
        SoundFiles.write(file, new SoundData(signal, 44_100), format, Dither.NONE);
        SoundData back = SoundFiles.read(file);
        assertThat(back.channels()).isDeepEqualTo(signal);
        assertThat(back.sampleRateHz()).isEqualTo(44_100);
    }

    @ParameterizedTest
    @EnumSource(SoundFormat.class)
    void bytesDoNotDependOnTheSplitIntoBlocks(SoundFormat format) throws IOException {
        float[][] signal = TestSounds.signal(2, 10_001, 24);
        Path whole = folder.resolve("whole");
        Path split = folder.resolve("split");
        Dither dither = Dither.triangular(7);
        SoundFiles.write(whole, new SoundData(signal, 48_000), format, dither);
        try (SoundWriter out = SoundWriter.create(split, format, 2, 48_000, dither)) {
            int at = 0;
            for (int step = 0; at < 10_001; step = step * 2 + 1) {
                int to = Math.min(at + step, 10_001);
                out.write(signal, at, to);
                at = to;
            }
            assertThat(out.framesWritten()).isEqualTo(10_001);
            out.commit();
        }
        assertThat(split).hasSameBinaryContentAs(whole);
    }

    @ParameterizedTest
    @EnumSource(SoundFormat.class)
    void readingInSmallBlocksGivesTheSameSamples(SoundFormat format) throws IOException {
        float[][] signal = TestSounds.signal(2, 9_999, 16);
        Path file = folder.resolve("a");
        SoundFiles.write(file, new SoundData(signal, 48_000), format, Dither.NONE);
        float[][] back = new float[2][10_100];
        try (SoundReader in = SoundReader.open(file)) {
            assertThat(in.frames()).isEqualTo(9_999);
            int at = 0;
            for (int got = 1; got > 0; at += got) {
                got = in.read(back, at, 101);
            }
            assertThat(at).isEqualTo(9_999);
            assertThat(in.read(back, 0, 10)).isZero();
        }
        for (int c = 0; c < 2; c++) {
            assertThat(java.util.Arrays.copyOf(back[c], 9_999)).isEqualTo(signal[c]);
        }
    }

    @ParameterizedTest
    @EnumSource(SoundFormat.class)
    void clippedAndNonFiniteSamplesAreCounted(SoundFormat format) throws IOException {
        float[][] signal = {{1, -1, 1.5f, -7, Float.NaN, Float.NEGATIVE_INFINITY, 0.25f}};
        Path file = folder.resolve("a");
        SoundFiles.Written written =
                SoundFiles.write(file, new SoundData(signal, 48_000), format, Dither.NONE);
        assertThat(written.frames()).isEqualTo(7);
        assertThat(written.clippedSamples()).isEqualTo(format.integer() ? 2 : 0);
        assertThat(written.nonFiniteSamples()).isEqualTo(2);
        float top = format.integer() ? 1 - Math.scalb(1f, 1 - format.bits()) : 1;
        float[] expected =
                format.integer()
                        ? new float[] {top, -1, top, -1, 0, 0, 0.25f}
                        : new float[] {1, -1, 1.5f, -7, 0, 0, 0.25f};
        assertThat(SoundFiles.read(file).channels()[0]).containsExactly(expected);
    }

    @Test
    void roundingIsToNearestWithTiesToEven() throws IOException {
        float[][] signal = {
            {0.5f / 32768, 1.5f / 32768, -0.5f / 32768, 0.6f / 32768, -1.4f / 32768}
        };
        Path file = folder.resolve("a");
        SoundFiles.write(file, new SoundData(signal, 48_000), SoundFormat.WAV_16, Dither.NONE);
        float lsb = 1f / 32768;
        assertThat(SoundFiles.read(file).channels()[0]).containsExactly(0, 2 * lsb, 0, lsb, -lsb);
    }

    @Test
    void ditherIsTriangularUnbiasedAndChosenByTheSeed() {
        int n = 200_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double d = Dither.triangular(3).noise(1, i);
            assertThat(Math.abs(d)).isLessThan(1);
            sum += d;
            squares += d * d;
        }
        // The variance of the triangle is 1/6 LSB^2; five standard errors of mean and variance.
        assertThat(sum / n).isBetween(-5 * Math.sqrt(1.0 / 6 / n), 5 * Math.sqrt(1.0 / 6 / n));
        assertThat(squares / n).isBetween(1.0 / 6 - 0.0025, 1.0 / 6 + 0.0025);
        assertThat(Dither.triangular(3).noise(1, 5)).isNotEqualTo(Dither.triangular(4).noise(1, 5));
        assertThat(Dither.triangular(3).noise(1, 5)).isNotEqualTo(Dither.triangular(3).noise(2, 5));
    }

    @Test
    void ditherKeepsASignalBelowOneStep() throws IOException {
        float[][] quiet = new float[1][48_000];
        java.util.Arrays.fill(quiet[0], 0.3f / 32768);
        Path file = folder.resolve("a");
        SoundFiles.write(
                file, new SoundData(quiet, 48_000), SoundFormat.WAV_16, Dither.triangular(1));
        double mean = 0;
        for (float v : SoundFiles.read(file).channels()[0]) {
            mean += v / 48_000.0;
        }
        // Total variance of rounding with triangular dither is 1/4 LSB^2: five standard errors.
        assertThat(mean * 32768).isBetween(0.3 - 0.0115, 0.3 + 0.0115);
    }

    @Test
    void outgrownFileBecomesRf64AndReadsBack() throws IOException {
        float[][] signal = TestSounds.signal(2, 1001, 16);
        Path small = folder.resolve("small");
        Path large = folder.resolve("large");
        writeWithLimit(small, signal, WavLayout.RIFF_MAX_BYTES);
        writeWithLimit(large, signal, 4000);
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(large)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(bytes.array(), 0, 4, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("RF64");
        assertThat(bytes.getInt(4)).isEqualTo(-1);
        assertThat(bytes.getLong(20)).isEqualTo(bytes.capacity() - 8L);
        assertThat(bytes.getLong(28)).isEqualTo(4004);
        assertThat(bytes.getLong(36)).isEqualTo(1001);
        assertThat(Files.size(small)).isEqualTo(Files.size(large));
        assertThat(SoundFiles.read(large).channels()).isDeepEqualTo(signal);
        try (SoundReader in = SoundReader.open(large)) {
            assertThat(in.description()).isEqualTo("RF64 16-bit");
        }
    }

    private static void writeWithLimit(Path file, float[][] signal, long limit) throws IOException {
        try (WavWriter out =
                new WavWriter(file, SoundFormat.WAV_16, 2, 48_000, Dither.NONE, limit)) {
            out.write(signal, 0, signal[0].length);
            out.commit();
        }
    }

    @Test
    void headerSizesAreRightAtTheRiffLimit() {
        WavLayout layout = new WavLayout(SoundFormat.WAV_16, 2, 48_000);
        long header = layout.header(0, WavLayout.RIFF_MAX_BYTES).length;
        long most = (WavLayout.RIFF_MAX_BYTES - (header - 8)) / 4;
        ByteBuffer fits =
                ByteBuffer.wrap(layout.header(most, WavLayout.RIFF_MAX_BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        assertThat((char) fits.get(1)).isEqualTo('I');
        assertThat(Integer.toUnsignedLong(fits.getInt(4))).isEqualTo(header - 8 + most * 4);
        byte[] over = layout.header(most + 1, WavLayout.RIFF_MAX_BYTES);
        assertThat((char) over[1]).isEqualTo('F');
    }

    @Test
    void uncommittedWriterLeavesTheOldFile() throws IOException {
        for (SoundFormat format : SoundFormat.values()) {
            Path file = Files.writeString(folder.resolve("keep"), "precious");
            try (SoundWriter out = SoundWriter.create(file, format, 1, 48_000)) {
                out.write(new float[1][10_000], 0, 10_000);
            }
            assertThat(file).hasContent("precious");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void whatAFormatCannotHoldIsRefused() {
        Path file = folder.resolve("a");
        assertThatThrownBy(() -> SoundWriter.create(file, SoundFormat.FLAC_24, 9, 48_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sound format 'flac24': expected 1..8 channels, got 9; try wav24");
        assertThatThrownBy(() -> SoundWriter.create(file, SoundFormat.FLAC_16, 1, 1_200_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048575 Hz, got 1200000 Hz");
        assertThatThrownBy(() -> SoundWriter.create(file, SoundFormat.WAV_16, 65, 48_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SoundWriter.create(file, SoundFormat.WAV_16, 1, 44_100.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole number");
        assertThatThrownBy(() -> SoundWriter.create(file, SoundFormat.WAV_16, 1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            ints = {
                8_000, 12_345, 22_050, 65_535, 65_536, 88_200, 96_000, 100_001, 192_000, 655_350
            })
    void everyRateSurvives(int rateHz) throws IOException {
        float[][] signal = TestSounds.signal(1, 5000, 16);
        for (SoundFormat format : SoundFormat.values()) {
            Path file = folder.resolve("a");
            SoundFiles.write(file, new SoundData(signal, rateHz), format, Dither.NONE);
            assertThat(SoundFiles.read(file).sampleRateHz()).isEqualTo(rateHz);
            assertThat(SoundFiles.read(file).channels()).isDeepEqualTo(signal);
        }
    }

    @Test
    void formatsAreFoundByNameAndExtension() {
        for (SoundFormat format : SoundFormat.values()) {
            assertThat(SoundFormat.fromName(format.id())).isEqualTo(format);
        }
        assertThat(SoundFormat.fromName("WAV16")).isEqualTo(SoundFormat.WAV_16);
        assertThat(SoundFormat.forPath(Path.of("x/A.WAV"))).isEqualTo(SoundFormat.WAV_24);
        assertThat(SoundFormat.forPath(Path.of("a.flac"))).isEqualTo(SoundFormat.FLAC_24);
        assertThatThrownBy(() -> SoundFormat.forPath(Path.of("a.mp3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(".wav or .flac");
        assertThatThrownBy(() -> SoundFormat.fromName("mp3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected wav16, wav24");
    }
}
