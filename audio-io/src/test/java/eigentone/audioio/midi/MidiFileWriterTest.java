package eigentone.audioio.midi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.time.MeterChange;
import eigentone.engine.time.TempoChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MidiFileWriterTest {
    /// The JDK cuts each of the six tempo segments to whole microseconds.
    private static final double JDK_ROUNDING_SECONDS = 6e-6;

    @TempDir private Path folder;

    @Test
    void bytesAreThoseOfTheSpecification() {
        MidiFileWriter writer = new MidiFileWriter(96);
        writer.meter(new MeterChange(0, 4, 4)).tempo(new TempoChange(0, 500_000));
        writer.track("")
                .note(192, 384, 0, 76, 32)
                .event(new TimedMidi(0, 0xc0, 5, 0, 0))
                .endAt(384);
        assertThat(writer.toBytes(0))
                .isEqualTo(
                        MidiFileTest.hex(
                                "4d546864 00000006 0000 0001 0060"
                                        + MidiFileTest.track(
                                                """
                                                00 ff 58 04 04 02 18 08 00 ff 51 03 07 a1 20
                                                00 c0 05 81 40 90 4c 20 81 40 80 4c 40
                                                00 ff 2f 00
                                                """)));
    }

    @Test
    void repeatedNotesEndBeforeTheyBegin() throws MidiFileException {
        MidiFileWriter writer = new MidiFileWriter(480);
        writer.track("a").note(480, 960, 0, 60, 80).note(0, 480, 0, 60, 90).note(5, 5, 0, 61, 1);
        MidiFile file = MidiFile.parse(writer.toBytes(1), "a");
        assertThat(file.notes())
                .containsExactly(
                        new MidiNote(0, 480, 0, 60, 90, 0),
                        new MidiNote(5, 5, 0, 61, 1, 0),
                        new MidiNote(480, 960, 0, 60, 80, 0));
    }

    @Test
    void nonsenseIsRefused() {
        MidiFileWriter writer = new MidiFileWriter(480);
        assertThatThrownBy(() -> new MidiFileWriter(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MidiFileWriter(40_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.tempo(TempoChange.beatsPerMinute(0, 3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.track("").note(10, 9, 0, 60, 80))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.track("").note(0, 9, 16, 60, 80))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.track("").note(0, 9, 0, 128, 80))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.toBytes(2)).isInstanceOf(IllegalArgumentException.class);
        writer.track("").endAt(1L << 30);
        assertThatThrownBy(() -> writer.toBytes(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gap");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsReadWritesAndReadsBackEqual(long seed) throws IOException {
        MidiFile first = MidiFile.parse(random(seed).toBytes((int) seed % 2), "a");
        Path path = folder.resolve("a.mid");
        first.write(path);
        MidiFile second = MidiFile.read(path);
        assertThat(second.type()).isEqualTo(first.type());
        assertThat(second.events()).isNotEmpty().isEqualTo(first.events());
        assertThat(second.notes()).isNotEmpty().isEqualTo(first.notes());
        assertThat(second.trackNames()).isEqualTo(first.trackNames());
        assertThat(second.keys()).isEqualTo(first.keys());
        assertThat(second.tempo().tempi()).isEqualTo(first.tempo().tempi());
        assertThat(second.tempo().meters().changes()).isEqualTo(first.tempo().meters().changes());
        assertThat(second.lengthTicks()).isEqualTo(first.lengthTicks());
    }

    /// The JDK's implementation, independent of ours, reads the same events from our files.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anotherReaderFindsTheSameMessages(long seed) throws IOException, InvalidMidiDataException {
        byte[] bytes = random(seed).toBytes(1);
        MidiFile ours = MidiFile.parse(bytes, "a");
        Sequence theirs = MidiSystem.getSequence(new ByteArrayInputStream(bytes));
        assertThat(theirs.getResolution()).isEqualTo(480);
        for (int t = 0; t < ours.trackNames().size(); t++) {
            assertThat(sorted(channelMessages(theirs.getTracks()[t], t)))
                    .isEqualTo(sorted(of(ours, t)));
        }
        assertThat(theirs.getMicrosecondLength() / 1e6)
                .isCloseTo(ours.lengthSeconds(), within(JDK_ROUNDING_SECONDS));
    }

    /// And we read what it writes, running status included.
    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void filesOfAnotherWriterAreReadAlike(long seed) throws IOException, InvalidMidiDataException {
        MidiFile ours = MidiFile.parse(random(seed).toBytes(1), "a");
        Sequence sequence = new Sequence(Sequence.PPQ, 480);
        for (int t = 0; t < ours.trackNames().size(); t++) {
            Track track = sequence.createTrack();
            for (TimedMidi e : of(ours, t)) {
                track.add(
                        new MidiEvent(
                                new ShortMessage(e.status(), e.data1(), e.data2()), e.tick()));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MidiSystem.write(sequence, 1, out);
        MidiFile read = MidiFile.parse(out.toByteArray(), "b");
        assertThat(read.notes()).isNotEmpty().isEqualTo(ours.notes());
    }

    /// Notes without overlap of a key within a track, so that pairing has nothing to change.
    private static MidiFileWriter random(long seed) {
        Random random = new Random(seed);
        MidiFileWriter writer = new MidiFileWriter(480);
        for (int i = 0; i < 5; i++) {
            writer.tempo(new TempoChange(random.nextInt(9000), 200_000 + random.nextInt(900_000)));
            writer.meter(
                    new MeterChange(
                            random.nextInt(9000), 1 + random.nextInt(9), 1 << random.nextInt(5)));
            writer.key(
                    new KeySignature(
                            random.nextInt(9000), random.nextInt(15) - 7, random.nextBoolean()));
        }
        for (int t = 0; t < 3; t++) {
            MidiFileWriter.Track track = writer.track("Träck " + t);
            for (int key = 40; key < 70; key++) {
                long tick = random.nextInt(300);
                for (int n = 0; n < 10; n++) {
                    long end = tick + 1 + random.nextInt(400);
                    track.note(tick, end, t * 3, key, 1 + random.nextInt(127));
                    tick = end + random.nextInt(200);
                }
                track.event(new TimedMidi(tick, 0xb0, key, random.nextInt(128), 0));
                track.event(new TimedMidi(tick, 0xe3, random.nextInt(128), key, 0));
                track.event(new TimedMidi(tick, 0xd3, random.nextInt(128), 0, 0));
            }
        }
        return writer;
    }

    private static List<TimedMidi> of(MidiFile file, int track) {
        return file.events().stream().filter(e -> e.track() == track).toList();
    }

    private static List<TimedMidi> channelMessages(Track track, int number) {
        List<TimedMidi> events = new ArrayList<>();
        for (int i = 0; i < track.size(); i++) {
            if (track.get(i).getMessage() instanceof ShortMessage m) {
                events.add(
                        new TimedMidi(
                                track.get(i).getTick(),
                                m.getStatus(),
                                m.getData1(),
                                m.getData2(),
                                number));
            }
        }
        return events;
    }

    private static List<TimedMidi> sorted(List<TimedMidi> events) {
        return events.stream()
                .sorted(
                        Comparator.comparingLong(TimedMidi::tick)
                                .thenComparingInt(TimedMidi::status)
                                .thenComparingInt(TimedMidi::data1)
                                .thenComparingInt(TimedMidi::data2))
                .toList();
    }
}
