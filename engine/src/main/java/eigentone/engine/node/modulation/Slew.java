package eigentone.engine.node.modulation;

import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Motion;
import java.util.List;

/// Limits how fast a signal may rise and fall: glides between steps, rounds edges.
///
///     y' = y + max(-down / rate, min(up / rate, x - y)),  y = x in the first frame
///
/// @param channels width of `in` and `out`
///
/// Controls: [#UP], [#DOWN].
public record Slew(int channels) implements Recurrence {
    public static final ControlSpec UP =
            ControlSpec.exponential("up", "1/s", 0.01, 1e6, 10, "Fastest rise per second.");
    public static final ControlSpec DOWN =
            ControlSpec.exponential("down", "1/s", 0.01, 1e6, 10, "Fastest fall per second.");

    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Width of input and output.");

    public static final NodeType TYPE =
            new NodeType(
                    "slew",
                    "modulation",
                    "Limits how fast a signal may rise and fall.",
                    "",
                    List.of(CHANNELS),
                    s -> new Slew(s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels), y = d.state("y", channels);
        Vec first = d.state("first", Shape.vector(1), 1);
        d.next(first, d.constant(0.0));
        double frame = 1 / d.sampleRateHz();
        Vec up = d.control(UP).times(frame), down = d.control(DOWN).times(frame);
        Vec gap = x.minus(y);
        Vec moved = Motion.add(d, "y", y, gap.min(up).max(down.negate()));
        // Within one step the target is met exactly, whatever was carried.
        Vec near = gap.lessThan(up).times(gap.negate().lessThan(down));
        d.next(y, select(near.max(first), x, moved));
        d.output("out", d.next(y));
    }
}
