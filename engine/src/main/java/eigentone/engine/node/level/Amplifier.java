package eigentone.engine.node.level;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import java.util.List;

/// What an envelope opens and closes: the sound times a plain number.
///
///     y = level x
///
/// A second sound on `level` instead of an envelope makes a ring modulator. For decibels see [Gain].
///
/// Controls: [#LEVEL].
///
/// @param channels width of `in` and `out`
public record Amplifier(int channels) implements Recurrence {
    public static final ControlSpec LEVEL =
            ControlSpec.linear(
                    "level",
                    "",
                    -4,
                    4,
                    1,
                    "Gain as a plain number; below 0 the wave is turned over.");

    public static final NodeType TYPE =
            new NodeType(
                    "amplifier",
                    "level",
                    "What an envelope opens and closes, or a ring modulator.",
                    "",
                    List.of(new Setting.Size("channels", 1, 16, 1, "Width of input and output.")),
                    s -> new Amplifier(s.size("channels")));

    @Override
    public void define(Definition d) {
        d.output("out", d.input("in", channels).times(d.control(LEVEL)));
    }
}
