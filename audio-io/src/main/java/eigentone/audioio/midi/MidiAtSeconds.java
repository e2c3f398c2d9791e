package eigentone.audioio.midi;

/// A message with its time.
///
/// @param seconds from the start of the file
/// @param event the message
public record MidiAtSeconds(double seconds, TimedMidi event) {}
