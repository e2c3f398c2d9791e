package eigentone.engine.run;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.graph.Plan;

/// A plan that can be played, and what controllers turn in it.
///
/// @param number by which journal and takes name it
/// @param plan compiled for the instrument's rate and blocks, and warm
public record Scene(int number, Plan plan, ControllerMap map) {
    /// @throws IllegalArgumentException if the plan was compiled for shorter blocks
    void check(int maxBlockFrames) {
        if (plan.maxBlockFrames() < maxBlockFrames) {
            throw new IllegalArgumentException(
                    "scene %d: expected a plan for blocks of %d frames, got %d"
                            .formatted(number, maxBlockFrames, plan.maxBlockFrames()));
        }
    }
}
