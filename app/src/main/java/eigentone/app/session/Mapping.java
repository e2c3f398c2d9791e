package eigentone.app.session;

/// A controller turns a knob or a control.
///
/// @param channel 0..15, or -1 for any
/// @param source as [eigentone.engine.event.ControllerMap] counts them
/// @param target knob's id or `node.control`
public record Mapping(int channel, int source, String target) {}
