package eigentone.engine.node;

import eigentone.engine.catalog.NodeCatalog;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.node.source.Sine;
import java.util.List;

/// The signal processing nodes of the engine, by family.
public final class DspNodes implements NodeCatalog {
    @Override
    public List<NodeType> types() {
        return List.of(
                // source
                Sine.TYPE
                // modulation

                // level

                // analysis

                // filter

                // time

                );
    }
}
