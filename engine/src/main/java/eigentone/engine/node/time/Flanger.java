package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.lerp;
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

/// The jet: a sound against its own slightly late copy, whose notches sweep.
///
///     D = 2 + time rate (1 - depth sin(2 pi p)) / 2,  w = line[D],  line <- x + feedback w
///     y = dry + mix (w - dry)
///
/// The dry sound is x, or, `through-zero`, x as late as the middle of the sweep: then the copy
/// overtakes it twice a cycle, as with two tapes.
///
/// Source: J. Dattorro, "Effect Design 2: Delay-Line Modulation and Chorus", JAES 45(10), 1997.
///
/// Controls: [#TIME], [#DEPTH], [#RATE], [#FEEDBACK], [#MIX].
///
/// @param throughZero whether the dry sound is delayed
/// @param channels signals side by side, each a quarter of a cycle behind the one before
public record Flanger(boolean throughZero, int channels) implements Recurrence {
    /// The least that the cubic interpolation reads.
    private static final double LEAST_FRAMES = 2;

    public static final ControlSpec TIME =
            ControlSpec.exponential("time", "s", 0.0005, 0.02, 0.005, "How late the copy comes.")
                    .withSmoothing(0.1);

    public static final ControlSpec DEPTH =
            ControlSpec.linear("depth", "", 0, 1, 0.8, "How far the sweep goes.");

    public static final ControlSpec RATE =
            ControlSpec.exponential("rate", "Hz", 0.02, 10, 0.2, "How fast the sweep goes.");

    public static final ControlSpec FEEDBACK =
            ControlSpec.linear("feedback", "", -0.99, 0.99, 0.4, "How sharp the notches are.");

    public static final ControlSpec MIX =
            ControlSpec.linear("mix", "", 0, 1, 0.5, "0: the input alone, 1: the copy alone.");

    public static final NodeType TYPE =
            new NodeType(
                    "flanger",
                    "time",
                    "The jet: a sound against its own slightly late copy.",
                    "Dattorro, JAES 45(10), 1997.",
                    List.of(
                            new Setting.Choice(
                                    "dry",
                                    List.of("now", "through-zero"),
                                    "Whether the copy only follows the dry sound or also overtakes it."),
                            Delay.CHANNELS),
                    s -> new Flanger(s.choice("dry").equals("through-zero"), s.size("channels")));

    @Override
    public void define(Definition d) {
        double rate = d.sampleRateHz();
        Vec x = d.input("in", channels);
        int longest = d.frames(TIME.max()) + 5;
        DelayLine line = d.delay("line", channels, longest);

        double[] starts = new double[channels];
        for (int i = 0; i < channels; i++) {
            starts[i] = -0.25 * i;
        }
        Vec phase = Pitch.phase(d, "sweep", d.control(RATE).times(1 / rate), 0).now();
        Vec sweep = sin2pi(d.constant(starts).plus(phase)).times(d.control(DEPTH));
        Vec middle = d.control(TIME).times(rate / 2);
        Vec copy = line.readCubic(middle.minus(middle.times(sweep)).plus(LEAST_FRAMES));
        d.feed(line, fma(copy, d.control(FEEDBACK), x).clamp(-Delay.LIMIT, Delay.LIMIT));

        Vec dry = x;
        if (throughZero) {
            DelayLine late = d.delay("late", channels, longest);
            d.feed(late, x);
            dry = late.readCubic(middle.plus(LEAST_FRAMES));
        }
        d.output("out", lerp(dry, copy, d.control(MIX)));
    }
}
