package eigentone.engine.language;

/// Which draw an [Operator#UNIFORM] makes in its first entry; the other entries follow.
///
/// @param stream whose draws: the place in [eigentone.engine.program.Program#streams()]
/// @param index among the draws of one step of that stream
public record Draw(int stream, int index) {}
