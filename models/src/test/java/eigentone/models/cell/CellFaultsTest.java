package eigentone.models.cell;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.faults.FaultRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The tests of cells, tested: each fails for some wrong program of each cell that it plays.
@Tag("faults")
class CellFaultsTest {
    private static final int FAULTS = 40, ALL_FAULTS = 300;

    @Test
    void everyTestNoticesAFault(TestReporter reporter) {
        FaultRun run = FaultRun.of(CellFaultsTest.class).eachTest(FAULTS);
        reporter.publishEntry(run.toString());
        assertThat(run.complaints()).isEmpty();
    }

    @Tag("long")
    @Test
    void everyRowNoticesAFault(TestReporter reporter) {
        FaultRun run = FaultRun.of(CellFaultsTest.class).eachRow(ALL_FAULTS);
        reporter.publishEntry(run.toString());
        assertThat(run.complaints()).isEmpty();
    }

    @Test
    void everyProgramCanBeWrong() throws Exception {
        assertThat(FaultRun.bypasses(CellFaultsTest.class)).isEmpty();
    }
}
