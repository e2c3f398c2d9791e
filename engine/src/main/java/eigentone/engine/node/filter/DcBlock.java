package eigentone.engine.node.filter;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.List;

/// Takes away a constant offset and leaves the sound: a high-pass at 5 Hz.
///
///     v = (x - s) g / (1 + g),  y = x - v - s,  s' = s + 2 v,  g = tan(pi 5 Hz / rate)
///
/// Source: as [OnePole]. At 20 Hz it takes 0.26 dB.
///
/// @param channels signals side by side
public record DcBlock(int channels) implements Recurrence {
    /// Two octaves below the lowest note that is heard as a tone.
    public static final double CUTOFF_HZ = 5;

    public static final NodeType TYPE =
            new NodeType(
                    "dc-block",
                    "filter",
                    "Takes away a constant offset: a high-pass at 5 Hz.",
                    "Zavalishin, The Art of VA Filter Design, 2018, 3.10.",
                    List.of(Cutoff.CHANNELS),
                    s -> new DcBlock(s.size("channels")));

    @Override
    public void define(Definition d) {
        d.output("out", of(d, "offset", d.input("in", channels)));
    }

    /// `x` without its offset, for nodes that must not store one; adds the state `name`.
    public static Vec of(Definition d, String name, Vec x) {
        double g = Math.tan(Math.PI * CUTOFF_HZ / d.sampleRateHz());
        Vec s = d.state(name, x.length());
        Vec v = x.minus(s).times(g / (1 + g));
        d.next(s, v.times(2).plus(s));
        return x.minus(v).minus(s);
    }
}
