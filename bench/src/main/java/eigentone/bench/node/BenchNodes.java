package eigentone.bench.node;

import eigentone.engine.catalog.NodeCatalog;
import eigentone.engine.catalog.NodeType;
import java.util.List;

/// The nodes of the reference patches, for the patches here to name.
public final class BenchNodes implements NodeCatalog {
    @Override
    public List<NodeType> types() {
        return List.of(
                PolySynth.TYPE, PolyVoice.TYPE, PolyMix.TYPE, DelayNetwork.TYPE, Resonators.TYPE);
    }
}
