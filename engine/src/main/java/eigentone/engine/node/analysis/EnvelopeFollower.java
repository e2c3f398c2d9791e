package eigentone.engine.node.analysis;

import static eigentone.engine.language.Functions.abs;
import static eigentone.engine.language.Functions.select;
import static eigentone.engine.language.Functions.sqrt;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Motion;
import java.util.List;

/// The loudness of a sound as a signal: to open filters, duck, trigger.
///
///     e' = e + (1 - e^(-1/(T rate))) (q - e),  T = attack when q > e, else release
///
///     peak: q = |x|, y = e          rms: q = x², y = sqrt(e)
///
/// With attack and release equal, `rms` is the effective value; with a shorter attack both read up to the
/// peaks.
///
/// @param reads `peak` or `rms`
/// @param channels width of `in` and `out`, each followed by itself
///
/// Controls: [#ATTACK], [#RELEASE].
public record EnvelopeFollower(String reads, int channels) implements Recurrence {
    public static final ControlSpec ATTACK =
            ControlSpec.exponential("attack", "s", 0.0001, 5, 0.01, "Time constant of rising.");
    public static final ControlSpec RELEASE =
            ControlSpec.exponential("release", "s", 0.0001, 5, 0.1, "Time constant of falling.");

    public static final Setting.Choice READS =
            new Setting.Choice(
                    "reads", List.of("peak", "rms"), "The peaks or the effective value.");
    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Width of input and output.");

    public static final NodeType TYPE =
            new NodeType(
                    "envelope-follower",
                    "analysis",
                    "The loudness of a sound as a signal.",
                    "",
                    List.of(READS, CHANNELS),
                    s -> new EnvelopeFollower(s.choice("reads"), s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels), level = d.state("level", channels);
        boolean effective = reads.equals("rms");
        Vec heard = effective ? x.times(x) : abs(x);
        Vec part =
                select(
                        level.lessThan(heard),
                        Motion.approach(d, d.control(ATTACK)),
                        Motion.approach(d, d.control(RELEASE)));
        // Rounding may carry a falling level a hair below 0.
        Vec next = Motion.add(d, "level", level, heard.minus(level).times(part)).max(0);
        d.next(level, next);
        d.output("out", effective ? sqrt(next) : next);
    }
}
