package eigentone.audioio.midi;

/// From this tick on, the piece is in such a key.
///
/// @param tick 0 or more
/// @param fifths sharps above 0, flats below: -7..7
/// @param minor true for the minor key of these accidentals
public record KeySignature(long tick, int fifths, boolean minor) {
    /// @throws IllegalArgumentException if a part is out of its range
    public KeySignature {
        if (tick < 0 || fifths < -7 || fifths > 7) {
            throw new IllegalArgumentException(
                    "key signature 'fifths': expected -7..7 at tick 0 or later, got "
                            + fifths
                            + " at "
                            + tick
                            + "; try 0, which is C major");
        }
    }
}
