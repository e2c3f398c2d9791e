package eigentone.engine.run;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.graph.Plan;

/// A plan that can be played, and what controllers turn in it.
///
/// @param number by which journal and takes name it
/// @param plan compiled for the instrument's rate and blocks, and warm
public record Scene(int number, Plan plan, ControllerMap map) {}
