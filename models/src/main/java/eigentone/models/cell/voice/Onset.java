package eigentone.models.cell.voice;

import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;

/// What sets a cell going: the first frame of all, or a strike at each new note.
public final class Onset {
    public static final ControlSpec GATE =
            ControlSpec.gate("gate", "Strikes when it opens: 1 while a key is held.");
    public static final ControlSpec VELOCITY =
            ControlSpec.linear("velocity", "", 0, 1, 1, "How hard it is struck.").unsmoothed();

    private Onset() {}

    /// 1 in the first frame after a reset, then 0: an oscillator at rest would rest for ever.
    public static Vec firstFrame(Definition d) {
        Vec begun = d.state("begun", 1);
        d.next(begun, d.constant(1));
        return d.constant(1).minus(begun);
    }

    /// The velocity in the frame in which the gate opens, else 0.
    public static Vec strike(Definition d) {
        Vec gate = d.control(GATE).greaterThan(0.5), before = d.state("gateBefore", 1);
        d.next(before, gate);
        return gate.greaterThan(before).times(d.control(VELOCITY));
    }
}
