package eigentone.presets;

import eigentone.engine.graph.Connection;
import eigentone.engine.graph.Endpoint;
import eigentone.engine.graph.NoteSource;
import eigentone.models.file.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that a cable's two ends exist and are as wide as each other.
///
/// @param inputs channels of the patch's input
/// @param outputs channels of the patch's output
/// @param nodes by id
record Plugs(int inputs, int outputs, Map<String, Ports> nodes) {

    /// @throws IllegalArgumentException saying what does not fit
    void check(Connection c) {
        Endpoint from = c.from(), to = c.to();
        int source = channels(from, fromWidth(from));
        int sink = toWidth(to);
        if (to.channel() >= 0) {
            throw new IllegalArgumentException(
                    "expected all channels of the destination, got '"
                            + to
                            + "'; choose channels at the source");
        }
        boolean event = from.node().equals(Endpoint.NOTE) || from.node().equals(Endpoint.CLOCK);
        if (event && !isControl(to)) {
            throw new IllegalArgumentException(
                    "expected '%s' to drive a control, got port '%s'".formatted(from, to));
        }
        if (source != 1 && source != sink) {
            throw new IllegalArgumentException(
                    "expected equal widths or a mono source, got %s with %d and %s with %d channels; try one channel like %s[0]"
                            .formatted(from, source, to, sink, from));
        }
    }

    private boolean isControl(Endpoint e) {
        Ports node = nodes.get(e.node());
        return node != null && node.controls().containsKey(e.port());
    }

    private int fromWidth(Endpoint e) {
        return switch (e.node()) {
            case Endpoint.INPUT -> port(e, Map.of("out", inputs), List.of());
            case Endpoint.CLOCK -> port(e, Map.of("tempo", 1), List.of());
            case Endpoint.NOTE -> {
                NoteSource.of(e.port());
                yield 1;
            }
            case Endpoint.OUTPUT ->
                    throw new IllegalArgumentException(
                            "expected a source, got '" + e + "', which is the patch's output");
            default -> port(e, node(e).outputs(), List.of());
        };
    }

    private int toWidth(Endpoint e) {
        return switch (e.node()) {
            case Endpoint.OUTPUT -> port(e, Map.of("in", outputs), List.of());
            case Endpoint.INPUT, Endpoint.CLOCK, Endpoint.NOTE ->
                    throw new IllegalArgumentException(
                            "expected a destination, got '" + e + "', which is a source");
            default -> {
                Ports node = node(e);
                yield node.controls().containsKey(e.port())
                        ? 1
                        : port(e, node.inputs(), node.controls().keySet());
            }
        };
    }

    private Ports node(Endpoint e) {
        Ports node = nodes.get(e.node());
        if (node == null) {
            List<String> known = new ArrayList<>(nodes.keySet());
            known.addAll(Set.of(Endpoint.INPUT, Endpoint.OUTPUT, Endpoint.NOTE, Endpoint.CLOCK));
            throw new IllegalArgumentException(
                    "expected a node, got '" + e.node() + "'" + Nearest.remedy(e.node(), known));
        }
        return node;
    }

    private static int port(Endpoint e, Map<String, Integer> ports, Collection<String> controls) {
        Integer width = ports.get(e.port());
        if (width == null) {
            List<String> known = new ArrayList<>(ports.keySet());
            known.addAll(controls);
            throw new IllegalArgumentException(
                    "node '%s': expected a port, got '%s'".formatted(e.node(), e.port())
                            + Nearest.remedy(e.port(), known));
        }
        return width;
    }

    /// How many channels of `width` the endpoint means.
    private static int channels(Endpoint e, int width) {
        if (e.channel() >= width) {
            throw new IllegalArgumentException(
                    "'%s': expected a channel below %d, got %d".formatted(e, width, e.channel()));
        }
        return e.channel() < 0 ? width : 1;
    }
}
