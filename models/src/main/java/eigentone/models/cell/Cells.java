package eigentone.models.cell;

import eigentone.engine.catalog.NodeCatalog;
import eigentone.engine.catalog.NodeType;
import eigentone.models.cell.gated.GruRing;
import eigentone.models.cell.gated.LstmRing;
import eigentone.models.cell.linear.BodyResonator;
import eigentone.models.cell.linear.ModalBank;
import eigentone.models.cell.linear.SeasonalArma;
import eigentone.models.cell.orthogonal.GerzonAllpassCell;
import eigentone.models.cell.orthogonal.OrthogonalPad;
import eigentone.models.cell.vanilla.ElmanRing;
import java.util.List;

/// The playable cells.
public final class Cells implements NodeCatalog {
    @Override
    public List<NodeType> types() {
        return List.of(
                // linear
                BodyResonator.TYPE,
                ModalBank.TYPE,
                SeasonalArma.TYPE,
                // vanilla
                ElmanRing.TYPE,
                // gated
                GruRing.TYPE,
                LstmRing.TYPE,
                // orthogonal
                GerzonAllpassCell.TYPE,
                OrthogonalPad.TYPE);
    }
}
