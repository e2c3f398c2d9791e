package eigentone.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.audioio.midi.MidiFileWriter;
import eigentone.engine.time.TempoChange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MusicTest {
    @TempDir private Path folder;

    private static List<Integer> pitches(PianoRoll roll, int step) {
        return IntStream.rangeClosed(21, 108).filter(p -> roll.sounds(step, p)).boxed().toList();
    }

    @Test
    void aRollKeepsAllKeysAndWritesThemAsOnes() {
        List<Integer> all = IntStream.rangeClosed(21, 108).boxed().toList();
        PianoRoll roll = PianoRoll.of("r", List.of(List.of(21, 84, 85, 108), List.of(), all));
        assertThat(pitches(roll, 0)).containsExactly(21, 84, 85, 108);
        assertThat(pitches(roll, 1)).isEmpty();
        assertThat(roll.polyphony(2)).isEqualTo(88);
        float[] frame = new float[2 * 88];
        roll.copy(0, frame, 1, 2);
        for (int k = 0; k < 88; k++) {
            boolean sounds = List.of(0, 63, 64, 87).contains(k);
            assertThat(frame[1 + 2 * k]).isEqualTo(sounds ? 1 : 0);
            assertThat(frame[2 * k]).isZero();
        }
        assertThatThrownBy(() -> PianoRoll.of("r", List.of(List.of(), List.of(20))))
                .hasMessage("piano roll 'r', step 1: expected pitches 21..108, got 20");
    }

    @Test
    void aCorpusIsReadWithItsSplit() throws IOException, URISyntaxException {
        Path file = SoundPairTest.resource("jsb-8.json");
        MusicCorpus corpus = MusicCorpus.read(file);
        assertThat(corpus.train()).extracting(PianoRoll::frames).containsExactly(25, 33, 33, 33);
        assertThat(corpus.valid()).extracting(PianoRoll::frames).containsExactly(32, 33);
        assertThat(corpus.test()).extracting(PianoRoll::frames).containsExactly(32, 32);
        assertThat(corpus.test().get(1).name()).isEqualTo(file + ", test 1");
        assertThat(corpus.train()).allMatch(r -> r.polyphony(0) >= 3 && r.polyphony(0) <= 4);

        Path packed = folder.resolve("jsb.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }
        assertThat(MusicCorpus.read(packed).valid().get(1).keys())
                .isEqualTo(corpus.valid().get(1).keys());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"train":[[[60],[109]]],"valid":[],"test":[]} | train 0, step 1: expected whole pitches in 21..108, got '109'
                    {"train":[[[60.5]]],"valid":[],"test":[]}     | train 0, step 0: expected whole pitches in 21..108, got '60.5'
                    {"train":[[60]],"valid":[],"test":[]}         | train 0, step 0: expected a list [...], got '60'
                    {"train":[[]],"valid":[],"test":[]}           | train 0: expected at least one step, got none
                    {"train":[],"valid":[]}                       | expected a set 'test', got none
                    {"train":[],"train":[]}                       | Duplicate
                    {"learn":[]}                                  | expected the sets 'train', 'valid' and 'test', got 'learn'
                    {"train":[],"valid":[],"test":[]} 1           | expected one JSON object, got more after it
                    {"train":[[[99999999999999999999]]]           | expected JSON, in gzip or not, got something else
                    {"train":[[[60],                              | expected JSON, in gzip or not, got something else
                    [[60]]                                        | expected an object {...}
                    """)
    void aWrongCorpusIsRefusedByItsPlace(String json, String complaint) throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), json);
        assertThatThrownBy(() -> MusicCorpus.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("training data '" + file + "'")
                .hasMessageContaining(complaint);
    }

    @Test
    void aDamagedCorpusIsRefusedOrRead() throws IOException, URISyntaxException {
        byte[] plain = Files.readAllBytes(SoundPairTest.resource("jsb-8.json"));
        Path packed = folder.resolve("p.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(plain);
        }
        byte[] gzip = Files.readAllBytes(packed);
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = (i % 2 == 0 ? plain : gzip).clone();
            int at = i < 40 ? i / 2 : random.nextInt(bytes.length);
            bytes[at] = (byte) random.nextInt(256);
            byte[] cut = i % 8 < 2 ? Arrays.copyOf(bytes, Math.max(1, at)) : bytes;
            Path file = Files.write(folder.resolve("c"), cut);
            try {
                MusicCorpus.read(file);
            } catch (DataException e) {
                assertThat(e.getMessage()).contains("expected").doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isBetween(200, 399);
    }

    @Test
    void notesSoundOnTheStepsNearestToThem() throws IOException {
        MidiFileWriter midi = new MidiFileWriter(480);
        midi.tempo(TempoChange.beatsPerMinute(480, 30)); // the music counts, not the seconds
        MidiFileWriter.Track track = midi.track("a");
        track.note(0, 480, 0, 60, 100); // a quarter
        track.note(230, 490, 0, 64, 100); // nearly the second eighth
        track.note(480, 500, 0, 67, 100); // short, and yet one step
        track.note(720, 960, 9, 40, 100); // percussion
        track.note(960, 1200, 0, 20, 100); // below the piano
        Path file = folder.resolve("a.mid");
        midi.write(file, 1);
        PianoRoll roll = MidiRolls.read(file, 0.5);
        assertThat(roll.frames()).isEqualTo(3);
        assertThat(pitches(roll, 0)).containsExactly(60);
        assertThat(pitches(roll, 1)).containsExactly(60, 64);
        assertThat(pitches(roll, 2)).containsExactly(67);
        assertThat(MidiRolls.read(file, 0.25).frames()).isEqualTo(5);
        assertThat(MidiRolls.folder(folder, 0.5)).hasSize(1);
        assertThatThrownBy(() -> MidiRolls.read(file, 0))
                .hasMessageContaining("'stepBeats': expected 1/64..64 quarter notes, got 0.0");
    }

    @Test
    void aMidiFileWithoutNotesAndAFolderWithoutFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> MidiRolls.folder(folder, 0.5))
                .hasMessageContaining("expected MIDI files (.mid, .midi), got none");
        MidiFileWriter midi = new MidiFileWriter(480);
        midi.track("a").note(0, 480, 9, 60, 100);
        midi.write(folder.resolve("drums.mid"), 1);
        assertThatThrownBy(() -> MidiRolls.folder(folder, 0.5))
                .hasMessageContaining("drums.mid'")
                .hasMessageContaining("got none");
    }
}
