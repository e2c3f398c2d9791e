package eigentone.engine.node.modulation;

import static eigentone.engine.language.Functions.abs;
import static eigentone.engine.language.Functions.fraction;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.select;
import static eigentone.engine.language.Functions.sin2pi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import java.util.List;

/// A slow oscillator that moves other nodes: vibrato, tremolo, sweeps, drift.
///
///     y = amount(t) shape(p),  p' = p + rate / sample rate,  amount = (t - delay) / fade held to 0..1
///
/// All shapes but `random` start at 0 and rise with phase 0; `unipolar` maps -1..1 to 0..1 before the
/// fade. `random` goes from one uniform draw per cycle to the next on a smooth curve, 3 s² - 2 s³.
///
/// @param shape `sine`, `triangle`, `saw`, `square` or `random`
/// @param range `bipolar` or `unipolar`
///
/// Controls: [#RATE], [#PHASE], [#DELAY], [#FADE].
public record Lfo(String shape, String range) implements Recurrence {
    public static final ControlSpec RATE =
            ControlSpec.exponential("rate", "Hz", 0.01, 100, 1, "Cycles per second.");
    public static final ControlSpec PHASE =
            ControlSpec.linear("phase", "cycles", 0, 1, 0, "Where in its cycle it starts.")
                    .unsmoothed();
    public static final ControlSpec DELAY =
            ControlSpec.linear("delay", "s", 0, 20, 0, "Stillness at the start.").unsmoothed();
    public static final ControlSpec FADE =
            ControlSpec.linear("fade", "s", 0, 20, 0, "Time to grow in after the delay.")
                    .unsmoothed();

    public static final Setting.Choice SHAPE =
            new Setting.Choice(
                    "shape",
                    List.of("sine", "triangle", "saw", "square", "random"),
                    "Form of its motion; random drifts smoothly.");
    public static final Setting.Choice RANGE =
            new Setting.Choice("range", List.of("bipolar", "unipolar"), "-1..1 or 0..1.");

    public static final NodeType TYPE =
            new NodeType(
                    "lfo",
                    "modulation",
                    "A slow oscillator: sine, triangle, saw, square or smooth random.",
                    "",
                    List.of(SHAPE, RANGE),
                    s -> new Lfo(s.choice("shape"), s.choice("range")));

    /// Frames are counted exactly up to here in float32: 87 s at 192 kHz, longer than delay and
    /// fade.
    private static final double MOST_FRAMES = 1 << 24;

    @Override
    public void define(Definition d) {
        Vec step = d.control(RATE).times(1 / d.sampleRateHz()).min(Pitch.MAX_CYCLES_PER_FRAME);
        Pitch.Phase phase = Pitch.phase(d, "cycle", step, 0);
        Vec p = fraction(phase.now().plus(d.control(PHASE)));
        Vec y =
                switch (shape) {
                    case "sine" -> sin2pi(p);
                    case "triangle" -> triangle(p);
                    case "saw" -> fraction(p.plus(0.5)).times(2).minus(1);
                    case "square" -> select(p.lessThan(0.5), 1, -1);
                    default -> random(d, p);
                };
        Vec ranged = range.equals("unipolar") ? y.times(0.5).plus(0.5) : y;
        d.output("out", ranged.times(amount(d)));
    }

    private static Vec triangle(Vec p) {
        return abs(fraction(p.plus(0.25)).minus(0.5)).times(-4).plus(1);
    }

    private static Vec random(Definition d, Vec p) {
        Vec before = d.state("phaseBefore", Shape.vector(1), -1);
        Vec from = d.state("from", 1), to = d.state("to", 1);
        Vec draws = d.uniform(2).times(2).minus(1);
        Vec first = before.lessThan(0), turns = p.lessThan(before).max(first);
        Vec start = select(first, draws.at(1), select(turns, to, from));
        Vec end = select(turns, draws.at(0), to);
        d.next(before, p);
        d.next(from, start);
        d.next(to, end);
        return lerp(start, end, p.times(p).times(p.times(-2).plus(3)));
    }

    private static Vec amount(Definition d) {
        Vec elapsed = d.state("elapsed", 1);
        d.next(elapsed, elapsed.plus(1).min(MOST_FRAMES));
        // A fade of under a frame is a step.
        Vec fadeFrames = d.control(FADE).times(d.sampleRateHz()).max(1);
        Vec since = elapsed.minus(d.control(DELAY).times(d.sampleRateHz()));
        return since.plus(1).over(fadeFrames).clamp(0, 1);
    }
}
