package eigentone.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.faults.Blind;
import eigentone.engine.faults.FaultRun;
import eigentone.engine.node.source.Sine;
import eigentone.engine.program.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The tests of nodes, tested: each fails for some wrong program of each node that it plays.
@Tag("faults")
class NodeFaultsTest {
    private static final int FAULTS = 40, ALL_FAULTS = 300;

    @Test
    void everyTestNoticesAFault(TestReporter reporter) {
        FaultRun run = FaultRun.of(NodeFaultsTest.class).eachTest(FAULTS);
        reporter.publishEntry(run.toString());
        assertThat(run.complaints()).isEmpty();
    }

    @Tag("long")
    @Test
    void everyRowNoticesAFault(TestReporter reporter) {
        FaultRun run = FaultRun.of(NodeFaultsTest.class).eachRow(ALL_FAULTS);
        reporter.publishEntry(run.toString());
        assertThat(run.complaints()).isEmpty();
    }

    @Test
    void everyProgramCanBeWrong() throws Exception {
        assertThat(FaultRun.bypasses(NodeFaultsTest.class))
                .containsExactly("NodeFaultsTest$Weak.class");
    }

    @Test
    void aTestThatSeesNothingIsNamed() {
        FaultRun run = FaultRun.ofClass(Weak.class);
        assertThat(run.eachTest(FAULTS).complaints())
                .containsExactly(
                        "NodeFaultsTest$Weak.looksAtNothing of Sine: none of 40 faults makes it fail");
        assertThat(run.eachRow(FAULTS).complaints())
                .contains(
                        "NodeFaultsTest$Weak.isBlindWithoutReason of Sine, [method:isBlindWithoutReason()]: "
                                + "sees faults, so that it is not @Blind");
    }

    /// No test of its own: what a run must complain about, and what not.
    static class Weak {
        @Test
        void looksAtNothing() {
            assertThat(Play.of(Sine.TYPE, 48000).out(9)).hasSize(9);
        }

        @Test
        void isGood() {
            assertThat(Play.of(Sine.TYPE, 48000).set("pitch", 81).out(9)[8]).isPositive();
        }

        @Blind("no reason")
        @Test
        void isBlindWithoutReason() {
            isGood();
        }

        @Test
        void makesAProgramOfItsOwn() {
            assertThat(Program.of(new Sine(), 48000).outputs()).hasSize(1);
        }
    }
}
