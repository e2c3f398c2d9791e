package eigentone.engine.node.source;

import static eigentone.engine.language.Functions.sin2pi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.node.Pitch;

/// A sine tone, the plainest sound there is.
///
///     y = sin(2 pi p),  p' = p + f / rate, in cycles
///
/// Controls: [Pitch#PITCH].
public record Sine() implements Recurrence {
    public static final NodeType TYPE =
            NodeType.of("sine", "source", "A sine tone at a pitch.", "", new Sine());

    @Override
    public void define(Definition d) {
        d.output("out", sin2pi(Pitch.phase(d, "phase", Pitch.cyclesPerFrame(d), 0).now()));
    }
}
