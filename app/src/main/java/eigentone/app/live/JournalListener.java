package eigentone.app.live;

/// Hears what took effect on stage, in order, a few milliseconds later, on the desk's thread.
@FunctionalInterface
public interface JournalListener {
    /// @param kind and the others as in [eigentone.engine.event.EventQueue]
    void event(long frame, int kind, int target, double a, double b);
}
