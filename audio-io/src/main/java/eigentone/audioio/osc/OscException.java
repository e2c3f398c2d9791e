package eigentone.audioio.osc;

/// A packet that is no OSC, or a message that makes no sense here; the message says why, in one
/// line.
public final class OscException extends Exception {
    private static final long serialVersionUID = 1;

    OscException(String message) {
        super(message);
    }
}
