package eigentone.models.cell;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.models.cell.gated.Gru;
import eigentone.models.cell.gated.Lstm;
import eigentone.models.cell.vanilla.Elman;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// A network to be trained: layers of one kind of cell, and a dense read-out.
///
///     h_1 = cell(x),  h_k = cell(h_{k-1}),  y = W h_n + b   (+ x)
///
/// The read-out's numbers are logits where the loss is a likelihood. With `skip` the input goes
/// around the network, which then learns the difference (Wright et al. 2019, "Real-time black-box
/// modelling with recurrent neural networks", section 3).
///
/// @param cell one of [#CELLS]
/// @param inputs channels of `in`
/// @param units of each layer
/// @param layers at least 1
/// @param outputs channels of `out`
/// @param skip whether the first channels of the input are added to the output
/// @param dropout whether it has ports by which units are left out while it learns
public record Network(
        String cell, int inputs, int units, int layers, int outputs, boolean skip, boolean dropout)
        implements Recurrence {
    private static final Map<String, BiFunction<Integer, Integer, Cell>> MAKERS =
            new TreeMap<>(Map.of("elman", Elman::new, "gru", Gru::new, "lstm", Lstm::new));

    /// The kinds of cells that can be stacked.
    public static final Set<String> CELLS = Collections.unmodifiableSet(MAKERS.keySet());

    private static final int MOST_WIDE = 4096, MOST_LAYERS = 16;

    /// @throws IllegalArgumentException naming what is out of range
    public Network {
        if (!CELLS.contains(cell)) {
            throw new IllegalArgumentException(
                    "network 'cell': expected one of %s, got '%s'".formatted(CELLS, cell));
        }
        check("inputs", inputs, MOST_WIDE);
        check("units", units, MOST_WIDE);
        check("layers", layers, MOST_LAYERS);
        check("outputs", outputs, MOST_WIDE);
        if (skip && inputs < outputs) {
            throw new IllegalArgumentException(
                    "network 'skip': expected at least as many inputs as outputs, got %d and %d"
                            .formatted(inputs, outputs));
        }
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "network '%s': expected 1..%d, got %d".formatted(what, most, value));
        }
    }

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), h = x;
        for (int k = 1; k <= layers; k++) {
            Cell layer = Objects.requireNonNull(MAKERS.get(cell)).apply(h.length(), units);
            Vec below = dropped(d, k - 1, h);
            h = d.within("layer" + k, () -> layer.next(d, below));
        }
        Vec y = d.affine("dense", outputs, dropped(d, layers, h));
        d.output("out", skip ? y.plus(x.slice(0, outputs)) : y);
    }

    private Vec dropped(Definition d, int layer, Vec h) {
        return dropout ? h.times(d.input("dropout" + layer, h.length())) : h;
    }
}
