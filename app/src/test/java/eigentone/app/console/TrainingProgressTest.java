package eigentone.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter err = new PrintWriter(text);

    @Test
    void aTerminalHasOneLineThatIsDrawnAnewAndWiped() {
        try (TrainingProgress p = new TrainingProgress(err, true, 20, 4, 1000)) {
            p.step(1, 4, 0.25, 2);
            p.epoch(0.2, 0.3, 2, 4);
        }
        assertThat(text.toString())
                .startsWith("\repoch 5/20   25 %  loss 0.2500  norm 2.0  ")
                .contains(" samples/s  ", " left\033[K")
                .endsWith("\r\033[K")
                .doesNotContain("\n");
    }

    @Test
    void elsewhereThereAreLinesForEpochs() {
        try (TrainingProgress p = new TrainingProgress(err, false, 2, 0, 1000)) {
            p.step(1, 1, 0.25, 2);
            p.epoch(0.00025, 0.3, 2, 4);
            p.epoch(0.2, 0.4, 2, 4);
        }
        assertThat(text.toString().lines())
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith(
                                                "epoch 1/2  loss 2.50e-04  valid 0.3000, best 0.3000  norm 2.0"),
                        last ->
                                assertThat(last)
                                        .startsWith(
                                                "epoch 2/2  loss 0.2000  valid 0.4000, best 0.3000")
                                        .endsWith("0:00 left"));
    }

    @Test
    void speedsAreShort() {
        assertThat(TrainingProgress.thousands(412_400)).isEqualTo("412k");
        assertThat(TrainingProgress.thousands(1_354_000)).isEqualTo("1.35M");
    }
}
