package eigentone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.audioio.midi.MidiFile;
import eigentone.audioio.midi.MidiNote;
import eigentone.presets.music.BundledMusic;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MusicTest {
    private static byte[] bundled(String name) throws IOException {
        try (InputStream in =
                BundledMusic.class.getResourceAsStream("/eigentone/music/" + name + ".mid")) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    static List<Chorale> chorales() throws IOException {
        return Chorale.all();
    }

    static List<String> melodies() {
        return MelodiesToMidi.names();
    }

    @ParameterizedTest
    @MethodSource("chorales")
    void bundledChoralesAreWhatTheProgramMakes(Chorale chorale) throws IOException {
        assertThat(bundled(chorale.name())).isEqualTo(ChoralesToMidi.midi(chorale));
    }

    @ParameterizedTest
    @MethodSource("melodies")
    void bundledMelodiesAreWhatTheProgramMakes(String name) throws IOException {
        assertThat(bundled(name)).isEqualTo(MelodiesToMidi.midi(name));
    }

    @Test
    void bundledPieceIsWhatTheProgramMakes() throws IOException {
        assertThat(bundled(BundledMusic.DEFAULT)).isEqualTo(BundledPiece.midi());
    }

    @Test
    void thereIsNoOtherBundledMusic() throws IOException {
        List<String> made = new ArrayList<>(melodies());
        made.add(BundledMusic.DEFAULT);
        chorales().forEach(c -> made.add(c.name()));
        assertThat(BundledMusic.names()).containsExactlyInAnyOrderElementsOf(made);
    }

    @ParameterizedTest
    @MethodSource("chorales")
    void choralesHaveFourVoicesThatMoveLittleAndNeverCross(Chorale chorale) {
        int motion = 0;
        int moves = 0;
        for (int s = 0; s < chorale.steps(); s++) {
            int[] voices = chorale.voices()[s];
            assertThat(voices).isSorted();
            // From the bass's great C to the soprano's a''.
            assertThat(voices[0]).isBetween(36, 67);
            assertThat(voices[3]).isBetween(59, 82);
            for (int v = 1; s > 0 && v < 4; v++) {
                motion += Math.abs(voices[v] - chorale.voices()[s - 1][v]);
                moves++;
            }
        }
        assertThat((double) motion / moves).as("mean motion in semitones").isLessThan(2.5);
    }

    @ParameterizedTest
    @MethodSource("chorales")
    void everyPitchOfTheRollIsSung(Chorale chorale) throws IOException {
        MidiFile midi = BundledMusic.piece(chorale.name());
        for (int s = 0; s < chorale.steps(); s++) {
            long tick = (long) s * ChoralesToMidi.TICKS_PER_STEP;
            List<Integer> sounding =
                    midi.notes().stream()
                            .filter(n -> n.startTick() <= tick && tick < n.endTick())
                            .map(MidiNote::key)
                            .sorted()
                            .toList();
            List<Integer> expected = new ArrayList<>();
            for (int p : chorale.voices()[s]) {
                expected.add(p);
            }
            assertThat(sounding).isEqualTo(expected);
        }
        assertThat(midi.notes().stream().map(MidiNote::channel).distinct()).hasSize(4);
    }

    @Test
    void repeatedPitchesAreTiedWithinAVoice() throws IOException {
        for (Chorale chorale : Chorale.all()) {
            for (int voice = 0; voice < 4; voice++) {
                Chorale.Tone before = null;
                for (Chorale.Tone t : chorale.tones(voice, 0, chorale.steps())) {
                    if (before != null && before.end() == t.step()) {
                        assertThat(t.pitch()).isNotEqualTo(before.pitch());
                    }
                    before = t;
                }
            }
        }
    }

    @Test
    void bundledPieceLastsOverAMinuteAndHasEightVoices() {
        MidiFile midi = BundledMusic.piece(BundledMusic.DEFAULT);
        assertThat(midi.lengthSeconds()).isBetween(60.0, 75.0);
        assertThat(midi.notes().stream().map(MidiNote::channel).distinct()).hasSize(8);
        long most = 0;
        for (MidiNote note : midi.notes()) {
            long tick = note.startTick();
            most =
                    Math.max(
                            most,
                            midi.notes().stream()
                                    .filter(n -> n.startTick() <= tick && tick < n.endTick())
                                    .count());
        }
        assertThat(most).as("notes that are held at once").isEqualTo(8);
    }
}
