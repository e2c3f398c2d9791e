package eigentone.audioio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlacTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, c280",
        "2047, dfbf",
        "2048, e0a080",
        "65535, efbfbf",
        "65536, f0908080",
        "2097151, f7bfbfbf",
        "2097152, f888808080",
        "67108863, fbbfbfbfbf",
        "67108864, fc8480808080",
        "2147483647, fdbfbfbfbfbf",
        "2147483648, fe8280808080" + "80",
        "68719476735, febfbfbfbfbfbf"
    })
    void frameNumbersAreExtendedUtf8(long number, String bytes) {
        FlacBits out = new FlacBits();
        out.putUtf8(number);
        assertThat(HexFormat.of().formatHex(Arrays.copyOf(out.bytes(), out.size())))
                .isEqualTo(bytes);
    }

    @Test
    void checksumsAreThoseOfTheirPolynomials() {
        FlacBits out = new FlacBits();
        for (char c : "123456789".toCharArray()) {
            out.put(c, 8);
        }
        // The check values of the catalogue of CRC algorithms: CRC-8/SMBUS, CRC-16/UMTS.
        assertThat(out.crc8()).isEqualTo(0xf4);
        assertThat(out.crc16()).isEqualTo(0xfee8);
    }

    @Test
    void riceCodesOfAnyLengthAreWhole() {
        FlacBits out = new FlacBits();
        out.putRice(100, 0);
        out.putRice(5, 2);
        out.align();
        // 100 zeros, a one and no lower bits; then 01 and the lower bits 01.
        assertThat(out.size()).isEqualTo(14);
        assertThat(out.bytes()[12] & 0xff).isEqualTo(0b0000_1010);
        assertThat(out.bytes()[13] & 0xff).isEqualTo(0b1000_0000);
    }

    /// White noise, the worst case of a predictor: at full scale, and with opposite channels.
    @ParameterizedTest
    @EnumSource(
            value = SoundFormat.class,
            names = {"FLAC_16", "FLAC_24"})
    void fullScaleNoiseAndOppositeChannelsSurvive(SoundFormat format) throws IOException {
        Random random = new Random(3);
        int half = 1 << (format.bits() - 1);
        float[][] signal = new float[2][9000];
        for (int i = 0; i < 9000; i++) {
            int code = random.nextInt(2 * half) - half;
            boolean square = i > 4500;
            signal[0][i] = (square ? (i % 2 == 0 ? half - 1 : -half) : code) / (float) half;
            signal[1][i] = square ? Math.max(-1, -signal[0][i] - 1f / half) : signal[0][i];
        }
        Path file = folder.resolve("a.flac");
        SoundFiles.write(file, new SoundData(signal, 48_000), format, Dither.NONE);
        assertThat(TestSounds.readAll(file)).isDeepEqualTo(signal);
        // Never longer than the samples themselves but for headers.
        assertThat(Files.size(file)).isLessThan(2 * 9000L * format.bits() / 8 + 200);
    }

    @Test
    void silenceAndTonesAreMuchSmaller() throws IOException {
        Path file = folder.resolve("a.flac");
        SoundFiles.write(file, new SoundData(new float[2][100_000], 48_000));
        assertThat(Files.size(file)).isLessThan(700);
        float[][] tone = new float[1][100_000];
        for (int i = 0; i < tone[0].length; i++) {
            tone[0][i] = (float) (0.5 * Math.sin(i * 0.01));
        }
        SoundFiles.write(file, new SoundData(tone, 48_000), SoundFormat.FLAC_16, Dither.NONE);
        assertThat(Files.size(file)).isLessThan(2 * 100_000L / 4);
    }

    @Test
    void metadataOfAnySizeClaimIsSkippedNotAllocated() throws IOException {
        byte[] plain = plainFlac();
        // A picture block whose inner lengths claim 2 GiB: jFLAC alone would allocate them.
        byte[] picture = {6, 0, 0, 8, 0, 0, 0, 3, 0x7f, -1, -1, -1};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 4);
        out.write(0); // STREAMINFO is no longer the last block
        out.write(plain, 5, 37);
        out.write(picture);
        out.writeBytes(new byte[] {(byte) 0x81, 0, 0, 2, 0, 0});
        out.write(plain, 42, plain.length - 42);
        Path file = TestSounds.file(folder, "a.flac", out.toByteArray());
        assertThat(TestSounds.readAll(file)).isDeepEqualTo(TestSounds.signal(1, 5000, 16));
    }

    @Test
    void id3TagBeforeTheStreamIsSkipped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 1, 2});
        out.writeBytes(new byte[130]);
        out.writeBytes(plainFlac());
        Path file = TestSounds.file(folder, "a.flac", out.toByteArray());
        assertThat(TestSounds.readAll(file)).isDeepEqualTo(TestSounds.signal(1, 5000, 16));
    }

    @Test
    void damagedFrameIsAnErrorNotSilence() throws IOException {
        byte[] bytes = plainFlac();
        bytes[bytes.length - 500] ^= 1;
        Path file = TestSounds.file(folder, "a.flac", bytes);
        assertThatThrownBy(() -> SoundFiles.read(file))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("frame 4096: expected intact FLAC data, got damage");
    }

    @Test
    void cutFileGivesItsWholeFramesAndThenSaysSo() throws IOException {
        byte[] bytes = plainFlac();
        Path file = TestSounds.file(folder, "a.flac", Arrays.copyOf(bytes, bytes.length - 1));
        try (SoundReader in = SoundReader.open(file)) {
            float[][] block = new float[1][4096];
            assertThat(in.read(block, 0, 4096)).isEqualTo(4096);
            assertThat(block).isDeepEqualTo(TestSounds.signal(1, 4096, 16));
            assertThatThrownBy(() -> in.read(block, 0, 1))
                    .isInstanceOf(SoundFileException.class)
                    .hasMessageContaining("expected 5000 frames as its header says, got 4096");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4999, 5001})
    void claimedLengthIsChecked(int claimed) throws IOException {
        byte[] bytes = plainFlac();
        bytes[24] = (byte) (claimed >> 8);
        bytes[25] = (byte) claimed;
        Path file = TestSounds.file(folder, "a.flac", bytes);
        if (claimed == 5001) {
            assertThatThrownBy(() -> SoundFiles.read(file)).isInstanceOf(SoundFileException.class);
        } else {
            int frames = claimed == 0 ? 5000 : claimed;
            assertThat(TestSounds.readAll(file)).isDeepEqualTo(TestSounds.signal(1, frames, 16));
        }
    }

    @Test
    void thirtyTwoBitsAreRefusedClearly() throws IOException {
        byte[] bytes = plainFlac();
        bytes[20] |= 1; // bits - 1 = 31
        bytes[21] |= (byte) 0xf0;
        Path file = TestSounds.file(folder, "a.flac", bytes);
        assertThatThrownBy(() -> SoundReader.open(file))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("4..24 bits, got 48000 Hz and 32 bits");
    }

    private byte[] plainFlac() throws IOException {
        Path file = folder.resolve("plain.flac");
        SoundData sound = new SoundData(TestSounds.signal(1, 5000, 16), 48_000);
        SoundFiles.write(file, sound, SoundFormat.FLAC_16, Dither.NONE);
        return Files.readAllBytes(file);
    }
}
