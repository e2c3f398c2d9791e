package eigentone.engine.graph;

/// A cable: `amount` times what comes out at `from` is added to what goes in at `to`.
///
/// `to` is an input port or a control. A control's value is its knob plus all that is connected to
/// it, in the control's unit and held to its range. Widths must be equal, or the source mono; all
/// sources of a port are summed. Cables may form cycles: in a cycle, each cable that leads from a
/// node to itself or to one named earlier in the patch carries `delayFrames`, at least one frame.
///
/// @param delayFrames 0 or more; only a cable that closes a cycle may have any. A cycle whose
///   cables all are longer runs in longer blocks
public record Connection(Endpoint from, Endpoint to, double amount, int delayFrames) {
    public Connection {
        if (!Double.isFinite(amount)) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a finite amount, got %s"
                            .formatted(from, to, amount));
        }
        if (delayFrames < 0 || delayFrames > 1 << 20) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a delay of 0..1048576 frames, got %d"
                            .formatted(from, to, delayFrames));
        }
    }

    /// `from` and `to` as in [Endpoint#parse]; ports `out` and `in` unless said.
    public static Connection of(String from, String to, double amount) {
        return new Connection(Endpoint.parse(from, "out"), Endpoint.parse(to, "in"), amount, 0);
    }

    public static Connection of(String from, String to) {
        return of(from, to, 1);
    }
}
