package eigentone.app.take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eigentone.app.console.Progress;
import eigentone.app.console.UsageException;
import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.midi.MidiFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final int FRAMES = Performance.RATE_HZ;

    @TempDir Path folder;

    private Path record(long seed) throws IOException {
        Path take = Files.createDirectory(folder.resolve("take"));
        try (Performance p = new Performance(take, seed)) {
            p.play(FRAMES / 2, live -> {});
        }
        return take;
    }

    static ReplayJob.Outcome replay(Path take, Path output, @Nullable Integer rateHz)
            throws IOException {
        return ReplayJob.run(
                new ReplayJob.Request(
                        take,
                        output,
                        SoundFormat.WAV_FLOAT32,
                        null,
                        rateHz,
                        rateHz != null,
                        rateHz == null),
                seconds -> new Progress(new PrintWriter(Writer.nullWriter()), false, seconds));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void replayHasTheBitsOfWhatWasHeard(long seed) throws IOException {
        replayHasTheBits(seed, FRAMES);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void longReplayHasTheBitsOfWhatWasHeard(long seed) throws IOException {
        replayHasTheBits(seed, 20 * FRAMES);
    }

    private void replayHasTheBits(long seed, int frames) throws IOException {
        Path take = Files.createDirectory(folder.resolve("take"));
        Performance p = new Performance(take, seed);
        try (p) {
            p.play(frames, live -> {});
        }
        assertThat(p.told).isEmpty();
        assertThat(p.swaps).isGreaterThan(2);
        assertThat(p.panicsInFades).isPositive();
        assertThat(p.live().stuckNotes()).isZero();

        SoundData recorded = SoundFiles.read(take.resolve("audio.wav"));
        assertThat(recorded.frames()).isEqualTo(frames);
        for (int t = 0; t < frames; t++) {
            if (recorded.channels()[0][t] != p.heard.get(t)[0]
                    || recorded.channels()[1][t] != p.heard.get(t)[1]) {
                throw new AssertionError("frame " + t + " was recorded otherwise");
            }
        }
        ReplayJob.Outcome outcome = replay(take, folder.resolve("replay.wav"), null);
        assertThat(outcome.firstDifference()).isEqualTo(-1);
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.whole()).isTrue();
        assertThat(outcome.sound().frames()).isEqualTo(frames);
        assertThat(outcome.sound().notes()).isEmpty();
        assertThat(folder.resolve("replay.wav")).hasSameBinaryContentAs(take.resolve("audio.wav"));
        assertThat(outcome.sound().presets()).hasSizeGreaterThan(2);
    }

    @Test
    void aMissingEventIsSeen() throws IOException {
        Path take = record(1);
        List<String> lines = Files.readAllLines(take.resolve("events.txt"));
        int note = 0;
        while (!lines.get(note).contains(" note-on ")) {
            note++;
        }
        long frame = Long.parseLong(lines.get(note).split(" ")[0]);
        lines.remove(note);
        Files.write(take.resolve("events.txt"), lines);
        ReplayJob.Outcome outcome = replay(take, folder.resolve("replay.wav"), null);
        assertThat(outcome.differences()).isPositive();
        assertThat(outcome.firstDifference()).isBetween(frame, frame + 1000);
    }

    @Test
    void replayAtAnotherRateIsTheSameMusic() throws IOException {
        Path take = record(2);
        ReplayJob.Outcome same = replay(take, folder.resolve("same.wav"), null);
        ReplayJob.Outcome other = replay(take, folder.resolve("other.wav"), 44_100);
        assertThat(other.sound().frames()).isEqualTo(FRAMES / 2 * 44_100L / 48_000);
        assertThat(other.sound().presets()).isEqualTo(same.sound().presets());
        assertThat(other.sound().loudnessLufs())
                .isCloseTo(same.sound().loudnessLufs(), within(3.0));
    }

    @Test
    void midiFileHoldsWhatWasPlayedAtItsFrames() throws IOException {
        Path take = record(3);
        MidiFile midi = MidiFile.read(take.resolve("performance.mid"));
        long written =
                Files.readAllLines(take.resolve("events.txt")).stream()
                        .filter(l -> l.matches("\\d+ midi 9[0-9a-f].*"))
                        .count();
        assertThat(written).isPositive();
        assertThat(midi.notes()).hasSize((int) written);
        long first =
                Files.readAllLines(take.resolve("events.txt")).stream()
                        .filter(l -> l.matches("\\d+ midi 9[0-9a-f].*"))
                        .mapToLong(l -> Long.parseLong(l.split(" ")[0]))
                        .findFirst()
                        .orElseThrow();
        assertThat(
                        Math.round(
                                midi.tempo().ticksToSeconds(midi.notes().getFirst().startTick())
                                        * Performance.RATE_HZ))
                .isEqualTo(first);
    }

    @Test
    void damagedTakesAreRefusedInOneLine() throws IOException {
        Path take = record(1);
        refuses(folder.resolve("nowhere"), "nothing of that name");
        refuses(Files.createDirectory(folder.resolve("empty")), "without take.json");
        String about = Files.readString(take.resolve("take.json"));
        for (String wrong :
                List.of(
                        "",
                        "{",
                        "[]",
                        "{}",
                        "7",
                        about.replace("48000", "-1"),
                        about.replace("\"take\":1", "\"take\":2"))) {
            Files.writeString(take.resolve("take.json"), wrong);
            refuses(take, "take");
        }
        Files.writeString(take.resolve("take.json"), about);
        String events = Files.readString(take.resolve("events.txt"));
        for (String wrong : List.of("x\n", "1 note-on\n", "1 nothing 0 0 0\n", "1 midi zz 0 0\n")) {
            Files.writeString(take.resolve("events.txt"), events + wrong);
            // What follows the end is not read.
            Files.writeString(take.resolve("events.txt"), wrong + events);
            refuses(take, "line 1");
        }
        Files.writeString(take.resolve("events.txt"), events);
        String scenes = Files.readString(take.resolve("scenes.jsonl"));
        Files.writeString(take.resolve("scenes.jsonl"), "{\"scene\":0}\n" + scenes);
        refuses(take, "line 1");
        Files.writeString(take.resolve("scenes.jsonl"), "");
        refuses(take, "scene");
        Files.delete(take.resolve("scenes.jsonl"));
        refuses(take, "scenes.jsonl");
    }

    private void refuses(Path take, String part) {
        assertThatThrownBy(() -> replay(take, folder.resolve("replay.wav"), null))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(part)
                .hasMessageContaining("; try ")
                .hasMessageMatching(".*expected.*got.*")
                .message()
                .doesNotContain("\n");
        assertThat(folder.resolve("replay.wav")).doesNotExist();
    }
}
