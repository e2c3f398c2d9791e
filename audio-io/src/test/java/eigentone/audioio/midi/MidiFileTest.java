package eigentone.audioio.midi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.time.BarBeat;
import eigentone.engine.time.MeterChange;
import eigentone.engine.time.TempoChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MidiFileTest {
    /// Type 0, 96 ticks a beat.
    private static final String HEADER_0 = "4d546864 00000006 0000 0001 0060";

    private static final String END = "00 ff 2f 00";

    @TempDir private Path folder;

    /// Bytes from spaced hexadecimal.
    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    /// A track chunk with its length.
    static String track(String body) {
        return "4d54726b" + String.format("%08x", hex(body).length) + body;
    }

    private static MidiFile parse(String text) throws MidiFileException {
        return MidiFile.parse(hex(text), "test.mid");
    }

    private static MidiFile parseTrack(String body) throws MidiFileException {
        return parse(HEADER_0 + track(body));
    }

    @Test
    void runningStatusAndTempoAreRead() throws MidiFileException {
        // The example of the SMF 1.0 specification, appendix: type 0, 4/4, 120 bpm, three channels.
        MidiFile file =
                parseTrack(
                        """
                        00 ff 58 04 04 02 18 08  00 ff 51 03 07 a1 20
                        00 c0 05  00 c1 2e  00 c2 46
                        00 92 30 60  00 3c 60
                        60 91 43 40
                        60 90 4c 20
                        81 40 82 30 40  00 3c 40  00 81 43 40  00 80 4c 40
                        """
                                + END);
        assertThat(file.type()).isZero();
        assertThat(file.tempo().tempi()).containsExactly(new TempoChange(0, 500_000));
        assertThat(file.lengthTicks()).isEqualTo(384);
        assertThat(file.lengthSeconds()).isEqualTo(2);
        assertThat(file.notes())
                .containsExactly(
                        new MidiNote(0, 384, 2, 48, 96, 0),
                        new MidiNote(0, 384, 2, 60, 96, 0),
                        new MidiNote(96, 384, 1, 67, 64, 0),
                        new MidiNote(192, 384, 0, 76, 32, 0));
        assertThat(file.events()).hasSize(11);
        assertThat(file.events().get(0)).isEqualTo(new TimedMidi(0, 0xc0, 5, 0, 0));
        assertThat(file.inSeconds().get(5).seconds()).isEqualTo(0.5);
    }

    @Test
    void tracksOfType1AreMergedByTick() throws MidiFileException {
        // The same music as type 1 with a tempo track, from the specification's second example.
        MidiFile file =
                parse(
                        "4d546864 00000006 0001 0004 0060"
                                + track(
                                        "00 ff 58 04 04 02 18 08 00 ff 51 03 07 a1 20 83 00 ff 2f"
                                                + " 00")
                                + track("00 c0 05 81 40 90 4c 20 81 40 4c 00" + END)
                                + track("00 c1 2e 60 91 43 40 82 20 43 00" + END)
                                + track(
                                        "00 c2 46 00 92 30 60 00 3c 60 83 00 30 00 00 3c 00"
                                                + END));
        assertThat(file.notes())
                .containsExactly(
                        new MidiNote(0, 384, 2, 48, 96, 3),
                        new MidiNote(0, 384, 2, 60, 96, 3),
                        new MidiNote(96, 384, 1, 67, 64, 2),
                        new MidiNote(192, 384, 0, 76, 32, 1));
        assertThat(file.events()).isSortedAccordingTo((a, b) -> Long.compare(a.tick(), b.tick()));
        assertThat(file.trackNames()).hasSize(4);
    }

    @Test
    void tempoChangesMoveEverythingAfterThem() throws MidiFileException {
        MidiFile file =
                parseTrack("00 90 3c 40  60 ff 51 03 0f 42 40  60 3c 00  60 3e 40  30 3e 00" + END);
        assertThat(file.inSeconds())
                .extracting(MidiAtSeconds::seconds)
                .containsExactly(0.0, 1.5, 2.5, 3.0);
    }

    @Test
    void smpteDivisionCountsTime() throws MidiFileException {
        // -25 frames of 40 ticks: milliseconds. The tempo does not move them.
        MidiFile file =
                parse(
                        "4d546864 00000006 0000 0001 e728"
                                + track("00 ff 51 03 0f 42 40 00 90 3c 40 87 68 3c 00" + END));
        assertThat(file.inSeconds().get(1).seconds()).isEqualTo(1);
        assertThat(file.tempo().ticksToBeats(1000)).isEqualTo(1);
    }

    @Test
    void signaturesAndNamesAreRead() throws MidiFileException {
        MidiFile file =
                parseTrack(
                        """
                        00 ff 03 04 4261 7373  00 ff 59 02 fd 01
                        00 ff 58 04 06 03 24 08  81 10 ff 58 04 03 02 18 08
                        """
                                + END);
        assertThat(file.trackNames()).containsExactly("Bass");
        assertThat(file.keys()).containsExactly(new KeySignature(0, -3, true));
        assertThat(file.tempo().meters().changes())
                .containsExactly(new MeterChange(0, 6, 8), new MeterChange(144, 3, 4));
        assertThat(file.tempo().meters().at(144)).isEqualTo(new BarBeat(2, 1, 0));
    }

    @Test
    void namesThatAreNotUtf8AreLatin1() throws MidiFileException {
        assertThat(parseTrack("00 ff 03 03 46 fc 72" + END).trackNames()).containsExactly("Für");
        assertThat(parseTrack("00 ff 03 04 46 c3 bc 72" + END).trackNames()).containsExactly("Für");
    }

    @Test
    void sysexAndUnknownMetaAreSkippedAndKeepRunningStatus() throws MidiFileException {
        MidiFile file =
                parseTrack(
                        "00 90 3c 40 10 f0 03 01 02 f7 10 3e 40 10 ff 7f 02 00 00 10 3c 00 00 f7 01"
                                + " fe 00 3e 00"
                                + END);
        assertThat(file.notes())
                .containsExactly(
                        new MidiNote(0, 64, 0, 60, 64, 0), new MidiNote(32, 64, 0, 62, 64, 0));
    }

    @Test
    void unknownChunksAndTrackCountAreIgnored() throws MidiFileException {
        String body = track("00 90 3c 40 60 3c 00" + END);
        MidiFile file =
                parse(
                        "4d546864 00000008 0001 ffff 0060 0000"
                                + "58465f5f 00000003 010203"
                                + body
                                + "4a554e4b ffffffff 00");
        assertThat(file.notes()).hasSize(1);
    }

    @Test
    void trackWithoutEndMarkIsAccepted() throws MidiFileException {
        assertThat(parseTrack("00 90 3c 40 60 3c 00").lengthTicks()).isEqualTo(96);
    }

    @Test
    void velocityZeroAndPlainNoteOffAreTheSame() throws MidiFileException {
        assertThat(parseTrack("00 90 3c 40 60 3c 00" + END).notes())
                .isEqualTo(parseTrack("00 90 3c 40 60 80 3c 11" + END).notes());
        List<TimedMidi> events = parseTrack("00 90 3c 40 60 3c 00" + END).events();
        assertThat(events.get(1)).isEqualTo(new TimedMidi(96, 0x80, 60, 64, 0));
    }

    @Test
    void strayNoteOffIsDroppedAndHangingNoteClosed() throws MidiFileException {
        MidiFile file = parseTrack("00 80 3c 40 10 90 40 50 60 ff 2f 00");
        assertThat(file.notes()).containsExactly(new MidiNote(16, 112, 0, 64, 80, 0));
        assertThat(file.events()).hasSize(2);
        assertThat(file.events().get(1).tick()).isEqualTo(112);
    }

    @Test
    void secondNoteOnOfAKeyEndsTheFirst() throws MidiFileException {
        // on 0, on 32, off 64, off 96: the last has nothing to end.
        MidiFile file = parseTrack("00 90 3c 40 20 3c 50 20 3c 00 20 3c 00" + END);
        assertThat(file.notes())
                .containsExactly(
                        new MidiNote(0, 32, 0, 60, 64, 0), new MidiNote(32, 64, 0, 60, 80, 0));
        assertThat(file.events())
                .extracting(TimedMidi::isNoteOn)
                .containsExactly(true, false, true, false);
    }

    @Test
    void noteOffAtTheTickOfARestartBelongsToTheOlderNote() throws MidiFileException {
        MidiFile file = parseTrack("00 90 3c 40 20 3c 50 00 3c 00 20 3c 00" + END);
        assertThat(file.notes())
                .containsExactly(
                        new MidiNote(0, 32, 0, 60, 64, 0), new MidiNote(32, 64, 0, 60, 80, 0));
    }

    @Test
    void emptyNoteKeepsItsOrder() throws MidiFileException {
        MidiFile file = parseTrack("10 90 3c 40 00 3c 00" + END);
        assertThat(file.notes()).containsExactly(new MidiNote(16, 16, 0, 60, 64, 0));
        assertThat(file.events().get(0).isNoteOn()).isTrue();
    }

    @Test
    void sameKeyInTwoTracksIsTwoNotesAndOffsComeFirst() throws MidiFileException {
        MidiFile file =
                parse(
                        "4d546864 00000006 0001 0002 0060"
                                + track("60 90 3c 40 60 3c 00" + END)
                                + track("00 90 3c 30 60 3c 00" + END));
        assertThat(file.notes())
                .containsExactly(
                        new MidiNote(0, 96, 0, 60, 48, 1), new MidiNote(96, 192, 0, 60, 64, 0));
        // At tick 96 the second track's end precedes the first track's beginning.
        assertThat(file.events().get(1)).isEqualTo(new TimedMidi(96, 0x80, 60, 64, 1));
        assertThat(file.events().get(2)).isEqualTo(new TimedMidi(96, 0x90, 60, 64, 0));
    }

    @Test
    void damageNamesTrackAndByte() {
        assertRefused(HEADER_0 + track("00 90 3c"), "track 1 at byte 25: expected the rest of");
        assertRefused(HEADER_0 + track("00 3c 40"), "track 1 at byte 23: expected a status byte");
        assertRefused(HEADER_0 + track("00 90 3c 90"), "data bytes below 0x80, got 0x3c 0x90");
        assertRefused(HEADER_0 + track("ff ff ff ff 00"), "track 1 at byte 22: expected a number");
        assertRefused(HEADER_0 + track("00 f4 00"), "got 0xf4");
        assertRefused(HEADER_0 + track("00 ff 01 7f 00"), "expected 127 bytes of event, got 1 to");
        assertRefused(HEADER_0 + track("00 f0 ff ff ff 7f 00"), "268435455 bytes of event");
        assertRefused(HEADER_0 + track("00 ff 51 03 00 00 00"), "expected a tempo of 1 us");
        assertRefused(
                HEADER_0 + "4d54726b 7fffffff 00",
                "track 0 at byte 18: expected 2147483647 bytes of track, got 1 to the end");
        assertRefused(HEADER_0, "one track 'MTrk' or more, got none");
    }

    @Test
    void headersWeCannotPlayAreRefused() {
        assertRefused("4d546864 00000006 0002 0001 0060" + track(END), "got type 2; try exporting");
        assertRefused("4d546864 00000006 0001 0001 0000" + track(END), "got division 0");
        assertRefused("4d546864 00000006 0001 0001 e700" + track(END), "got division 59136");
        assertRefused("4d546864 00000006 0001 0001 8028" + track(END), "got division 32808");
        assertRefused("52494646 00000006 524d4944 0001 0060", "got a RIFF file");
        assertRefused("00", "'MThd' of 14 bytes, got something else");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(MidiFileException.class)
                .hasMessageStartingWith("MIDI file 'test.mid'")
                .hasMessageContaining(message)
                .hasMessageContaining("; try ");
    }

    @Test
    void unreadablePathsHaveTheirOwnMessages() throws IOException {
        Path missing = folder.resolve("no.mid");
        Path empty = Files.createFile(folder.resolve("empty.mid"));
        assertThatThrownBy(() -> MidiFile.read(missing))
                .isInstanceOf(MidiFileException.class)
                .hasMessageContaining("nothing of that name");
        assertThatThrownBy(() -> MidiFile.read(folder))
                .isInstanceOf(MidiFileException.class)
                .hasMessageContaining("a folder");
        assertThatThrownBy(() -> MidiFile.read(empty))
                .isInstanceOf(MidiFileException.class)
                .hasMessageContaining("an empty file");
    }
}
