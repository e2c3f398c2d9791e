package eigentone.audioio.device;

/// A device cannot be used; the message says which, why and the remedy, in one line.
public final class DeviceException extends Exception {
    private static final long serialVersionUID = 1;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
