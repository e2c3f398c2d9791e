/// Standard MIDI files: read into one merged, paired list of events with a tempo map, and written.
///
/// The reader is our own because the JDK's needs the desktop module; it takes what sloppy programs
/// write and refuses what is damaged with one checked [eigentone.audioio.midi.MidiFileException].
/// Nothing here may be called on the audio thread.
@NullMarked
package eigentone.audioio.midi;

import org.jspecify.annotations.NullMarked;
