package eigentone.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tasks on a scale of seconds: each learns something, and the same when it is run again.
final class TinyTasksTest {
    private final List<String> said = new ArrayList<>();

    private Run run() {
        return new Run(0, 1, 1, null, null, said::add);
    }

    @Test
    void reservoirContinuesChaos() {
        EchoState reservoir = new EchoState(60, 0.9, 0.44, 1, 0.2);
        Score score = new MackeyGlass(reservoir, 1000, 20, 0.003).run(run()).getFirst();
        // The mean of the series would give 1.
        assertThat(score.value()).isBetween(0.0, 0.25);
    }

    @Test
    void reservoirFollowsNarma() {
        EchoState reservoir = new EchoState(50, 0.95, 1, 0.5, 0.2);
        Narma narma = new Narma(reservoir, 800, 400, 0.165);
        Score score = narma.run(run()).getFirst();
        // A linear filter of 20 taps has 0.377 with more data.
        assertThat(score.value()).isBetween(0.1, 0.5);
        assertThat(narma.run(run()).getFirst().value()).isEqualTo(score.value());
    }

    @Test
    void addingOfFewNumbersIsLearnt() {
        Score score = new Adding("gru", 8, 6, 8, 0.001).run(run()).getFirst();
        // Always 1 would give 1/6.
        assertThat(score.value()).isLessThan(0.05);
        assertThat(said).hasSizeBetween(1, 8);
    }

    @Test
    void copyingIsBegun() {
        Score score = new Copying(32, 5, 10, "").run(run()).getFirst();
        // Who knows nothing at all has ln 9 = 2.2; who has no memory 0.83.
        assertThat(score.value()).isLessThan(0.8);
        assertThat(score.json()).containsEntry("task", "copying-5");
    }

    @Test
    void everyTaskHasItsOwnName() {
        assertThat(Tasks.all().stream().map(Task::name)).doesNotHaveDuplicates().contains("jsb");
    }
}
