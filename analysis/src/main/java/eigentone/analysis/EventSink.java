package eigentone.analysis;

/// Where events go that hearing makes; [eigentone.engine.event.EventQueue#add] is one.
@FunctionalInterface
public interface EventSink {
    /// The parameters are those of [eigentone.engine.event.EventQueue#add], in order of the frames.
    ///
    /// @return whether there was room
    boolean add(long frame, int kind, int target, double a, double b);
}
