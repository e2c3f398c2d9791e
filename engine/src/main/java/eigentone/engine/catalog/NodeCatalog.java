package eigentone.engine.catalog;

import java.util.List;

/// A jar's list of node types, found by `ServiceLoader`: put the class's name into
/// `META-INF/services/eigentone.engine.catalog.NodeCatalog`.
public interface NodeCatalog {
    List<NodeType> types();
}
