package eigentone.bench.figure;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import java.util.function.BiFunction;

/// A gated cell and a dense layer to one channel, the usual model of an amplifier.
///
///     y = w h' + b
///
/// @param cell its new h for an input
record ReadOut(String name, BiFunction<Definition, Vec, Vec> cell) implements Recurrence {
    @Override
    public void define(Definition d) {
        Vec h = cell.apply(d, d.input("in", 1));
        Vec w = d.weight("dense.weight", Shape.vector(h.length()), Initial.uniform(0.3));
        Vec b = d.weight("dense.bias", Shape.vector(1), Initial.constant(0));
        d.output("out", w.dot(h).plus(b));
    }
}
