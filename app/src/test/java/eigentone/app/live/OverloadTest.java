package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private final List<String> done = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Overload overload =
            new Overload(() -> done.add("draw less"), n -> done.add("1/" + n), told::add);

    /// Three late blocks at once.
    private void burst(double seconds) {
        overload.late(3, seconds);
    }

    @Test
    void whatIsGivenUpIsGivenUpInThisOrder() {
        for (int i = 0; i < 5; i++) {
            burst(10 * i);
        }
        assertThat(done).containsExactly("draw less", "1/2", "1/4");
        assertThat(overload.steps()).isEqualTo(5);
        assertThat(told).hasSize(5);
        assertThat(told.get(3)).contains("too slow").isEqualTo(told.get(4));
    }

    @Test
    void threeLateBlocksWithinASecondCount() {
        overload.late(1, 0);
        overload.late(1, 0.9);
        assertThat(done).isEmpty();
        overload.late(1, 1.1);
        assertThat(done).as("three within 1.1 s").isEmpty();
        overload.late(1, 1.8);
        assertThat(done).as("three within 0.9 s").containsExactly("draw less");
    }

    @Test
    void onTimeBlocksChangeNothing() {
        overload.late(2, 0);
        for (int i = 1; i < 500; i++) {
            overload.late(0, i / 100.0);
        }
        assertThat(done).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aStepIsGivenTimeToShowItsEffect() {
        burst(0);
        burst(0.5);
        burst(2.9);
        assertThat(done).containsExactly("draw less");
        burst(3.1);
        assertThat(done).containsExactly("draw less", "1/2");
    }

    /// What is given up stays so however long all goes well: only the performer takes it back.
    @Test
    void nothingComesBackByItself() {
        burst(0);
        burst(10);
        for (int i = 0; i < 10_000; i++) {
            overload.late(0, 20 + i);
        }
        assertThat(done).containsExactly("draw less", "1/2");
    }
}
