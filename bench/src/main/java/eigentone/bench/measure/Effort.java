package eigentone.bench.measure;

/// How long a measurement may take.
///
/// @param warmUpSeconds CPU time before the first round, at least
/// @param rounds timed; their median counts
public record Effort(double warmUpSeconds, int rounds) {
    public static final Effort FULL = new Effort(1, 101);

    /// For a look, not for a table.
    public static final Effort QUICK = new Effort(0.1, 21);
}
