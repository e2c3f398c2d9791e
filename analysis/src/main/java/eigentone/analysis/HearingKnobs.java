package eigentone.analysis;

import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import eigentone.engine.node.analysis.Hearing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Turns the controls of a plan's `hearing` nodes, those that a cable leads on from.
final class HearingKnobs {
    /// Controls are smooth; 94 values a second are enough.
    private static final int HOPS = 4;

    /// A change that no ear hears is none.
    private static final double STEP = 0.002;

    private static final int ONSET = 4;

    private record Feature(String port, ToDoubleFunction<Heard> value) {}

    private static final List<Feature> FEATURES =
            List.of(
                    new Feature(Hearing.PITCH.id(), Heard::pitch),
                    new Feature(Hearing.CONFIDENCE.id(), Heard::confidence),
                    new Feature(Hearing.LOUDNESS.id(), Heard::loudness),
                    new Feature(Hearing.BRIGHTNESS.id(), Heard::brightness),
                    new Feature(Hearing.ONSET.id(), HearingKnobs::onset));

    private final int[][] controls = new int[FEATURES.size()][];
    private final double[] last = new double[FEATURES.size()];
    private int hops;

    HearingKnobs(Plan plan) {
        Patch patch = plan.patch();
        for (int f = 0; f < controls.length; f++) {
            String port = FEATURES.get(f).port();
            List<Integer> found = new ArrayList<>();
            for (NodeSpec n : patch.nodes()) {
                boolean leads =
                        patch.connections().stream()
                                .anyMatch(c ->
                                        c.from().node().equals(n.id())
                                                && c.from().port().equals(port));
                if (n.type().equals(Hearing.TYPE.id()) && leads) {
                    found.add(plan.control(n.id() + "." + port));
                }
            }
            controls[f] = found.stream().mapToInt(Integer::intValue).toArray();
            last[f] = Double.NaN;
        }
    }

    private static double onset(Heard h) {
        return h.isOnset() ? Heard.loudness(h.onsetDb()) : 0;
    }

    /// Turns what has changed, at `frame`.
    void turn(Heard h, long frame, EventSink to) {
        boolean due = hops++ % HOPS == 0;
        for (int f = 0; f < controls.length; f++) {
            double value = FEATURES.get(f).value().applyAsDouble(h);
            boolean moved = !(Math.abs(value - last[f]) < STEP) && !Double.isNaN(value);
            if (moved && (due || f == ONSET)) {
                last[f] = value;
                for (int control : controls[f]) {
                    to.add(frame, EventQueue.CONTROL, control, value, 0);
                }
            }
        }
    }
}
