package eigentone.engine.language;

/// Something that a recurrence declares by name: a port, knob, memory or weight. `index` counts
/// within its kind, in order of declaration.
public sealed interface Slot {
    String name();

    int index();

    /// An input port of `width` channels.
    record Input(String name, int width, int index) implements Slot {}

    /// An output port of `width` channels.
    record Output(String name, int width, int index) implements Slot {}

    /// A knob, constant within a frame; one value for each lane.
    record Control(String name, ControlSpec spec, int index) implements Slot {}

    /// Memory of one step; `initial` is its value after a reset.
    record State(String name, Shape shape, double initial, int index) implements Slot {}

    /// A delay line of `width` channels that can be read 1 to `maxFrames` steps back.
    record Delay(String name, int width, int maxFrames, int index) implements Slot {}

    /// Shared, trained numbers; a matrix is [outputs x inputs], row-major.
    record Weight(String name, Shape shape, Initial initial, int index) implements Slot {}
}
