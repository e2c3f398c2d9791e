package eigentone.models.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.kernel.WarmUp;
import eigentone.models.contract.NodeRig.Knobs;
import eigentone.models.contract.NodeRig.Signal;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes allocate nothing on the audio thread: 0 bytes over 100,000 blocks once warm.
///
/// Runs in a process of its own with `-Xbatch`, so that compilation is done when it says so.
@Tag("allocation")
class AllocationTest {
    private static final ThreadMXBean METER = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_BLOCKS = 20_000;
    private static final int BLOCKS = 100_000;
    private static final int BLOCK_FRAMES = 4;
    private static final double WARM_SECONDS = 20;
    private static Object sink = "";

    static Stream<NodeType> types() {
        return Nodes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aWarmNodeAllocatesNothing(NodeType type) {
        assertAllocatesNothing(new NodeRig(type, 48000, false, 1));
    }

    /// The fastest kernels too, for one voice and for eight.
    @ParameterizedTest
    @MethodSource("types")
    void aWarmNodeInRegistersAllocatesNothing(NodeType type) {
        for (int lanes : new int[] {1, 8}) {
            assertAllocatesNothing(
                    new NodeRig(
                            type,
                            48000,
                            false,
                            lanes,
                            (program, n) -> WarmUp.compile(program, n, WARM_SECONDS)));
        }
    }

    private static void assertAllocatesNothing(NodeRig rig) {
        float[][] in = rig.inputs(BLOCK_FRAMES, Signal.NOISE, 1), out = rig.outputs(BLOCK_FRAMES);
        rig.turn(Knobs.USUAL, new SplittableRandom(1));
        work(rig, in, out, WARM_BLOCKS);
        long before = METER.getCurrentThreadAllocatedBytes();
        work(rig, in, out, BLOCKS);
        assertThat(METER.getCurrentThreadAllocatedBytes() - before)
                .as(rig.kernel.schedule())
                .isZero();
    }

    /// Blocks with a knob moving and a note-on now and then.
    private static void work(NodeRig rig, float[][] in, float[][] out, int blocks) {
        int controls = rig.program.controls().size();
        for (int i = 0; i < blocks; i++) {
            if (controls > 0 && (i & 15) == 0) {
                int c = (i >> 4) % controls;
                rig.instance.setControl(c, 0, rig.instance.control(c, 0) * 0.9999f);
            }
            if ((i & 4095) == 0) {
                rig.instance.reset(0, i);
            }
            rig.instance.run(in, out, 0, BLOCK_FRAMES, rig.sounding);
        }
    }

    @Test
    void theMeterSeesAnAllocation() {
        long before = METER.getCurrentThreadAllocatedBytes();
        sink = new byte[1];
        assertThat(METER.getCurrentThreadAllocatedBytes() - before).isPositive();
        assertThat(sink).isNotNull();
    }
}
