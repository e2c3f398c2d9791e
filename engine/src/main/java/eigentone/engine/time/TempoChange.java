package eigentone.engine.time;

/// From this tick on, a beat (quarter note) lasts so long.
///
/// @param tick 0 or more
/// @param microsPerBeat microseconds a beat, above 0: the unit of MIDI files, whose whole numbers
///   keep all of the arithmetic exact
public record TempoChange(long tick, double microsPerBeat) {
    /// The tempo of a score that does not say: 120 beats a minute (SMF 1.0).
    public static final double DEFAULT_MICROS_PER_BEAT = 500_000;

    /// @throws IllegalArgumentException if the tick is negative or the length not above 0 and
    ///   finite
    public TempoChange {
        if (tick < 0) {
            throw new IllegalArgumentException(
                    "tempo 'tick': expected 0 or more, got " + tick + "; try 0");
        }
        if (!(microsPerBeat > 0 && microsPerBeat < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "tempo 'microsPerBeat': expected more than 0 us, got "
                            + microsPerBeat
                            + " us; try 500000 us, which is 120 beats a minute");
        }
    }

    /// The change to a tempo in beats (quarter notes) a minute.
    public static TempoChange beatsPerMinute(long tick, double beatsPerMinute) {
        return new TempoChange(tick, 60e6 / beatsPerMinute);
    }

    /// Quarter notes a minute.
    public double beatsPerMinute() {
        return 60e6 / microsPerBeat;
    }
}
