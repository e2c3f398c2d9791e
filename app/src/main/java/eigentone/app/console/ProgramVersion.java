package eigentone.app.console;

/// Which Eigentone this is.
public final class ProgramVersion {
    public static final String TEXT = "0.1.0-SNAPSHOT";

    private ProgramVersion() {}
}
