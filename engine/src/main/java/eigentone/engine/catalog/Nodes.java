package eigentone.engine.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// Every node type on the class path.
public final class Nodes {
    private static final Map<String, NodeType> ALL = load();

    private Nodes() {}

    private static Map<String, NodeType> load() {
        Map<String, NodeType> all = new TreeMap<>();
        for (NodeCatalog catalog : ServiceLoader.load(NodeCatalog.class)) {
            for (NodeType type : catalog.types()) {
                if (all.put(type.id(), type) != null) {
                    throw new IllegalStateException(
                            "node type '%s': expected one, got a second from %s"
                                    .formatted(type.id(), catalog.getClass().getName()));
                }
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /// All types in order of their ids.
    public static List<NodeType> all() {
        return List.copyOf(ALL.values());
    }

    /// The type called `id`.
    ///
    /// @throws IllegalArgumentException with the nearest names there are
    public static NodeType type(String id) {
        NodeType type = ALL.get(id);
        if (type == null) {
            throw new IllegalArgumentException(
                    "node type '%s': expected one of %s".formatted(id, ALL.keySet()));
        }
        return type;
    }
}
