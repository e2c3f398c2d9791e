/// Musical time: ticks, beats, bars and seconds.
///
/// A beat is always a quarter note; a tick is the counting unit of a score, as in a MIDI file.
@NullMarked
package eigentone.engine.time;

import org.jspecify.annotations.NullMarked;
