package eigentone.engine.time;

/// From this tick on, a bar has so many notes of such a value, as in 6/8; a new bar begins here.
///
/// @param tick 0 or more
/// @param count notes a bar, 1..255
/// @param unit their value: 1, 2, 4 ... 128 for whole, half, quarter notes and so on
public record MeterChange(long tick, int count, int unit) {
    /// @throws IllegalArgumentException if a part is out of its range
    public MeterChange {
        if (tick < 0) {
            throw new IllegalArgumentException(
                    "meter 'tick': expected 0 or more, got " + tick + "; try 0");
        }
        if (count < 1 || count > 255) {
            throw new IllegalArgumentException(
                    "meter 'count': expected 1..255, got " + count + "; try 4");
        }
        if (unit < 1 || unit > 128 || Integer.bitCount(unit) != 1) {
            throw new IllegalArgumentException(
                    "meter 'unit': expected a power of two in 1..128, got " + unit + "; try 4");
        }
    }

    /// Length of a bar in beats (quarter notes): 3 for 6/8. Exact.
    public double beatsPerBar() {
        return 4.0 * count / unit;
    }

    /// Length of one of its notes in beats (quarter notes): 0.5 for 6/8. Exact.
    public double beatsPerUnit() {
        return 4.0 / unit;
    }
}
