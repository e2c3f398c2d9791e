package eigentone.models.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.kernel.CostRule.Choice;
import eigentone.engine.kernel.CostRule.Schedule;
import eigentone.engine.language.Vec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every node and cell has the bits of plain loops in registers of every width, so that what the
/// contract says of plain loops ([NodeContractTest]) holds of all schedules.
///
/// A register wider than the machine's is emulated; cold code is slow, so frames are few.
class SchedulesTest {
    private static final int[] LANES = {1, 3, 8};
    private static final int[] WIDTHS = {4, 8, 16};

    static Stream<NodeType> types() {
        return Nodes.all().stream();
    }

    @BeforeAll
    static void thisProcessHasTheVectorModule() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("types")
    void registersHaveTheBitsOfPlainLoops(NodeType type) {
        for (int lanes : LANES) {
            Performance expected = new Performance(type, lanes, WithoutSimd.PLAIN);
            for (int width : WIDTHS) {
                for (Schedule schedule : List.of(Schedule.LANES, Schedule.VECTOR)) {
                    Choice choice = new Choice(schedule, width, 0);
                    new Performance(type, lanes, choice).assertSameBits(expected);
                }
            }
        }
    }

    /// On a JVM without the module, and on one that is told not to use it.
    @ParameterizedTest
    @ValueSource(strings = {"", "--add-modules=jdk.incubator.vector -Deigentone.simd=off"})
    void aProcessWithoutSimdHasTheSameBits(String options) throws Exception {
        List<String> here =
                types().map(t ->
                                t.id()
                                        + " "
                                        + new Performance(t, WithoutSimd.LANES, WithoutSimd.PLAIN)
                                                .digest())
                        .toList();
        assertThat(linesWithoutSimd(options)).containsExactlyElementsOf(here);
    }

    private static List<String> linesWithoutSimd(String options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(Stream.of(options.split(" ")).filter(o -> !o.isEmpty()).toList());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), WithoutSimd.class.getName()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines;
        try (var out = process.inputReader()) {
            lines = out.lines().toList();
        }
        assertThat(process.waitFor()).as("exit code").isZero();
        return lines;
    }

    @Test
    void anotherOrderOfOneSumIsSeen() {
        Performance expected = new Performance(sum(false), 3, WithoutSimd.PLAIN);
        Choice choice = new Choice(Schedule.LANES, 8, 0);
        new Performance(sum(false), 3, choice).assertSameBits(expected);
        assertThatThrownBy(() -> new Performance(sum(true), 3, choice).assertSameBits(expected))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("planted, 3 lanes, lanes in registers of 256 bits")
                .hasMessageContaining("output out, entry");
    }

    private static NodeType sum(boolean lastFirst) {
        return NodeType.of(
                "planted",
                "level",
                "Three channels in one.",
                "",
                d -> {
                    Vec x = d.input("in", 3), a = x.at(0), b = x.at(1), c = x.at(2);
                    d.output("out", lastFirst ? a.plus(b.plus(c)) : a.plus(b).plus(c));
                });
    }
}
