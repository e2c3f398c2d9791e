package eigentone.audioio.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files written by other programs hold the samples they should (see the resources' README).
class IndependentSoundsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "u8.wav, 2, 301, 8, WAV 8-bit unsigned",
        "s16.wav, 2, 301, 16, WAV 16-bit",
        "s24.wav, 2, 301, 24, WAV 24-bit",
        "mono24odd.wav, 1, 301, 24, WAV 24-bit",
        "three24.wav, 3, 301, 24, WAV 24-bit",
        "s32.wav, 2, 301, 24, WAV 32-bit",
        "f32.wav, 2, 301, 24, WAV 32-bit float",
        "f64.wav, 2, 301, 24, WAV 64-bit float",
        "s16.aiff, 2, 301, 16, AIFF 16-bit",
        "s24.aiff, 2, 301, 24, AIFF 24-bit",
        "f32.aifc, 2, 301, 24, AIFF-C 32-bit float",
        "f64.aifc, 2, 301, 24, AIFF-C 64-bit float",
        "s16.flac, 2, 5000, 16, FLAC 16-bit",
        "s24.flac, 2, 5000, 24, FLAC 24-bit",
        "fast16.flac, 2, 301, 16, FLAC 16-bit",
    })
    void samplesAreExact(String name, int channels, int frames, int bits, String description)
            throws IOException {
        Path file = TestSounds.resource(name, folder);
        try (SoundReader in = SoundReader.open(file)) {
            assertThat(in.description()).isEqualTo(description);
            assertThat(in.channels()).isEqualTo(channels);
            assertThat(in.frames()).isEqualTo(frames);
            assertThat(in.sampleRateHz()).isEqualTo(TestSounds.RATE_HZ);
        }
        assertThat(TestSounds.readAll(file))
                .isDeepEqualTo(TestSounds.signal(channels, frames, bits));
    }
}
