package eigentone.models.cell;

import eigentone.engine.catalog.NodeCatalog;
import eigentone.engine.catalog.NodeType;
import eigentone.models.cell.gated.Gru;
import eigentone.models.cell.gated.GruRing;
import eigentone.models.cell.gated.Lstm;
import eigentone.models.cell.gated.LstmRing;
import eigentone.models.cell.linear.ArmaCell;
import eigentone.models.cell.linear.BodyResonator;
import eigentone.models.cell.linear.DenseStateSpace;
import eigentone.models.cell.linear.DiagonalStateSpace;
import eigentone.models.cell.linear.ModalBank;
import eigentone.models.cell.linear.SeasonalArma;
import eigentone.models.cell.orthogonal.GerzonAllpassCell;
import eigentone.models.cell.orthogonal.OrthogonalCell;
import eigentone.models.cell.orthogonal.OrthogonalPad;
import eigentone.models.cell.vanilla.Elman;
import eigentone.models.cell.vanilla.ElmanRing;
import java.util.List;

/// The cells: tuned ones to play, and those of the literature as they stand there.
public final class Cells implements NodeCatalog {
    @Override
    public List<NodeType> types() {
        return List.of(
                // linear
                ArmaCell.TYPE,
                BodyResonator.TYPE,
                DenseStateSpace.TYPE,
                DiagonalStateSpace.TYPE,
                ModalBank.TYPE,
                SeasonalArma.TYPE,
                // vanilla
                Elman.TYPE,
                ElmanRing.TYPE,
                // gated
                Gru.TYPE,
                GruRing.TYPE,
                Lstm.TYPE,
                LstmRing.TYPE,
                // orthogonal
                GerzonAllpassCell.TYPE,
                OrthogonalCell.TYPE,
                OrthogonalPad.TYPE,
                // trained
                TrainedModel.TYPE);
    }
}
