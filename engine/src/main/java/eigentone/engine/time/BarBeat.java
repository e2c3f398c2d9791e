package eigentone.engine.time;

/// A place in the score as musicians say it: bar 3, beat 2, and a bit.
///
/// @param bar counted from 1; before the start 0, -1 and so on
/// @param beat the note of the meter's value within the bar, counted from 1 (in 6/8 an eighth)
/// @param fraction how much of that note has passed, from 0 to below 1
public record BarBeat(long bar, int beat, double fraction) {}
