package eigentone.audioio.osc;

/// Time tags: seconds since 1900 in 32.32 bits, as NTP's.
public final class OscTime {
    /// At once.
    public static final long IMMEDIATELY = 1;

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private OscTime() {}

    /// @param epochNanos since 1970
    public static long ofEpochNanos(long epochNanos) {
        long seconds = Math.floorDiv(epochNanos, 1_000_000_000L);
        long nanos = Math.floorMod(epochNanos, 1_000_000_000L);
        return (seconds + SECONDS_1900_TO_1970) << 32 | (nanos << 32) / 1_000_000_000L;
    }

    /// Seconds from the second tag to the first, also across the year 2036, where tags begin anew.
    public static double seconds(long tag, long since) {
        return (tag - since) / 4294967296.0;
    }
}
