package eigentone.engine.graph;

import java.util.Map;

/// One node of a patch.
///
/// @param id lower-case name, unique within the patch
/// @param type id of a node type, see [eigentone.engine.catalog.Nodes]
/// @param perVoice whether each playing note has its own (a lane of one kernel) or all share one
/// @param settings what is fixed when the patch is built, see [eigentone.engine.catalog.Settings]
/// @param controls values of knobs that differ from their initial ones, in the knobs' units
/// @param rate how often it makes a step
/// @param weightSeed fills random weights
public record NodeSpec(
        String id,
        String type,
        boolean perVoice,
        Map<String, Object> settings,
        Map<String, Double> controls,
        Rate rate,
        long weightSeed) {

    public NodeSpec {
        if (!id.matches("[a-z][A-Za-z0-9-]*") || Endpoint.RESERVED.contains(id)) {
            throw new IllegalArgumentException(
                    "node '%s': expected an id like 'filter', not one of %s"
                            .formatted(id, Endpoint.RESERVED));
        }
        settings = Map.copyOf(settings);
        controls = Map.copyOf(controls);
    }

    /// A node at audio rate with the given knobs.
    public static NodeSpec of(
            String id,
            String type,
            boolean perVoice,
            Map<String, Object> settings,
            Map<String, Double> controls) {
        return new NodeSpec(id, type, perVoice, settings, controls, Rate.AUDIO, 1);
    }
}
