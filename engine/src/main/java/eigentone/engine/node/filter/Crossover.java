package eigentone.engine.node.filter;

import static eigentone.engine.language.Functions.fma;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.List;

/// Splits a sound into a low and a high part, 24 dB an octave, that add up without a dip.
///
///     B = 1 / (s^2 + k s + 1), k = sqrt(2);  low = B B x;  high = x - 2 k s B x - low
///
/// Both parts are at -6 dB and in phase at the cutoff. Their sum is the two-pole allpass
/// (s^2 - k s + 1) B, of which `high` is what `low` leaves: so s^4 B B x takes no third filter.
///
/// Source: S. Linkwitz and R. Riley, "Active crossover networks for noncoincident drivers", JAES
/// 24(1), 1976; the filters are [StateVariable]s.
///
/// Controls: [Cutoff#CUTOFF], [Cutoff#SHIFT].
///
/// @param channels signals side by side
public record Crossover(int channels) implements Recurrence {
    public static final NodeType TYPE =
            new NodeType(
                    "crossover",
                    "filter",
                    "Splits a sound into low and high parts that add up without a dip.",
                    "Linkwitz and Riley, JAES 24(1), 1976.",
                    List.of(Cutoff.CHANNELS),
                    s -> new Crossover(s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels);
        Vec g = Cutoff.integratorGain(d), k = d.constant(Math.sqrt(2));
        StateVariable first = StateVariable.of(d, "first", x, g, k);
        Vec allpass = fma(first.band(), k.times(-2), x);
        Vec low = StateVariable.of(d, "second", first.low(), g, k).low();
        d.output("low", low);
        d.output("high", allpass.minus(low));
    }
}
