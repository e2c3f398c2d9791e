package eigentone.audioio.midi;

/// One channel message of a MIDI file at its tick.
///
/// @param tick from the start of the file, 0 or more
/// @param status 0x80..0xef: kind and channel
/// @param data1 0..127: key, controller or program number
/// @param data2 0..127: velocity or value; 0 for messages that have one data byte
/// @param track which track of the file it stood in, from 0
public record TimedMidi(long tick, int status, int data1, int data2, int track) {
    /// Status of a note-off on channel 0.
    public static final int NOTE_OFF = 0x80;

    /// Status of a note-on on channel 0.
    public static final int NOTE_ON = 0x90;

    /// Status of polyphonic aftertouch on channel 0.
    public static final int KEY_PRESSURE = 0xa0;

    /// Status of a controller on channel 0.
    public static final int CONTROL = 0xb0;

    /// Status of a program change on channel 0; one data byte.
    public static final int PROGRAM = 0xc0;

    /// Status of channel aftertouch on channel 0; one data byte.
    public static final int CHANNEL_PRESSURE = 0xd0;

    /// Status of a pitch bend on channel 0.
    public static final int PITCH_BEND = 0xe0;

    /// @throws IllegalArgumentException if a part is out of its range
    public TimedMidi {
        if (tick < 0 || track < 0) {
            throw new IllegalArgumentException(
                    "MIDI 'tick' and 'track': expected 0 or more, got "
                            + tick
                            + " and "
                            + track
                            + "; try 0");
        }
        if (status < NOTE_OFF || status > 0xef || (data1 | data2) < 0 || (data1 | data2) > 127) {
            throw new IllegalArgumentException(
                    "MIDI 'message': expected status 128..239 and data 0..127, got "
                            + status
                            + " "
                            + data1
                            + " "
                            + data2
                            + "; try a channel message");
        }
    }

    /// The kind without the channel: [#NOTE_ON], [#CONTROL] and so on.
    public int kind() {
        return status & 0xf0;
    }

    /// Channel 0..15.
    public int channel() {
        return status & 0x0f;
    }

    /// True for a note-on; its velocity is above 0 in what [MidiFile] gives.
    public boolean isNoteOn() {
        return kind() == NOTE_ON && data2 > 0;
    }

    /// True for a note-off, in either of its two forms.
    public boolean isNoteOff() {
        return kind() == NOTE_OFF || (kind() == NOTE_ON && data2 == 0);
    }

    /// Position of a pitch bend, -8192..8191, 0 at rest.
    public int bend() {
        return (data2 << 7 | data1) - 8192;
    }

    /// Data bytes a message of this kind has: 1 or 2.
    static int dataBytes(int status) {
        int kind = status & 0xf0;
        return kind == PROGRAM || kind == CHANNEL_PRESSURE ? 1 : 2;
    }
}
