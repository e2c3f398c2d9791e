package eigentone.models.contract;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.Simd;
import eigentone.engine.kernel.WarmUp;
import eigentone.engine.program.Program;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// On a JVM without the Vector API the fastest kernel is one of plain loops.
@Tag("plain")
class WithoutSimdTest {
    private static final double WARM_SECONDS = 20;

    @Test
    void allThereIsArePlainLoops() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();
        assertThat(Simd.width()).isZero();
        Program lstm = Program.of(Nodes.type("lstm-cell").create(Map.of()), 48000);
        assertThat(CostRule.choices(lstm, 8, Simd.width()))
                .extracting(CostRule.Choice::schedule)
                .containsExactly(CostRule.Schedule.PLAIN);
        Kernel kernel = WarmUp.compile(lstm, 8, WARM_SECONDS);
        assertThat(kernel.schedule()).contains("unrolled");
    }
}
