package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.floor;
import static eigentone.engine.language.Functions.fma;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.List;

/// Smears a sound in time without colouring it: the brick of which early reverberators were built.
///
///     w = x + feedback w[n - D],  y = w[n - D] - feedback w
///
/// Every frequency passes at the same level; D is the whole number of frames nearest to `time`.
///
/// Source: M. Schroeder, "Natural Sounding Artificial Reverberation", JAES 10(3), 1962.
///
/// Controls: [#TIME], [#FEEDBACK].
///
/// @param channels signals side by side
public record SchroederAllpass(int channels) implements Recurrence {
    private static final double MAX_SECONDS = 0.2;

    public static final ControlSpec TIME =
            ControlSpec.exponential("time", "s", 0.0001, MAX_SECONDS, 0.011, "Time between echoes.")
                    .unsmoothed();

    public static final ControlSpec FEEDBACK =
            ControlSpec.linear("feedback", "", -0.99, 0.99, 0.6, "How long it smears.");

    public static final NodeType TYPE =
            new NodeType(
                    "schroeder-allpass",
                    "time",
                    "Smears a sound in time without colouring it.",
                    "Schroeder, JAES 10(3), 1962.",
                    List.of(Delay.CHANNELS),
                    s -> new SchroederAllpass(s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels);
        DelayLine line = d.delay("line", channels, d.frames(MAX_SECONDS) + 1);
        Vec g = d.control(FEEDBACK);
        Vec w1 = line.read(floor(d.control(TIME).times(d.sampleRateHz()).plus(0.5)));
        Vec w = fma(w1, g, x);
        d.feed(line, w);
        d.output("out", w1.minus(w.times(g)));
    }
}
