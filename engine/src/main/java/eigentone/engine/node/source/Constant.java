package eigentone.engine.node.source;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;

/// A steady value from a knob, to offset or drive other nodes.
///
///     y = value
///
/// Controls: [#VALUE].
public record Constant() implements Recurrence {
    public static final ControlSpec VALUE =
            ControlSpec.linear("value", "", -1000, 1000, 1, "What comes out.");

    public static final NodeType TYPE =
            NodeType.of("constant", "source", "A steady value.", "", new Constant());

    @Override
    public void define(Definition d) {
        d.output("out", d.control(VALUE));
    }
}
