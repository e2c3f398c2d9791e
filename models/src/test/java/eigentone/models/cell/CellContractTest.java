package eigentone.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Slot;
import eigentone.models.cell.gated.GruRing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every cell of the catalogue under hard treatment.
@Tag("plain")
final class CellContractTest {
    /// About twice the loudest that each type was measured to be.
    private static final Map<String, Float> LOUDEST =
            Map.ofEntries(
                    Map.entry("arma", 30f),
                    Map.entry("arma-cell", 4f),
                    Map.entry("dense-state-space", 25f),
                    Map.entry("diagonal-state-space", 70f),
                    Map.entry("elman", 6f),
                    Map.entry("elman-cell", 1f),
                    Map.entry("gerzon-allpass", 4f),
                    Map.entry("gru", 8f),
                    Map.entry("gru-cell", 1f),
                    Map.entry("linear-state-space", 15f),
                    Map.entry("lstm", 5f),
                    Map.entry("lstm-cell", 0.8f),
                    Map.entry("modal", 6f),
                    Map.entry("model", 1f),
                    Map.entry("orthogonal", 9f),
                    Map.entry("orthogonal-cell", 2f));

    static List<NodeType> types() {
        return new Cells().types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void isFoundByItsId(NodeType type) {
        assertThat(Nodes.type(type.id()).family()).isEqualTo("cell");
    }

    @ParameterizedTest
    @MethodSource("types")
    void staysFiniteAtControlExtremesAndAllRates(NodeType type) {
        SplittableRandom random = new SplittableRandom(4);
        for (double rate : new double[] {8000, 48000, 192000}) {
            Played cell = Played.type(type.id(), Map.of(), rate);
            float[] x = new float[2000];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextDouble(-1, 1);
            }
            for (int round = 0; round < 30; round++) {
                for (Slot.Control c : cell.program.controls()) {
                    ControlSpec spec = c.spec();
                    int pick = round < 2 ? round : random.nextInt(3);
                    cell.with(
                            spec.id(),
                            pick == 0 ? spec.min() : pick == 1 ? spec.max() : spec.initial());
                }
                float peak = 0;
                for (float y : cell.feed(x, x.length)) {
                    assertThat(y).isFinite();
                    peak = Math.max(peak, Math.abs(y));
                }
                assertThat(peak).isLessThan(LOUDEST.get(type.id()));
            }
        }
    }

    @Test
    void elmanIsBoundedByOne() {
        Played cell =
                Played.type("elman", Map.of(), 48000)
                        .with("gain", 4)
                        .with("chaos", 2)
                        .with("drive", 4);
        float[] x = new float[4800];
        Arrays.fill(x, 1);
        for (int block = 0; block < 10; block++) {
            cell.feed(x, x.length);
            for (int j = 0; j < 9; j++) {
                assertThat(Math.abs(cell.kernel.state(0, j, 0))).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void seedChoosesTheNetwork() {
        float[] one = Played.type("gru", Map.of("seed", 1), 48000).silence(2000);
        assertThat(Played.type("gru", Map.of("seed", 1), 48000).silence(2000)).isEqualTo(one);
        assertThat(Played.type("gru", Map.of("seed", 2), 48000).silence(2000)).isNotEqualTo(one);
    }

    @Test
    void evenRingIsRefused() {
        assertThatThrownBy(() -> new GruRing(1, 8, 1))
                .hasMessageContaining("expected an odd number, got 8");
    }
}
