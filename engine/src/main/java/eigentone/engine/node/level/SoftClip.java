package eigentone.engine.node.level;

import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Decibels;
import java.util.List;

/// Rounds off what is too loud, from warm to square; never beyond ±1.
///
///     cubic: y = u - (4 / 27) u³ for u = drive x held to -1.5..1.5
///     tanh:  y = tanh(drive x)
///
/// Both leave soft sounds as they are at a drive of 0 dB; the cubic one makes third harmonics only until it
/// reaches 1. Loud high tones alias: see [TanhShaper].
///
/// @param shape `cubic` or `tanh`
/// @param channels width of `in` and `out`
///
/// Controls: [#DRIVE].
public record SoftClip(String shape, int channels) implements Recurrence {
    public static final ControlSpec DRIVE =
            ControlSpec.linear("drive", "dB", -12, 48, 0, "Gain before the curve.");

    public static final Setting.Choice SHAPE =
            new Setting.Choice("shape", List.of("cubic", "tanh"), "The curve.");
    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Width of input and output.");

    public static final NodeType TYPE =
            new NodeType(
                    "soft-clip",
                    "level",
                    "Rounds off what is too loud.",
                    "",
                    List.of(SHAPE, CHANNELS),
                    s -> new SoftClip(s.choice("shape"), s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec driven = d.input("in", channels).times(Decibels.gain(d.control(DRIVE)));
        d.output("out", shape.equals("tanh") ? tanh(driven) : cubic(driven));
    }

    private static Vec cubic(Vec driven) {
        Vec u = driven.clamp(-1.5, 1.5);
        return u.times(u).times(-4.0 / 27).plus(1).times(u);
    }
}
