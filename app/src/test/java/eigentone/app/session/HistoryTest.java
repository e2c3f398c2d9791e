package eigentone.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    private static final long SECOND = 1_000_000_000L;

    private final History history = new History(SessionState.NONE);

    private static Tweak turn(String name, double value) {
        return new Tweak.Turn(name, value);
    }

    @Test
    void runOfMovesOfOneKnobIsOneStep() {
        history.tweak(turn("a", 1), 0);
        history.tweak(turn("a", 2), SECOND / 2);
        history.tweak(turn("a", 3), SECOND);
        assertThat(history.undo()).isEqualTo(List.of(new Tweak.Turn("a", null)));
        assertThat(history.undo()).isEmpty();
        assertThat(history.redo()).isEqualTo(List.of(turn("a", 3)));
    }

    @Test
    void pauseOrAnotherKnobBeginsAStep() {
        history.tweak(turn("a", 1), 0);
        history.tweak(turn("a", 2), SECOND);
        history.tweak(turn("b", 7), SECOND);
        history.tweak(turn("a", 3), SECOND);
        assertThat(history.undo()).isEqualTo(List.of(turn("a", 2)));
        assertThat(history.undo()).isEqualTo(List.of(new Tweak.Turn("b", null)));
        assertThat(history.undo()).isEqualTo(List.of(turn("a", 1)));
        assertThat(history.undo()).isEqualTo(List.of(new Tweak.Turn("a", null)));
    }

    @Test
    void moveAfterAnUndoIsAStepOfItsOwnAndEndsTheFuture() {
        history.tweak(turn("a", 1), 0);
        history.tweak(turn("b", 1), 0);
        history.undo();
        history.tweak(turn("a", 2), 1);
        assertThat(history.redo()).isEmpty();
        assertThat(history.undo()).isEqualTo(List.of(turn("a", 1)));
    }

    @Test
    void undoOfAPresetBringsItsKnobsBack() {
        history.tweak(new Tweak.Choose("pad", Map.of()), 0);
        history.tweak(turn("a", 1), 0);
        history.tweak(new Tweak.Choose("bell", Map.of()), 0);
        assertThat(history.state().values()).isEmpty();
        assertThat(history.undo()).isEqualTo(List.of(new Tweak.Choose("pad", Map.of("a", 1.0))));
    }

    @Test
    void whatChangesNothingIsNoStep() {
        assertThat(history.tweak(turn("a", 1), 0)).isTrue();
        assertThat(history.tweak(turn("a", 1), 5 * SECOND)).isFalse();
        history.undo();
        assertThat(history.undo()).isEmpty();
    }

    @Test
    void valuesThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> turn("a", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tweak.Tempo(Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Whoever does what undo and redo say has the same state as the history.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void followerStaysInStep(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SessionState follower = SessionState.NONE;
        for (int i = 0; i < 5000; i++) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    for (Tweak t : history.undo()) {
                        follower = follower.with(t);
                    }
                }
                case 1 -> {
                    for (Tweak t : history.redo()) {
                        follower = follower.with(t);
                    }
                }
                default -> {
                    Tweak t =
                            switch (random.nextInt(8)) {
                                case 0 -> new Tweak.Choose("p" + random.nextInt(3), Map.of());
                                case 1 -> new Tweak.Tempo(random.nextInt(60, 180));
                                case 2 -> new Tweak.Bind(List.of(new Mapping(0, i % 128, "a")));
                                default -> turn("k" + random.nextInt(4), random.nextInt(100));
                            };
                    history.tweak(t, i * SECOND / 3);
                    follower = follower.with(t);
                }
            }
            assertThat(follower).isEqualTo(history.state());
        }
        for (int i = 0; i < 2000; i++) {
            history.undo();
        }
        assertThat(history.undo()).isEmpty();
    }
}
