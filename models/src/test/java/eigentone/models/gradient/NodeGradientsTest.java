package eigentone.models.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.gradient.DifferenceCheck;
import eigentone.engine.node.DspNodes;
import eigentone.engine.program.Program;
import eigentone.models.cell.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The gradient of every cell and node, by weights and inputs, against central differences.
final class NodeGradientsTest {
    /// Frames of the sequence: a few, so that delays and filters are under way.
    private static final int FRAMES = 8;

    /// Their delay times follow a signal: refused, with the reason.
    private static final Set<String> MOVING_DELAYS = Set.of("chorus", "flanger", "gerzon-network");

    /// What comes in steps them on, but no slope leads to what goes out.
    private static final Set<String> DEAF =
            Set.of("adsr", "envelope", "hearing", "impulse", "sample-and-hold", "sample-player");

    static List<NodeType> types() {
        List<NodeType> all = new ArrayList<>(new Cells().types());
        all.addAll(new DspNodes().types());
        return all;
    }

    static Stream<String> names() {
        return types().stream().map(NodeType::id);
    }

    @ParameterizedTest
    @MethodSource("names")
    void gradientIsTheDifference(String id) {
        Program program = program(id);
        if (MOVING_DELAYS.contains(id)) {
            assertThatThrownBy(() -> new DifferenceCheck(program, FRAMES, 1).run())
                    .hasMessageContaining("a delay time that no signal moves");
            return;
        }
        if (program.weights().isEmpty() && (program.inputs().isEmpty() || DEAF.contains(id))) {
            assertThatThrownBy(() -> new DifferenceCheck(program, FRAMES, 1).run())
                    .hasMessageContaining("nothing to learn");
            return;
        }
        DifferenceCheck.Result r = new DifferenceCheck(program, FRAMES, 1).run();
        assertThat(r.worst()).as("%s", r).isLessThan(DifferenceCheck.TOLERANCE);
        assertThat(r.compared()).isPositive();
    }

    private static Program program(String id) {
        NodeType type = types().stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
        return Program.of(type.create(Map.of()), 48_000);
    }
}
