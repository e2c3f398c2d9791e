package eigentone.engine.node.filter;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.List;

/// The clean resonant filter: low, band, high, notch and peak at once, 12 dB an octave.
///
///     band = k v1,  low = v2,  notch = x - k v1,  high = notch - v2,  peak = v2 - high
///
/// with v1, v2 of the two-integrator loop ([StateVariable]), g = tan(pi cutoff / rate), k = 1/q.
///
/// Source: Simper 2013; Zavalishin, "The Art of VA Filter Design", 2018, ch. 4. We scale `band` to
/// 0 dB at the cutoff, so that it does not grow with q; low and high reach q there, peak 2 q.
///
/// Controls: [Cutoff#CUTOFF], [Cutoff#SHIFT], [Cutoff#Q].
///
/// @param channels signals side by side
public record Svf(int channels) implements Recurrence {
    public static final NodeType TYPE =
            new NodeType(
                    "svf",
                    "filter",
                    "The clean resonant filter: low, band, high, notch and peak at once.",
                    "Simper, Solving the continuous SVF equations, Cytomic 2013; Zavalishin 2018,"
                            + " ch. 4. The band output is scaled to 0 dB at the cutoff.",
                    List.of(Cutoff.CHANNELS),
                    s -> new Svf(s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels);
        Vec g = Cutoff.integratorGain(d);
        Vec k = d.constant(1).over(d.control(Cutoff.Q));
        StateVariable loop = StateVariable.of(d, "loop", x, g, k);
        Vec band = loop.band().times(k);
        Vec notch = x.minus(band);
        Vec high = notch.minus(loop.low());
        d.output("low", loop.low());
        d.output("band", band);
        d.output("high", high);
        d.output("notch", notch);
        d.output("peak", loop.low().minus(high));
    }
}
