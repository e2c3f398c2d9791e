package eigentone.audioio.midi;

import eigentone.engine.time.MeterChange;
import eigentone.engine.time.TempoChange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the chunks of a Standard MIDI File into tracks.
///
/// Source: Standard MIDI Files 1.0 (RP-001). Where we are more lenient: running status survives
/// meta and sysex events; the header's track count is ignored; unknown chunks and a track without
/// end mark are accepted; time and key signatures out of range are ignored. What is cut off or is
/// not MIDI is refused with track and byte offset.
final class SmfParser {
    private static final int MAX_VARIABLE_BYTES = 4;
    private static final String REMEDY = "copying or exporting the file again";

    private final byte[] bytes;
    private final String name;
    private final List<SmfTrack> tracks = new ArrayList<>();
    private int type;
    private int division;

    private SmfTrack track = new SmfTrack();
    private int at;
    private int end;
    private long tick;
    private int running;

    private SmfParser(byte[] bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /// @param name what messages call the file
    static SmfParser parse(byte[] bytes, String name) throws MidiFileException {
        SmfParser parser = new SmfParser(bytes, name);
        parser.chunks();
        return parser;
    }

    /// 0 or 1.
    int type() {
        return type;
    }

    /// Ticks a beat if above 0, else the two bytes of an SMPTE division as a signed 16-bit number.
    int division() {
        return division;
    }

    List<SmfTrack> tracks() {
        return tracks;
    }

    private void chunks() throws MidiFileException {
        end = bytes.length;
        if (bytes.length < 14 || !tag(0, "MThd")) {
            boolean wrapped = bytes.length >= 12 && tag(0, "RIFF");
            throw new MidiFileException(
                    name,
                    "byte 0",
                    "a header 'MThd' of 14 bytes",
                    wrapped ? "a RIFF file" : "something else",
                    "a file ending in .mid");
        }
        long headerBytes = u32(4);
        type = u16(8);
        division = (short) u16(12);
        if (headerBytes < 6) {
            throw new MidiFileException(name, "byte 4", "6 bytes", headerBytes + "", REMEDY);
        }
        if (type > 1) {
            throw new MidiFileException(
                    name,
                    "byte 8",
                    "type 0 or 1",
                    "type " + type,
                    "exporting it as type 1 (type 2 holds separate patterns)");
        }
        checkDivision();
        long chunk = 8 + headerBytes;
        while (chunk + 8 <= bytes.length) {
            int start = (int) chunk + 8;
            long length = u32(start - 4);
            if (tag((int) chunk, "MTrk")) {
                if (length > bytes.length - start) {
                    throw refused(
                            (int) chunk + 4,
                            length + " bytes of track",
                            bytes.length - start + " to the end of the file");
                }
                track(start, start + (int) length);
            }
            chunk = start + length;
        }
        if (tracks.isEmpty()) {
            throw new MidiFileException(name, "", "one track 'MTrk' or more", "none", REMEDY);
        }
    }

    private void checkDivision() throws MidiFileException {
        int framesPerSecond = -(division >> 8);
        boolean smpte =
                framesPerSecond == 24
                        || framesPerSecond == 25
                        || framesPerSecond == 29
                        || framesPerSecond == 30;
        if (division == 0 || (division < 0 && (!smpte || (division & 0xff) == 0))) {
            throw new MidiFileException(
                    name,
                    "byte 12",
                    "ticks a beat, or SMPTE frames of 24, 25, 29 or 30 a second",
                    "division " + (division & 0xffff),
                    REMEDY);
        }
    }

    private void track(int start, int trackEnd) throws MidiFileException {
        track = new SmfTrack();
        tracks.add(track);
        at = start;
        end = trackEnd;
        tick = 0;
        running = 0;
        boolean ended = false;
        while (!ended && at < end) {
            tick += variable();
            ended = event();
        }
        track.endTick = tick;
    }

    /// Reads one event; true for the end of the track.
    private boolean event() throws MidiFileException {
        int begin = at;
        int first = u8();
        if (first == 0xff) {
            return meta();
        }
        if (first == 0xf0 || first == 0xf7) {
            skip(variable());
            return false;
        }
        if (first >= 0xf0) {
            throw refused(begin, "a channel, sysex or meta event", hex(first));
        }
        int data1 = first;
        if (first >= 0x80) {
            running = first;
            data1 = u8();
        } else if (running == 0) {
            throw refused(begin, "a status byte", hex(first));
        }
        int data2 = TimedMidi.dataBytes(running) == 2 ? u8() : 0;
        if ((data1 | data2) > 127) {
            throw refused(begin, "data bytes below 0x80", hex(data1) + " " + hex(data2));
        }
        track.events.add(new TimedMidi(tick, running, data1, data2, tracks.size() - 1));
        return false;
    }

    private boolean meta() throws MidiFileException {
        int kind = u8();
        int length = variable();
        int start = at;
        skip(length);
        switch (kind) {
            case 0x2f -> {
                return true;
            }
            case 0x03 -> {
                if (track.name.isEmpty()) {
                    track.name = text(start, length);
                }
            }
            case 0x51 -> {
                int micros = length < 3 ? 0 : u16(start) << 8 | (bytes[start + 2] & 0xff);
                if (micros == 0) {
                    throw refused(start, "a tempo of 1 us a beat or more in 3 bytes", "none");
                }
                track.tempi.add(new TempoChange(tick, micros));
            }
            case 0x58 -> meter(start, length);
            case 0x59 -> {
                if (length >= 2 && Math.abs(bytes[start]) <= 7) {
                    track.keys.add(new KeySignature(tick, bytes[start], bytes[start + 1] == 1));
                }
            }
            default -> {
                // Lyrics, markers, ports and the like do not sound.
            }
        }
        return false;
    }

    private void meter(int start, int length) {
        if (length >= 2 && bytes[start] != 0 && bytes[start + 1] >= 0 && bytes[start + 1] <= 7) {
            track.meters.add(new MeterChange(tick, bytes[start] & 0xff, 1 << bytes[start + 1]));
        }
    }

    /// UTF-8 if it is that, else Latin-1, which every byte is.
    private String text(int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
    }

    private int u8() throws MidiFileException {
        if (at >= end) {
            throw refused(at, "the rest of an event", "the end of the track");
        }
        return bytes[at++] & 0xff;
    }

    private int variable() throws MidiFileException {
        int begin = at;
        int value = 0;
        for (int i = 0; i < MAX_VARIABLE_BYTES; i++) {
            int b = u8();
            value = value << 7 | (b & 0x7f);
            if (b < 0x80) {
                return value;
            }
        }
        throw refused(begin, "a number of 1..4 bytes", "a longer one");
    }

    private void skip(int length) throws MidiFileException {
        if (length > end - at) {
            throw refused(at, length + " bytes of event", end - at + " to the end of the track");
        }
        at += length;
    }

    private int u16(int position) {
        return (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
    }

    private long u32(int position) {
        return (long) u16(position) << 16 | u16(position + 2);
    }

    private boolean tag(int position, String tag) {
        for (int i = 0; i < 4; i++) {
            if (bytes[position + i] != tag.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    private MidiFileException refused(int position, String expected, String got) {
        String place = "track " + tracks.size() + " at byte " + position;
        return new MidiFileException(name, place, expected, got, REMEDY);
    }
}
