package eigentone.engine.graph;

import eigentone.engine.catalog.NodeCatalog;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Vec;
import java.util.List;

/// Small nodes whose output can be worked out by hand.
public final class TestNodes implements NodeCatalog {
    private static final ControlSpec PITCH =
            ControlSpec.linear("pitch", "", -24, 151, 0, "semitones").unsmoothed();
    private static final ControlSpec LEVEL = ControlSpec.linear("level", "", -10, 10, 1, "level");
    private static final ControlSpec GATE = ControlSpec.gate("gate", "held");

    @Override
    public List<NodeType> types() {
        return List.of(
                node(
                        "test-ramp",
                        d -> {
                            Vec phase = d.state("phase", 1);
                            Vec step =
                                    Functions.exp2(d.control(PITCH).minus(69).over(12))
                                            .times(440 / d.sampleRateHz());
                            d.next(phase, Functions.fraction(phase.plus(step)));
                            d.output("out", phase.times(2).minus(1).times(d.control(LEVEL)));
                        }),
                node(
                        "test-gate",
                        d -> {
                            Vec level = d.state("level", 1);
                            Vec gate = d.control(GATE);
                            d.next(
                                    level,
                                    Functions.lerp(
                                            level, gate, Functions.select(gate, 0.01, 0.002)));
                            d.output("out", level.times(d.input("in", 1)));
                        }),
                node("test-gain", d -> d.output("out", d.input("in", 1).times(d.control(LEVEL)))),
                node(
                        "test-noise",
                        d -> d.output("out", d.uniform(1).minus(0.5).times(d.control(LEVEL)))),
                node(
                        "test-counter",
                        d -> {
                            Vec n = d.state("n", 1);
                            d.next(n, n.plus(1));
                            d.output("out", n);
                        }),
                node("test-inverse", d -> d.output("out", d.constant(1).over(d.input("in", 1)))),
                node(
                        "test-pole",
                        d -> {
                            Vec n = d.state("n", 1);
                            d.next(n, n.plus(1));
                            d.output("out", d.control(LEVEL).over(n.minus(100)));
                        }),
                node(
                        "test-stereo",
                        d -> {
                            Vec in = d.input("in", 1);
                            d.output("out", Functions.concat(in, in.negate()));
                        }));
    }

    private static NodeType node(String id, eigentone.engine.language.Recurrence r) {
        return NodeType.of(id, "source", "For tests.", "", r);
    }
}
