package eigentone.engine.node.level;

import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.cos2pi;
import static eigentone.engine.language.Functions.sin2pi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;

/// Places a mono sound between left and right with equal power.
///
///     left = cos(a) x, right = sin(a) x,  a = (position + 1) pi / 4
///
/// In the middle both are -3 dB. Out is left and right.
///
/// Controls: [#POSITION].
public record Pan() implements Recurrence {
    public static final ControlSpec POSITION =
            ControlSpec.linear("position", "", -1, 1, 0, "-1 is left, 1 is right.");

    public static final NodeType TYPE =
            NodeType.of("pan", "level", "Places a mono sound in stereo.", "", new Pan());

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", 1);
        Vec angleCycles = d.control(POSITION).plus(1).times(1.0 / 8);
        d.output("out", concat(cos2pi(angleCycles), sin2pi(angleCycles)).times(x));
    }
}
