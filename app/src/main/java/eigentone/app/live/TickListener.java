package eigentone.app.live;

/// Work that the desk does about a hundred times a second.
@FunctionalInterface
public interface TickListener {
    /// @param upTo the instrument's frame up to which the journal has been heard
    void tick(long upTo);
}
