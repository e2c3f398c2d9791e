package eigentone.audioio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {
    private static final float LSB = 0x1p-15f;

    @TempDir private Path folder;

    private float[][] read(Chunks wav) throws IOException {
        return TestSounds.readAll(TestSounds.file(folder, "a.wav", wav.bytes()));
    }

    private void assertRefused(Chunks wav, String message) throws IOException {
        Path file = TestSounds.file(folder, "a.wav", wav.bytes());
        assertThatThrownBy(() -> SoundReader.open(file).close())
                .isInstanceOf(SoundFileException.class)
                .hasMessageStartingWith("sound file '" + file + "'")
                .hasMessageContaining(message)
                .hasMessageContaining("; try ");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4294967295, 0",
        "1000, 497",
        "8, 1",
        "2147479552, 0",
        "2147483648, 0",
        "7, 0"
    })
    void unfinishedDataReachesToTheEndOfTheFile(long claimed, long missing) throws IOException {
        // 7 real bytes: three frames and a cut one.
        Chunks wav = Chunks.little().wave(0).format(1, 1, 48_000, 16).tag("data").u32(claimed);
        wav.u16(1, -2, 3).u8(9);
        assertThat(read(wav)[0]).containsExactly(LSB, -2 * LSB, 3 * LSB);
        try (SoundReader in = SoundReader.open(folder.resolve("a.wav"))) {
            assertThat(in.missingFrames()).isEqualTo(missing);
        }
    }

    @Test
    void finishedFileWithoutSoundIsEmptyEvenBeforeOtherChunks() throws IOException {
        Chunks wav = Chunks.little().wave(48).format(1, 1, 48_000, 16).tag("data").u32(0);
        wav.tag("LIST").u32(4).tag("INFO");
        assertThat(wav.bytes()).hasSize(56);
        assertThat(read(wav)[0]).isEmpty();
    }

    @Test
    void headerOfTwoThousandMillionFramesGivesTheRealOnes() throws IOException {
        Chunks wav = Chunks.little().wave(0xffff_ffffL).format(1, 1, 48_000, 16).tag("data");
        wav.u32(0xffff_fff0L).u16(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(wav.bytes()).hasSize(60);
        try (SoundReader in = SoundReader.open(TestSounds.file(folder, "a.wav", wav.bytes()))) {
            assertThat(in.frames()).isEqualTo(8);
        }
        assertThat(read(wav)[0]).hasSize(8);
    }

    @Test
    void unknownChunksOfOddLengthAreSkippedWithTheirPadding() throws IOException {
        Chunks wav = Chunks.little().wave(0).tag("bext").u32(3).u8(1, 2, 3, 0);
        wav.format(1, 1, 48_000, 16).tag("LIST").u32(1).u8(7, 0).tag("data").u32(4).u16(5, 6);
        wav.tag("id3 ").u32(2).u8(1, 2);
        assertThat(read(wav)[0]).containsExactly(5 * LSB, 6 * LSB);
    }

    @Test
    void rf64TakesItsLengthFromDs64() throws IOException {
        for (String kind : new String[] {"RF64", "BW64"}) {
            Chunks wav = Chunks.little().tag(kind).u32(0xffff_ffffL).tag("WAVE");
            wav.tag("ds64").u32(28).u64(100, 4, 2).u32(0).format(1, 1, 48_000, 16);
            wav.tag("data").u32(0xffff_ffffL).u16(5, 6).tag("junk").u32(0);
            assertThat(read(wav)[0]).containsExactly(5 * LSB, 6 * LSB);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40})
    void ds64IsNotTrustedEither(long claimed) throws IOException {
        Chunks wav = Chunks.little().tag("RF64").u32(0xffff_ffffL).tag("WAVE");
        wav.tag("ds64").u32(28).u64(100, claimed, claimed).u32(0).format(1, 1, 48_000, 16);
        wav.tag("data").u32(0xffff_ffffL).u16(5, 6);
        assertThat(read(wav)[0]).containsExactly(5 * LSB, 6 * LSB);
    }

    @Test
    void extensibleWithFewerValidBitsIsScaledByItsContainer() throws IOException {
        // 20 valid bits in 24: the value is in the upper bits.
        Chunks wav =
                Chunks.little().wave(0).tag("fmt ").u32(40).u16(0xfffe, 1).u32(48_000, 144_000);
        wav.u16(3, 24, 22, 20).u32(4).u16(1).u8(0, 0, 0, 0, 0x10, 0, 0x80, 0);
        wav.u8(0, 0xaa, 0, 0x38, 0x9b, 0x71).tag("data").u32(6).u8(0, 0, 0x40, 0, 0, 0xc0);
        assertThat(read(wav)[0]).containsExactly(0.5f, -0.5f);
    }

    @Test
    void nonFiniteSamplesAreReadAsZeroAndCounted() throws IOException {
        Chunks wav = Chunks.little().wave(0).format(3, 1, 48_000, 32).tag("data").u32(16);
        wav.u32(
                Float.floatToRawIntBits(Float.NaN),
                Float.floatToRawIntBits(Float.NEGATIVE_INFINITY),
                Float.floatToRawIntBits(-2.5f),
                Float.floatToRawIntBits(0));
        try (SoundReader in = SoundReader.open(TestSounds.file(folder, "a.wav", wav.bytes()))) {
            float[][] block = new float[1][4];
            assertThat(in.read(block, 0, 4)).isEqualTo(4);
            assertThat(block[0]).containsExactly(0, 0, -2.5f, 0);
            assertThat(in.nonFiniteSamples()).isEqualTo(2);
        }
    }

    @Test
    void formatsWeCannotReadAreNamed() throws IOException {
        assertRefused(wav(2, 1, 48_000, 4), "got ADPCM; try converting it to 24-bit PCM");
        assertRefused(wav(7, 1, 8_000, 8), "got mu-law");
        assertRefused(wav(1, 1, 48_000, 64), "got 64-bit PCM");
        assertRefused(wav(1, 1, 48_000, 0), "got 0-bit PCM");
        assertRefused(wav(3, 1, 48_000, 16), "got 16-bit float");
        assertRefused(wav(1, 0, 48_000, 16), "expected 1..64 channels, got 0 channels");
        assertRefused(wav(1, 65, 48_000, 16), "expected 1..64 channels, got 65 channels");
        assertRefused(wav(1, 1, 0, 16), "expected 1..1536000 Hz, got 0 Hz");
        assertRefused(wav(1, 1, 1_536_001, 16), "got 1536001 Hz");
        assertRefused(
                Chunks.little().wave(0).tag("data").u32(2).u16(1),
                "chunk 'data' at byte 12: expected a 'fmt ' chunk before it, got none");
        assertRefused(Chunks.little().wave(0).format(1, 1, 1, 16), "expected a 'data' chunk");
        assertRefused(
                Chunks.little().wave(0).tag("fmt ").u32(14).u16(1, 1).u32(0, 0).u16(0),
                "chunk 'fmt ' at byte 12: expected 16 or more bytes, got 14");
        assertRefused(
                Chunks.little().wave(0).tag("fmt ").u32(16).u16(1, 2).u32(48_000, 0).u16(2, 16),
                "expected 4 bytes a frame for 2 channels of 16 bits, got 2 bytes");
        assertRefused(
                Chunks.little().tag("RIFF").u32(4).tag("AVI "), "expected 'WAVE', got 'AVI '");
        assertRefused(Chunks.little().tag("RIFF").u32(4).tag("A\nVI"), "got 'A?VI'");
    }

    private static Chunks wav(int tag, int channels, int rate, int bits) {
        return Chunks.little().wave(0).format(tag, channels, rate, bits).tag("data").u32(0);
    }

    @Test
    void otherKindsOfFilesAreNamed() throws IOException {
        assertRefused(Chunks.big().tag("OggS").u64(0), "expected WAV, AIFF or FLAC, got an Ogg");
        assertRefused(Chunks.big().tag("MThd").u64(0), "got a MIDI file");
        assertRefused(Chunks.big().u8(0xff, 0xfb, 0x90, 0), "got an MP3 file");
        assertRefused(Chunks.big().u8(1), "a file that begins with bytes 01; try converting");
        assertRefused(Chunks.big().tag("ID3").u8(3, 0, 0, 0, 0, 0, 0).tag("xxxx"), "perhaps MP3");
    }

    @Test
    void unreadablePathsHaveTheirOwnMessages() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.wav"));
        assertThatThrownBy(() -> SoundReader.open(folder.resolve("no.wav")))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("expected an existing file, got nothing of that name");
        assertThatThrownBy(() -> SoundReader.open(folder))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("got a folder; try a file inside that folder");
        assertThatThrownBy(() -> SoundReader.open(empty))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("got an empty file");
    }

    @Test
    void moreThanTheLimitIsRefusedWithoutReading() throws IOException {
        Path file = folder.resolve("a.wav");
        SoundFiles.write(file, new SoundData(new float[1][1000], 48_000));
        assertThat(SoundFiles.read(file, 1000).frames()).isEqualTo(1000);
        assertThatThrownBy(() -> SoundFiles.read(file, 999))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("at most 999 frames for memory, got 1000 frames");
        Path flac = folder.resolve("a.flac");
        SoundFiles.write(flac, new SoundData(new float[1][1000], 48_000));
        assertThat(SoundFiles.read(flac, 1000).frames()).isEqualTo(1000);
        assertThatThrownBy(() -> SoundFiles.read(flac, 999))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("at most 999 frames");
    }
}
