package eigentone.analysis;

import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import eigentone.engine.node.analysis.Hearing;
import java.util.ArrayList;
import java.util.List;

/// Turns the controls of a plan's `hearing` nodes, those that a cable leads on from.
final class HearingKnobs {
    /// Controls are smooth; 94 values a second are enough.
    private static final int HOPS = 4;

    /// A change that no ear hears is none.
    private static final double STEP = 0.002;

    private static final Feature[] FEATURES = Feature.values();

    private final int[][] controls = new int[FEATURES.length][];
    private final double[] last = new double[FEATURES.length];
    private final int hop;

    /// @param hop frames from one look to the next
    HearingKnobs(Plan plan, int hop) {
        this.hop = hop;
        Patch patch = plan.patch();
        for (int f = 0; f < controls.length; f++) {
            String port = FEATURES[f].id();
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

    /// Turns what has changed, at `frame`.
    void turn(Heard h, long frame, EventSink to) {
        boolean due = h.endFrame() / hop % HOPS == 0;
        for (int f = 0; f < controls.length; f++) {
            double value = FEATURES[f].of(h);
            boolean moved = !(Math.abs(value - last[f]) < STEP) && !Double.isNaN(value);
            if (moved && (due || FEATURES[f] == Feature.ONSET)) {
                last[f] = value;
                for (int control : controls[f]) {
                    to.add(frame, EventQueue.CONTROL, control, value, 0);
                }
            }
        }
    }
}
