package eigentone.app.console;

/// Something the user asked for that cannot be: the program ends with exit code 2.
///
/// The message is one line that names the thing, the value and the remedy.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    /// What `action` returns; what it refuses as an argument is the user's mistake.
    ///
    /// @throws UsageException with the refusal's own message
    public static <T> T of(java.util.function.Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
