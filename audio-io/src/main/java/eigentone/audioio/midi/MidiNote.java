package eigentone.audioio.midi;

/// A whole note of a MIDI file: a note-on with the note-off that ends it.
///
/// @param startTick its beginning
/// @param endTick its end, at or after the beginning
/// @param channel 0..15
/// @param key 0..127, 60 is middle C
/// @param velocity 1..127
/// @param track which track of the file it stood in, from 0
public record MidiNote(
        long startTick, long endTick, int channel, int key, int velocity, int track) {}
