package eigentone.engine.node.level;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.List;

/// Adds several sounds, each at its level.
///
///     y = sum over i of 10^(level_i / 20) x_i, a level of -96 dB being silence
///
/// @param inputs how many ports there are: `in1`, `in2`, ..
/// @param channels width of each of them and of `out`
///
/// Controls: [#level] for each input: `level1`, `level2`, ..
public record Mix(int inputs, int channels) implements Recurrence {
    public static final Setting.Size INPUTS =
            new Setting.Size("inputs", 1, 16, 2, "How many sounds.");
    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Width of each of them and of the sum.");

    public static final NodeType TYPE =
            new NodeType(
                    "mix",
                    "level",
                    "Adds sounds, each at its level.",
                    "",
                    List.of(INPUTS, CHANNELS),
                    s -> new Mix(s.size("inputs"), s.size("channels")));

    /// The knob of input `i`, counted from 1.
    public static ControlSpec level(int i) {
        return ControlSpec.linear("level" + i, "dB", -96, 24, 0, "Level of input " + i + ".");
    }

    @Override
    public void define(Definition d) {
        Vec sum = d.constant(0.0);
        for (int i = 1; i <= inputs; i++) {
            sum = sum.plus(d.input("in" + i, channels).times(Gain.factor(d.control(level(i)))));
        }
        d.output("out", sum);
    }
}
