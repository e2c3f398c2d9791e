package eigentone.engine.node.source;

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

/// Single clicks: to excite resonators and strings, to test, to clock.
///
///     y = 1 in the first frame and in every 1 / rate seconds after (`periodic`),
///         in each frame where the gate opens (`gate`), or in the first frame only (`once`); else 0
///
/// A click is one frame long and not band-limited: its period jitters by a frame.
///
/// @param when `periodic`, `gate` or `once`
///
/// Controls: [#RATE] when periodic, [#GATE] when gated.
public record Impulse(String when) implements Recurrence {
    public static final ControlSpec RATE =
            ControlSpec.exponential("rate", "Hz", 0.01, 10000, 2, "Clicks per second.")
                    .unsmoothed();
    public static final ControlSpec GATE = ControlSpec.gate("gate", "Clicks when it opens.");

    public static final Setting.Choice WHEN =
            new Setting.Choice(
                    "when",
                    List.of("periodic", "gate", "once"),
                    "At a steady rate, each time the gate opens, or once at the start.");

    public static final NodeType TYPE =
            new NodeType(
                    "impulse",
                    "source",
                    "Clicks of one frame: periodic, by gate, or once.",
                    "",
                    List.of(WHEN),
                    s -> new Impulse(s.choice("when")));

    @Override
    public void define(Definition d) {
        Vec first = d.state("first", Shape.vector(1), 1);
        Vec out =
                switch (when) {
                    case "periodic" -> {
                        Vec step =
                                d.control(RATE)
                                        .times(1 / d.sampleRateHz())
                                        .min(Pitch.MAX_CYCLES_PER_FRAME);
                        // `first` carries the wrap of the last step into this frame.
                        Pitch.Phase p = Pitch.phase(d, "phase", step, 0);
                        d.next(first, select(p.unwrapped().lessThan(1), 0, 1));
                        yield first;
                    }
                    case "gate" -> {
                        Vec gate = d.control(GATE).greaterThan(0.5);
                        Vec before = d.state("gateBefore", 1);
                        d.next(before, gate);
                        d.next(first, d.constant(0.0));
                        yield gate.minus(before).max(0);
                    }
                    default -> {
                        d.next(first, d.constant(0.0));
                        yield first;
                    }
                };
        d.output("out", out);
    }
}
