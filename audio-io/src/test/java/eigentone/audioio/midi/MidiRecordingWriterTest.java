package eigentone.audioio.midi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MidiRecordingWriterTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {8000, 11_025, 44_100, 48_000, 96_000, 192_000})
    void everyMessageComesBackAtItsFrame(int rateHz) throws IOException {
        Path file = folder.resolve("performance.mid");
        try (MidiRecordingWriter out = new MidiRecordingWriter(file, rateHz)) {
            out.message(0, 0xc3, 12, 0);
            out.message(1, 0x93, 60, 100);
            out.message(1234, 0xe3, 1, 65);
            out.flush();
            assertThat(MidiFile.read(file).events()).hasSize(4); // a lone note is given an end
            out.message(1235, 0xf8, 0, 0);
            out.message(7_654_321, 0x83, 60, 64);
        }
        MidiFile read = MidiFile.read(file);
        assertThat(read.events().stream().map(TimedMidi::status).toList())
                .isEqualTo(List.of(0xc3, 0x93, 0xe3, 0x83));
        assertThat(read.events().get(2).data2()).isEqualTo(65);
        assertThat(
                        read.events().stream()
                                .map(e -> read.tempo().ticksToSeconds(e.tick()) * rateHz)
                                .map(Math::round)
                                .toList())
                .isEqualTo(List.of(0L, 1L, 1234L, 7_654_321L));
    }

    @Test
    void longSilencesAreBridged() throws IOException {
        Path file = folder.resolve("performance.mid");
        long late = 3_000_000_000L;
        try (MidiRecordingWriter out = new MidiRecordingWriter(file, 48_000)) {
            out.message(0, 0x90, 60, 100);
            out.message(late, 0x80, 60, 0);
        }
        assertThat(MidiFile.read(file).notes().getFirst().endTick()).isEqualTo(late);
    }
}
