package eigentone.models.cell;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;

/// A cell of the literature: a layer of units that hears a vector and says its new state.
///
/// By itself it is a node with the ports `in` and `out`; in a [Network] it is a layer of a network.
public interface Cell extends Recurrence {
    /// Channels that come in.
    int inputs();

    /// Units, and channels that go out.
    int units();

    /// What the units say to `x`, for a larger definition; `d` gets this cell's states and weights.
    Vec next(Definition d, Vec x);

    @Override
    default void define(Definition d) {
        d.output("out", next(d, d.input("in", inputs())));
    }
}
