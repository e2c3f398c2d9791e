package eigentone.engine.node.filter;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.List;

/// The gentlest filter, 6 dB an octave: a warmer low part and a brighter high part that add up to
/// the input.
///
///     v = (x - s) g / (1 + g),  low = v + s,  s' = low + v,  high = x - low
///
/// Source: V. Zavalishin, "The Art of VA Filter Design", 2018, 3.10: the trapezoidal one-pole, g =
/// tan(pi cutoff / rate).
///
/// Controls: [Cutoff#CUTOFF], [Cutoff#SHIFT].
///
/// @param channels signals side by side
public record OnePole(int channels) implements Recurrence {
    public static final NodeType TYPE =
            new NodeType(
                    "one-pole",
                    "filter",
                    "The gentlest filter: low and high parts at 6 dB an octave.",
                    "Zavalishin, The Art of VA Filter Design, 2018, 3.10.",
                    List.of(Cutoff.CHANNELS),
                    s -> new OnePole(s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels), s = d.state("low", channels);
        Vec g = Cutoff.integratorGain(d);
        Vec v = x.minus(s).times(g.over(g.plus(1)));
        Vec low = v.plus(s);
        d.next(s, low.plus(v));
        d.output("low", low);
        d.output("high", x.minus(low));
    }
}
