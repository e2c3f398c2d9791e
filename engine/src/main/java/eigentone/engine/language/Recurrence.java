package eigentone.engine.language;

/// A system with memory, written once: (state, input, controls, weights) to (next state, output).
///
/// One step is one frame: a sample of audio, a frame of features or a musical event. The same
/// definition is compiled for the audio thread, differentiated for training and evaluated in
/// float64 by the reference. An implementation is a record of sizes and holds no state itself.
@FunctionalInterface
public interface Recurrence {

    /// Writes the equations of one step into `d`. Called once for each program, on any thread; must
    /// not keep `d`.
    ///
    /// @throws ShapeException when operands do not fit, naming the operator and both shapes
    void define(Definition d);

    /// The name that messages and printed programs use: the simple class name unless overridden.
    default String name() {
        return getClass().getSimpleName();
    }

    /// The only number of steps a second at which it is what it is meant to be; 0 for any. A patch
    /// that would run it at another is refused.
    default double stepsPerSecond() {
        return 0;
    }
}
