package eigentone.engine.node.modulation;

import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import java.util.List;

/// Takes a value at each clock tick and holds it: stepped random, stairs from slopes.
///
///     y = x in the frame of a tick, else y as before
///
/// @param takes `noise`: a uniform draw in -1..1, or `input`: port `in`
/// @param clock `rate`: ticks by the knob, the first at the start, or `input`: port `clock` rising through
/// 0.5
///
/// Controls: [#RATE] when the clock is the rate.
public record SampleAndHold(String takes, String clock) implements Recurrence {
    public static final ControlSpec RATE =
            ControlSpec.exponential("rate", "Hz", 0.01, 1000, 4, "Ticks per second.");

    public static final Setting.Choice TAKES =
            new Setting.Choice("takes", List.of("noise", "input"), "What is held.");
    public static final Setting.Choice CLOCK =
            new Setting.Choice("clock", List.of("rate", "input"), "What makes it tick.");

    public static final NodeType TYPE =
            new NodeType(
                    "sample-and-hold",
                    "modulation",
                    "Takes a value at each tick and holds it.",
                    "",
                    List.of(TAKES, CLOCK),
                    s -> new SampleAndHold(s.choice("takes"), s.choice("clock")));

    @Override
    public void define(Definition d) {
        Vec x = takes.equals("input") ? d.input("in", 1) : d.uniform(1).times(2).minus(1);
        Vec held = d.state("held", 1);
        d.next(held, select(clock.equals("input") ? ticksOf(d) : steadyTicks(d), x, held));
        d.output("out", d.next(held));
    }

    private static Vec ticksOf(Definition d) {
        Vec high = d.input("clock", 1).greaterThan(0.5), before = d.state("clockBefore", 1);
        d.next(before, high);
        return high.minus(before).max(0);
    }

    private static Vec steadyTicks(Definition d) {
        Vec tick = d.state("tick", Shape.vector(1), 1);
        Vec step = d.control(RATE).times(1 / d.sampleRateHz()).min(Pitch.MAX_CYCLES_PER_FRAME);
        d.next(tick, select(Pitch.phase(d, "phase", step, 0).unwrapped().lessThan(1), 0, 1));
        return tick;
    }
}
