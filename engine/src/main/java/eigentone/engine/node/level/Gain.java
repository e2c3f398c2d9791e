package eigentone.engine.node.level;

import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Decibels;
import java.util.List;

/// Louder or softer.
///
///     y = 10^(gain / 20) x, and 0 at -96 dB
///
/// @param channels width of `in` and `out`
///
/// Controls: [#GAIN].
public record Gain(int channels) implements Recurrence {
    private static final double SILENT_DB = -96;

    public static final ControlSpec GAIN =
            ControlSpec.linear("gain", "dB", SILENT_DB, 24, 0, "Level; the lowest is silence.");

    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Width of input and output.");

    public static final NodeType TYPE =
            new NodeType(
                    "gain",
                    "level",
                    "Louder or softer, in decibels.",
                    "",
                    List.of(CHANNELS),
                    s -> new Gain(s.size("channels")));

    @Override
    public void define(Definition d) {
        d.output("out", d.input("in", channels).times(factor(d.control(GAIN))));
    }

    /// The linear gain for a knob whose lowest value is silence.
    static Vec factor(Vec db) {
        return select(db.greaterThan(SILENT_DB), Decibels.gain(db), 0.0);
    }
}
