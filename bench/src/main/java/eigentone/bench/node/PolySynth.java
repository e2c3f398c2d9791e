package eigentone.bench.node;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;

/// P1 as one node: the sixteen voices of [PolyVoice] as entries of vectors, mixed by [PolyMix].
public record PolySynth() implements Recurrence {
    static final NodeType TYPE =
            NodeType.of("bench-poly", "source", "P1: sixteen voices, mono.", "", new PolySynth());

    @Override
    public void define(Definition d) {
        d.output("out", PolyMix.mixed(PolyVoice.sound(d, PolyVoice.VOICES, d::constant).sum()));
    }
}
