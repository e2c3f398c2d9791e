package eigentone.engine.node.level;

import static eigentone.engine.language.Functions.abs;
import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Decibels;
import eigentone.engine.node.Motion;
import java.util.List;

/// Evens out loud and soft.
///
///     level     L = 20 log10 max |x|, over all channels
///     curve     c = (1 - 1/ratio) (k² / (2 knee) + max(0, L - threshold - knee/2)),
///                   k = L - threshold + knee/2 held to 0..knee
///     smoothing r' = r + (1 - e^(-1/(T rate))) (c - r), T = attack when c > r, else release
///     out       y = 10^((makeup - r) / 20) x
///
/// Feed-forward, all in decibels, smoothed after the curve ("smooth, branching"): the attack and release
/// times are time constants of the gain reduction, whatever the level. All channels get one gain, so a
/// stereo image stands still. Output `reduction` is r in dB.
///
/// Source: D. Giannoulis, M. Massberg, J. Reiss, "Digital Dynamic Range Compressor Design: A Tutorial
/// and Analysis", JAES 60(6), 2012, equations 4 and 16.
///
/// @param channels width of `in` and `out`
/// @param listens `own`: to its input, or `sidechain`: to port `sidechain` of the same width
///
/// Controls: [#THRESHOLD], [#RATIO], [#KNEE], [#ATTACK], [#RELEASE], [#MAKEUP].
public record Compressor(int channels, String listens) implements Recurrence {
    public static final ControlSpec THRESHOLD =
            ControlSpec.linear("threshold", "dB", -80, 0, -20, "Level above which it works.");
    public static final ControlSpec RATIO =
            ControlSpec.exponential(
                    "ratio", "", 1, 100, 4, "So many dB above the threshold become one.");
    public static final ControlSpec KNEE =
            ControlSpec.linear("knee", "dB", 0, 36, 6, "Width of the bend around the threshold.");
    public static final ControlSpec ATTACK =
            ControlSpec.exponential(
                    "attack", "s", 0.0001, 1, 0.01, "Time constant of getting softer.");
    public static final ControlSpec RELEASE =
            ControlSpec.exponential("release", "s", 0.001, 5, 0.1, "Time constant of recovering.");
    public static final ControlSpec MAKEUP =
            ControlSpec.linear("makeup", "dB", -24, 36, 0, "Gain afterwards.");

    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Width of input and output; all get one gain.");
    public static final Setting.Choice LISTENS =
            new Setting.Choice(
                    "listens",
                    List.of("own", "sidechain"),
                    "What sets the gain: its own input or another.");

    public static final NodeType TYPE =
            new NodeType(
                    "compressor",
                    "level",
                    "Evens out loud and soft, with a knee and a side chain.",
                    "Giannoulis, Massberg and Reiss, JAES 60(6), 2012",
                    List.of(CHANNELS, LISTENS),
                    s -> new Compressor(s.size("channels"), s.choice("listens")));

    /// Silence reads -120 dB; a knee of nothing must not divide by 0.
    private static final double LEAST_LEVEL = 1e-6, LEAST_KNEE_DB = 1e-3;

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels);
        Vec heard = listens.equals("sidechain") ? d.input("sidechain", channels) : x;
        Vec levelDb = Decibels.of(abs(heard).greatest().max(LEAST_LEVEL));

        Vec knee = d.control(KNEE).max(LEAST_KNEE_DB), half = knee.times(0.5);
        Vec over = levelDb.minus(d.control(THRESHOLD));
        Vec bend = over.plus(half).max(0).min(knee);
        Vec slope = d.constant(1.0).minus(d.constant(1.0).over(d.control(RATIO)));
        Vec wanted =
                bend.times(bend).over(knee.times(2)).plus(over.minus(half).max(0)).times(slope);

        Vec reduction = d.state("reduction", 1);
        Vec part =
                select(
                        reduction.lessThan(wanted),
                        Motion.approach(d, d.control(ATTACK)),
                        Motion.approach(d, d.control(RELEASE)));
        d.next(
                reduction,
                Motion.add(d, "reduction", reduction, wanted.minus(reduction).times(part)));

        Vec gain = Decibels.gain(d.control(MAKEUP).minus(d.next(reduction)));
        d.output("out", x.times(gain));
        d.output("reduction", d.next(reduction));
    }
}
