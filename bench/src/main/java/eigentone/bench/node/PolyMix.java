package eigentone.bench.node;

import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;

/// What P1 does with the sum of its voices: tanh(x / 4).
public record PolyMix() implements Recurrence {
    static final NodeType TYPE =
            NodeType.of("bench-poly-mix", "level", "P1's soft limit.", "", new PolyMix());

    @Override
    public void define(Definition d) {
        d.output("out", mixed(d.input("in", 1)));
    }

    static Vec mixed(Vec sum) {
        return tanh(sum.times(0.25));
    }
}
