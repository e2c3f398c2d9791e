package eigentone.audioio.midi;

import eigentone.audioio.file.SafeWrite;
import eigentone.engine.time.MeterChange;
import eigentone.engine.time.TempoChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Builds a Standard MIDI File: tracks of notes and messages, tempo, meter and key.
///
/// Events may be added in any order. At one tick come tempo, meter and key, then the ends of notes,
/// then messages in the order they were added, then the beginnings of notes. Every event has its
/// status byte (no running status), and the same calls give the same bytes. Source: Standard MIDI
/// Files 1.0 (RP-001). One thread at a time, never the audio thread.
///
/// ```java
/// MidiFileWriter file = new MidiFileWriter(480);
/// file.tempo(TempoChange.beatsPerMinute(0, 90));
/// file.track("soprano").note(0, 480, 0, 67, 80);
/// file.write(path, 1);
/// ```
public final class MidiFileWriter {
    private static final int DEFAULT_RELEASE = 64;
    private static final int MAX_VARIABLE = 0x0fff_ffff;
    private static final int MAX_TEMPO = 0xff_ffff;

    private static final int RANK_META = 0;
    private static final int RANK_END = 1;
    private static final int RANK_MESSAGE = 2;
    private static final int RANK_BEGIN = 3;
    private static final int RANK_EMPTY_END = 4;

    private final int division;
    private final List<Track> tracks = new ArrayList<>();
    private final List<Entry> conductor = new ArrayList<>();

    private record Entry(long tick, int rank, byte[] bytes) {}

    /// @param division ticks a beat, 1..32767, or an SMPTE division below 0 as the file stores it
    /// @throws IllegalArgumentException if it is 0 or out of range
    public MidiFileWriter(int division) {
        if (division == 0 || division != (short) division) {
            throw new IllegalArgumentException(
                    "MIDI file 'division': expected 1..32767 ticks a beat, got "
                            + division
                            + "; try 480");
        }
        this.division = division;
    }

    /// Sets the tempo from a tick on; stored in whole microseconds a beat.
    ///
    /// @throws IllegalArgumentException if a beat is longer than 16.7 seconds, or rounds to nothing
    public MidiFileWriter tempo(TempoChange change) {
        long micros = Math.round(change.microsPerBeat());
        if (micros < 1 || micros > MAX_TEMPO) {
            throw new IllegalArgumentException(
                    "MIDI file 'tempo': expected 1..16777215 us a beat, got "
                            + change.microsPerBeat()
                            + " us; try 500000 us, which is 120 beats a minute");
        }
        byte[] data = {(byte) (micros >> 16), (byte) (micros >> 8), (byte) micros};
        conductor.add(meta(change.tick(), 0x51, data));
        return this;
    }

    /// Sets the time signature from a tick on; the metronome clicks once a beat.
    public MidiFileWriter meter(MeterChange change) {
        int unitLog2 = Integer.numberOfTrailingZeros(change.unit());
        byte[] data = {(byte) change.count(), (byte) unitLog2, 24, 8};
        conductor.add(meta(change.tick(), 0x58, data));
        return this;
    }

    /// Sets the key signature from a tick on.
    public MidiFileWriter key(KeySignature key) {
        byte[] data = {(byte) key.fifths(), (byte) (key.minor() ? 1 : 0)};
        conductor.add(meta(key.tick(), 0x59, data));
        return this;
    }

    /// Adds a track.
    ///
    /// @param name stored as UTF-8; empty for none
    public Track track(String name) {
        Track track = new Track(name);
        tracks.add(track);
        return track;
    }

    /// The file's content.
    ///
    /// @param type 0 puts everything into one track, 1 keeps the tracks; tempo and meter are in the
    ///   first
    /// @throws IllegalArgumentException if the type is another, or two events lie more than
    ///   268,435,455 ticks apart
    public byte[] toBytes(int type) {
        if (type != 0 && type != 1) {
            throw new IllegalArgumentException(
                    "MIDI file 'type': expected 0 or 1, got " + type + "; try 1");
        }
        List<Track> chunks = tracks.isEmpty() ? List.of(new Track("")) : tracks;
        if (type == 0) {
            Track one = new Track(chunks.get(0).name);
            for (Track track : chunks) {
                one.entries.addAll(track.entries);
                one.endAt(track.endTick);
            }
            chunks = List.of(one);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(14);
        header.put("MThd".getBytes(StandardCharsets.US_ASCII)).putInt(6);
        header.putShort((short) type).putShort((short) chunks.size()).putShort((short) division);
        out.writeBytes(header.array());
        for (int i = 0; i < chunks.size(); i++) {
            byte[] body = chunks.get(i).body(i == 0 ? conductor : List.of());
            out.writeBytes("MTrk".getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    /// Writes the file, whole or not at all.
    ///
    /// @param type as for [#toBytes]
    /// @throws IOException if the disk is full or the folder not writable; an older file is intact
    public void write(Path target, int type) throws IOException {
        SafeWrite.bytes(target, toBytes(type));
    }

    private static Entry meta(long tick, int kind, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xff);
        out.write(kind);
        variable(out, data.length);
        out.writeBytes(data);
        return new Entry(tick, RANK_META, out.toByteArray());
    }

    private static void variable(ByteArrayOutputStream out, long value) {
        if (value < 0 || value > MAX_VARIABLE) {
            throw new IllegalArgumentException(
                    "MIDI file 'gap': expected 0.."
                            + MAX_VARIABLE
                            + " ticks, got "
                            + value
                            + "; try fewer ticks a beat");
        }
        for (int shift = 21; shift > 0; shift -= 7) {
            if (value >> shift != 0) {
                out.write((int) (value >> shift & 0x7f) | 0x80);
            }
        }
        out.write((int) (value & 0x7f));
    }

    /// One track; its methods return it, to be chained.
    public static final class Track {
        private final String name;
        private final List<Entry> entries = new ArrayList<>();
        private long endTick;

        private Track(String name) {
            this.name = name;
        }

        /// Adds a note.
        ///
        /// @param startTick its beginning, 0 or more
        /// @param endTick its end, at or after the beginning
        /// @param channel 0..15
        /// @param key 0..127, 60 is middle C
        /// @param velocity 1..127
        public Track note(long startTick, long endTick, int channel, int key, int velocity) {
            if (velocity < 1 || endTick < startTick || (channel & ~15) != 0) {
                throw new IllegalArgumentException(
                        "MIDI 'note': expected channel 0..15, velocity 1..127 and an end after"
                                + " the start, got channel "
                                + channel
                                + ", velocity "
                                + velocity
                                + ", ticks "
                                + startTick
                                + " to "
                                + endTick
                                + "; try velocity 80");
            }
            add(
                    new TimedMidi(startTick, TimedMidi.NOTE_ON | channel, key, velocity, 0),
                    RANK_BEGIN);
            add(
                    new TimedMidi(endTick, TimedMidi.NOTE_OFF | channel, key, DEFAULT_RELEASE, 0),
                    endTick > startTick ? RANK_END : RANK_EMPTY_END);
            return this;
        }

        /// Adds any channel message; its track number is not used.
        public Track event(TimedMidi event) {
            add(event, RANK_MESSAGE);
            return this;
        }

        /// Makes the track end at this tick or later.
        public Track endAt(long tick) {
            endTick = Math.max(endTick, tick);
            return this;
        }

        private void add(TimedMidi event, int rank) {
            byte[] bytes = {(byte) event.status(), (byte) event.data1(), (byte) event.data2()};
            if (TimedMidi.dataBytes(event.status()) == 1) {
                bytes = new byte[] {bytes[0], bytes[1]};
            }
            entries.add(new Entry(event.tick(), rank, bytes));
            endAt(event.tick());
        }

        private byte[] body(List<Entry> conductor) {
            List<Entry> all = new ArrayList<>();
            if (!name.isEmpty()) {
                all.add(meta(0, 0x03, name.getBytes(StandardCharsets.UTF_8)));
            }
            all.addAll(conductor);
            all.addAll(entries);
            // The sort is stable: what was added first stays first.
            all.sort(Comparator.comparingLong(Entry::tick).thenComparingInt(Entry::rank));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long tick = 0;
            for (Entry entry : all) {
                variable(out, entry.tick - tick);
                out.writeBytes(entry.bytes);
                tick = entry.tick;
            }
            variable(out, Math.max(endTick, tick) - tick);
            out.writeBytes(new byte[] {(byte) 0xff, 0x2f, 0});
            return out.toByteArray();
        }
    }
}
