package eigentone.engine.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is connected to what: an immutable description, checked when it is compiled to a [Plan].
///
/// @param name for messages
/// @param voices how many notes can sound at once, 0..64; 0 for an effect or a generator without
///   notes
/// @param inputChannels width of the audio input `in.out`, 0..16
/// @param outputChannels width of the audio output `out.in`, 1..16
/// @param nodes in the order that decides where a cycle's delay lies
/// @param connections the cables
public record Patch(
        String name,
        int voices,
        int inputChannels,
        int outputChannels,
        List<NodeSpec> nodes,
        List<Connection> connections) {
    public static final int MAX_VOICES = 64;
    public static final int MAX_CHANNELS = 16;

    public Patch {
        nodes = List.copyOf(nodes);
        connections = List.copyOf(connections);
        range(name, "voices", voices, 0, MAX_VOICES);
        range(name, "input channels", inputChannels, 0, MAX_CHANNELS);
        range(name, "output channels", outputChannels, 1, MAX_CHANNELS);
        Set<String> ids = new HashSet<>();
        for (NodeSpec n : nodes) {
            if (!ids.add(n.id())) {
                throw new IllegalArgumentException(
                        "patch '%s': expected each node once, got a second '%s'"
                                .formatted(name, n.id()));
            }
            if (n.perVoice() && voices == 0) {
                throw new IllegalArgumentException(
                        "patch '%s', node '%s': expected at least one voice for a node per voice, got 0"
                                .formatted(name, n.id()));
            }
        }
    }

    private static void range(String patch, String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "patch '%s': expected %d..%d %s, got %d"
                            .formatted(patch, min, max, what, value));
        }
    }

    /// The node called `id`.
    ///
    /// @throws IllegalArgumentException naming the nodes there are
    public NodeSpec node(String id) {
        for (NodeSpec n : nodes) {
            if (n.id().equals(id)) {
                return n;
            }
        }
        throw new IllegalArgumentException(
                "patch '%s': expected a node among %s, got '%s'"
                        .formatted(name, nodes.stream().map(NodeSpec::id).toList(), id));
    }
}
