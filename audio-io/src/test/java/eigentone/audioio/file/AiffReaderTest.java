package eigentone.audioio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AiffReaderTest {
    private static final float LSB = 0x1p-15f;

    @TempDir private Path folder;

    private float[][] read(Chunks aiff) throws IOException {
        return TestSounds.readAll(TestSounds.file(folder, "a.aiff", aiff.bytes()));
    }

    private static Chunks form(String kind) {
        return Chunks.big().tag("FORM").u32(0).tag(kind);
    }

    /// 48 kHz as 80-bit extended: 0xbb80 normalised, exponent 16383 + 15.
    private static Chunks common(Chunks aiff, int channels, long frames, int bits) {
        return aiff.tag("COMM")
                .u32(18)
                .u16(channels)
                .u32(frames)
                .u16(bits, 16398)
                .u64(0xbb80L << 48);
    }

    private static Chunks commonC(Chunks aiff, long frames, int bits, String compression) {
        return aiff.tag("COMM")
                .u32(24)
                .u16(1)
                .u32(frames)
                .u16(bits, 16398)
                .u64(0xbb80L << 48)
                .tag(compression)
                .u8(0, 0);
    }

    @Test
    void chunksMayComeInAnyOrder() throws IOException {
        Chunks aiff = form("AIFF").tag("NAME").u32(1).u8('x', 0);
        aiff.tag("SSND").u32(12).u32(0, 0).u16(1, -2);
        assertThat(read(common(aiff, 1, 2, 16))[0]).containsExactly(LSB, -2 * LSB);
    }

    @Test
    void offsetOfTheSoundIsSkipped() throws IOException {
        Chunks aiff = common(form("AIFF"), 1, 2, 16);
        aiff.tag("SSND").u32(14).u32(2, 0).u16(99, 1, -2);
        assertThat(read(aiff)[0]).containsExactly(LSB, -2 * LSB);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 4000000000, 0",
        "4000000000, 4000000000, 0",
        "2, 0, 0",
        "2, 4000000000, 0",
        "5, 18, 3"
    })
    void unfinishedOrLyingLengthsGiveTheRealFrames(long frames, long bytes, long missing)
            throws IOException {
        Chunks aiff = common(form("AIFF"), 1, frames, 16);
        aiff.tag("SSND").u32(bytes).u32(0, 0).u16(1, -2);
        assertThat(read(aiff)[0]).containsExactly(LSB, -2 * LSB);
        try (SoundReader in = SoundReader.open(TestSounds.file(folder, "a.aiff", aiff.bytes()))) {
            assertThat(in.missingFrames()).isEqualTo(missing);
        }
    }

    @Test
    void fewerFramesThanBytesMeansPadding() throws IOException {
        Chunks aiff = common(form("AIFF"), 1, 1, 16);
        aiff.tag("SSND").u32(12).u32(0, 0).u16(1, -2);
        assertThat(read(aiff)[0]).containsExactly(LSB);
    }

    @Test
    void fileWithoutSoundNeedsNoSoundChunk() throws IOException {
        assertThat(read(common(form("AIFF"), 2, 0, 16))[0]).isEmpty();
    }

    @Test
    void everyUncompressedEncodingIsRead() throws IOException {
        Chunks big = commonC(form("AIFC"), 2, 16, "NONE").tag("SSND").u32(12).u32(0, 0);
        assertThat(read(big.u8(0x40, 0, 0xc0, 0))[0]).containsExactly(0.5f, -0.5f);
        Chunks small = commonC(form("AIFC"), 2, 16, "sowt").tag("SSND").u32(12).u32(0, 0);
        assertThat(read(small.u8(0, 0x40, 0, 0xc0))[0]).containsExactly(0.5f, -0.5f);
        Chunks wide = commonC(form("AIFC"), 1, 24, "sowt").tag("SSND").u32(11).u32(0, 0);
        assertThat(read(wide.u8(1, 0, 0x40))[0]).containsExactly(0.5f + 0x1p-23f);
        Chunks eight = common(form("AIFF"), 1, 2, 8).tag("SSND").u32(10).u32(0, 0);
        assertThat(read(eight.u8(0x40, 0xc0))[0]).containsExactly(0.5f, -0.5f);
        Chunks single = commonC(form("AIFC"), 1, 32, "fl32").tag("SSND").u32(12).u32(0, 0);
        assertThat(read(single.u32(Float.floatToRawIntBits(-1.25f)))[0]).containsExactly(-1.25f);
        Chunks twice = commonC(form("AIFC"), 1, 64, "fl64").tag("SSND").u32(16).u32(0, 0);
        assertThat(read(twice.u64(Double.doubleToRawLongBits(-1.25)))[0]).containsExactly(-1.25f);
    }

    @Test
    void extendedRatesAreExact() {
        assertThat(AiffHeader.extended(16398, 0xbb80L << 48)).isEqualTo(48_000);
        // 44100 = 0xac44; a half in the last place stays.
        assertThat(AiffHeader.extended(16398, 0xac44_8000L << 32)).isEqualTo(44_100.5);
        assertThat(AiffHeader.extended(16383, 1L << 63)).isEqualTo(1);
        assertThat(AiffHeader.extended(0, 0)).isZero();
        assertThat(AiffHeader.extended(0x8000 | 16383, 1L << 63)).isNaN();
        assertThat(AiffHeader.extended(0x7fff, -1)).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ima4", "ulaw", "MAC3", "x\ny?"})
    void compressionsAreRefusedByName(String compression) throws IOException {
        Chunks aiff = commonC(form("AIFC"), 1, 16, compression);
        Path file = TestSounds.file(folder, "a.aiff", aiff.bytes());
        assertThatThrownBy(() -> SoundReader.open(file))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining("in compression '" + compression.replace('\n', '?') + "'");
    }

    @Test
    void missingChunksAndBadValuesAreNamed() throws IOException {
        assertRefused(form("AIFF"), "expected a 'COMM' chunk");
        assertRefused(common(form("AIFF"), 1, 5, 16), "expected an 'SSND' chunk");
        assertRefused(common(form("AIFF"), 0, 5, 16), "1..64 channels, got 0 channels");
        assertRefused(common(form("AIFF"), 65_535, 5, 16), "got 65535 channels");
        assertRefused(common(form("AIFF"), 1, 5, 33), "got 33 bits");
        assertRefused(form("8SVX"), "expected 'AIFF' or 'AIFC', got '8SVX'");
        Chunks beyond = common(form("AIFF"), 1, 5, 16);
        assertRefused(beyond.tag("SSND").u32(12).u32(0xffff_ffffL, 0).u16(1, 2), "one beyond it");
        Chunks fast = form("AIFF").tag("COMM").u32(18).u16(1).u32(1).u16(16, 0x7fff).u64(-1);
        assertRefused(fast, "expected 1..1536000 Hz, got Infinity Hz");
    }

    private void assertRefused(Chunks aiff, String message) throws IOException {
        Path file = TestSounds.file(folder, "a.aiff", aiff.bytes());
        assertThatThrownBy(() -> SoundReader.open(file))
                .isInstanceOf(SoundFileException.class)
                .hasMessageContaining(message);
    }
}
