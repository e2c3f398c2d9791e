package eigentone.audioio.midi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import eigentone.engine.time.TempoChange;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in a file: events or [MidiFileException], in little time and memory.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class DamagedMidiTest {
    /// A file may cost four times its size and this much: the tables of sounding keys.
    private static final long MAX_EXTRA_BYTES = 64L << 20;

    /// Processor time, so that a loaded machine does not fail the test.
    private static final long MAX_NANOS = 2_000_000_000L;

    private static final int MUTATIONS = 2000;

    private final ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void everyPrefixIsRefusedUnlessWholeTracksRemain(int type) {
        byte[] whole = song(type);
        assertThat(parseOrNull(whole, "whole")).isNotNull();
        int read = 0;
        for (int length = 0; length < whole.length; length++) {
            MidiFile file = parseOrNull(Arrays.copyOf(whole, length), "cut at " + length);
            read += file == null ? 0 : 1;
        }
        // Only a cut between two tracks, or within the name and length of one, leaves a whole file.
        assertThat(read).isEqualTo(type == 0 ? 0 : 2 * 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void mutationsGivePairedEventsOrTheOneException(int type) {
        byte[] whole = song(type);
        int read = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            String what = "mutation seed " + seed;
            MidiFile file = parseOrNull(mutated(whole, new Random(seed)), what);
            if (file != null) {
                read++;
                assertPaired(file, what);
            }
        }
        assertThat(read).isBetween(1, MUTATIONS - 1);
    }

    @Test
    void randomBytesAfterAHeaderNeverEscape() {
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[200];
            random.nextBytes(bytes);
            byte[] head = MidiFileTest.hex("4d546864 00000006 0001 0001 0060 4d54726b 000000b2");
            System.arraycopy(head, 0, bytes, 0, head.length);
            parseOrNull(bytes, "random seed " + seed);
        }
    }

    /// In the merged list, a note of one track, channel and key begins and ends in turn.
    private static void assertPaired(MidiFile file, String what) {
        boolean[][] sounding = new boolean[file.trackNames().size()][16 * 128];
        long tick = 0;
        int begun = 0;
        for (TimedMidi event : file.events()) {
            assertThat(event.tick()).as(what).isGreaterThanOrEqualTo(tick);
            tick = event.tick();
            if (event.isNoteOn() || event.isNoteOff()) {
                int slot = event.channel() * 128 + event.data1();
                if (sounding[event.track()][slot] == event.isNoteOn()) {
                    Assertions.fail(what + " is not paired at " + event);
                }
                sounding[event.track()][slot] = event.isNoteOn();
                begun += event.isNoteOn() ? 1 : 0;
            }
        }
        for (boolean[] track : sounding) {
            assertThat(track).as(what).doesNotContain(true);
        }
        assertThat(file.notes()).as(what).hasSize(begun);
        assertThat(file.lengthTicks()).as(what).isGreaterThanOrEqualTo(tick);
    }

    private static byte[] song(int type) {
        MidiFileWriter writer = new MidiFileWriter(96);
        writer.tempo(new TempoChange(0, 400_000)).tempo(new TempoChange(300, 700_000));
        for (int t = 0; t < 3; t++) {
            MidiFileWriter.Track track = writer.track("part " + t);
            for (int n = 0; n < 20; n++) {
                track.note(n * 50L, n * 50L + 70, t, 60 + n % 3, 50 + n);
            }
            track.event(new TimedMidi(100, 0xc0 | t, 7, 0, 0));
            track.event(new TimedMidi(200, 0xe0 | t, 7, 70, 0));
        }
        return writer.toBytes(type);
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(bytes, at, Math.min(at + 4, bytes.length), (byte) 0xff);
                case 3 -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(8), bytes.length - Math.max(at, from));
                    System.arraycopy(whole, from, bytes, at, length);
                }
                default -> {
                    byte[] status = {(byte) 0x90, (byte) 0xc0, (byte) 0xf0, (byte) 0xff, 0x00};
                    bytes[at] = status[random.nextInt(status.length)];
                }
            }
        }
        return bytes;
    }

    private @Nullable MidiFile parseOrNull(byte[] bytes, String what) {
        long allocated = meter.getCurrentThreadAllocatedBytes();
        long began = meter.getCurrentThreadCpuTime();
        MidiFile file = null;
        try {
            file = MidiFile.parse(bytes, "damaged");
        } catch (MidiFileException e) {
            assertThat(e.getMessage())
                    .as(what)
                    .startsWith("MIDI file 'damaged'")
                    .contains(": expected ", ", got ", "; try ")
                    .doesNotContain("\n", "\r");
        } catch (RuntimeException | Error e) {
            Assertions.fail(what + " gave " + e, e);
        }
        assertThat(meter.getCurrentThreadCpuTime() - began).as(what).isLessThan(MAX_NANOS);
        assertThat(meter.getCurrentThreadAllocatedBytes() - allocated)
                .as(what)
                .isLessThan(4L * bytes.length + MAX_EXTRA_BYTES);
        return file;
    }
}
