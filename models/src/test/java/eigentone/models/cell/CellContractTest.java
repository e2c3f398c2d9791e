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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every cell of the catalogue under hard treatment.
final class CellContractTest {
    /// A resonator with every knob open; whatever runs away is past this at once.
    private static final float LOUDEST = 50;

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
                assertThat(peak).isLessThan(LOUDEST);
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
