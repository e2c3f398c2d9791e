package eigentone.models.cell.vanilla;

import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;

/// A saturating feedback matrix: the plain recurrent network, as the literature trains it.
///
///     h' = tanh(W x + b + U h + c),  y = h'
///
/// Source: J. L. Elman, "Finding Structure in Time", Cognitive Science 14(2), 1990,
/// doi:10.1207/s15516709cog1402_1. Two biases, as PyTorch has them; their sum is what matters.
///
/// @param inputs channels of `in`
/// @param units cells, and channels of `out`
public record Elman(int inputs, int units) implements Recurrence {

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), h = d.state("h", units);
        d.next(h, tanh(d.affine("input", units, x).plus(d.affine("recurrent", units, h))));
        d.output("out", d.next(h));
    }
}
