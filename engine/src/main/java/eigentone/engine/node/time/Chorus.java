package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.matvec;
import static eigentone.engine.language.Functions.sin2pi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import java.util.List;

/// One player becomes several, side by side: each is a little late and never quite on pitch.
///
///     v_i = line[time (1 + depth sin(2 pi (p + i/V)))],  p' = p + rate
///     y = x + mix (pan v - x)
///
/// The voices stand from left to right at equal power; together they are as loud as the input.
///
/// Source: J. Dattorro, "Effect Design 2: Delay-Line Modulation and Chorus", JAES 45(10), 1997; we
/// interpolate by third-order Lagrange.
///
/// Controls: [#TIME], [#DEPTH], [#RATE], [#MIX].
///
/// @param voices delayed players
/// @param channels of the input, 1 or 2; the output is stereo
public record Chorus(int voices, int channels) implements Recurrence {
    public static final ControlSpec TIME =
            ControlSpec.exponential("time", "s", 0.002, 0.05, 0.015, "How late the players are.");

    public static final ControlSpec DEPTH =
            ControlSpec.linear("depth", "", 0, 0.9, 0.2, "How much they waver, as a part of time.");

    public static final ControlSpec RATE =
            ControlSpec.exponential("rate", "Hz", 0.02, 10, 0.6, "How fast they waver.");

    public static final ControlSpec MIX =
            ControlSpec.linear("mix", "", 0, 1, 0.5, "0: the input alone, 1: the players alone.");

    public static final NodeType TYPE =
            new NodeType(
                    "chorus",
                    "time",
                    "One player becomes several, side by side.",
                    "Dattorro, JAES 45(10), 1997; third-order Lagrange interpolation.",
                    List.of(
                            new Setting.Size("voices", 1, 8, 4, "Delayed players."),
                            new Setting.Size("channels", 1, 2, 1, "Channels of the input.")),
                    s -> new Chorus(s.size("voices"), s.size("channels")));

    @Override
    public void define(Definition d) {
        double rate = d.sampleRateHz();
        Vec x = d.input("in", channels);
        int longest = d.frames(TIME.max() * (1 + DEPTH.max())) + 3;
        DelayLine line = d.delay("line", voices, longest);

        int[] sources = new int[voices];
        double[] starts = new double[voices];
        double[][] pan = new double[2][voices];
        for (int i = 0; i < voices; i++) {
            sources[i] = i % channels;
            starts[i] = (double) i / voices;
            double angle = Math.PI / 2 * (i + 0.5) / voices;
            pan[0][i] = Math.cos(angle) * Math.sqrt(2.0 / voices);
            pan[1][i] = Math.sin(angle) * Math.sqrt(2.0 / voices);
        }
        d.feed(line, x.gather(sources));

        Vec phase = Pitch.phase(d, "waver", d.control(RATE).times(1 / rate), 0).now();
        Vec waver = sin2pi(d.constant(starts).plus(phase)).times(d.control(DEPTH));
        Vec frames = d.control(TIME).times(rate);
        Vec players = line.readCubic(fma(waver, frames, frames).max(2));

        Vec dry = channels == 1 ? x.repeat(2) : x;
        d.output("out", lerp(dry, matvec(d.constant(pan), players), d.control(MIX)));
    }
}
