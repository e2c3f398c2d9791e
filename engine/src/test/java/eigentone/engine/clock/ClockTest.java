package eigentone.engine.clock;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.event.EventQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockTest {
    /// A beat lasts 24000 frames at first.
    private static final int RATE = 48_000;

    private final Clock clock = new Clock(RATE);

    private List<Long> passing(long from, long to, double beats) {
        List<Long> frames = new ArrayList<>();
        for (long f = from; f < to; f++) {
            if (clock.passes(f, beats)) {
                frames.add(f);
            }
        }
        return frames;
    }

    @Test
    void timeRunsFromTheStart() {
        assertThat(passing(0, 50_000, 1)).containsExactly(0L, 24_000L, 48_000L);
        assertThat(clock.beat(36_000)).isEqualTo(1.5);
    }

    @Test
    void timeStandsStillAndGoesOnWhereItStood() {
        clock.follow(30_000, EventQueue.RUN, 0);
        assertThat(clock.beat(80_000)).isEqualTo(1.25);
        assertThat(passing(30_000, 80_000, 1)).isEmpty();
        clock.follow(80_000, EventQueue.TEMPO, 240);
        clock.follow(90_000, EventQueue.RUN, 1);
        assertThat(passing(90_000, 100_000, 1)).containsExactly(99_000L);
    }

    @Test
    void thePlaceThatTimeBeginsAtIsPlayed() {
        clock.follow(1000, EventQueue.RUN, 0);
        clock.follow(1000, EventQueue.LOCATE, 8);
        assertThat(passing(1000, 5000, 1)).isEmpty();
        clock.follow(5000, EventQueue.RUN, 1);
        assertThat(passing(5000, 30_000, 1)).containsExactly(5000L, 29_000L);
    }

    @Test
    void aJumpWhileTimeRunsPlaysThePlaceOnce() {
        clock.follow(1000, EventQueue.LOCATE, 4);
        clock.follow(1000, EventQueue.TEMPO, 120);
        assertThat(passing(1000, 30_000, 1)).containsExactly(1000L, 25_000L);
        clock.follow(30_000, EventQueue.LOCATE, 4.5);
        assertThat(passing(30_000, 60_000, 1)).containsExactly(42_000L);
    }

    @Test
    void aBeatAtTheVeryFrameOfAStopIsPlayedOnce() {
        clock.follow(24_000, EventQueue.RUN, 0);
        clock.follow(24_500, EventQueue.RUN, 1);
        assertThat(passing(23_000, 25_000, 1)).isEmpty();
        assertThat(clock.passes(24_000, 1)).isFalse();
        Clock other = new Clock(RATE);
        other.follow(24_000, EventQueue.RUN, 0);
        assertThat(other.passes(24_000, 1)).isTrue();
        assertThat(other.passes(24_001, 1)).isFalse();
    }

    @Test
    void ofSeveralChangesAtOneFrameTheFirstKnowsWhatWasBefore() {
        clock.follow(10, EventQueue.TEMPO, 133.7);
        long beat = clock.frameOf(1);
        clock.follow(beat, EventQueue.TEMPO, 1);
        clock.follow(beat, EventQueue.TEMPO, 90);
        assertThat(clock.beat(beat)).isGreaterThan(1);
        assertThat(clock.passes(beat, 1)).isTrue();
        assertThat(clock.passes(beat + 1, 1)).isFalse();
    }

    @Test
    void stoppedAtFrame0NothingPassesBeforeItRuns() {
        clock.follow(0, EventQueue.RUN, 0);
        assertThat(passing(0, 100, 1)).isEmpty();
        clock.follow(100, EventQueue.RUN, 1);
        assertThat(passing(100, 25_000, 1)).containsExactly(100L, 24_100L);
    }

    @Test
    void aFrameIsFoundByItsBeat() {
        clock.follow(777, EventQueue.TEMPO, 133.7);
        for (int tick = 1; tick < 20_000; tick++) {
            long f = clock.frameOf(tick / 24.0);
            if (f > 777) {
                assertThat(clock.beat(f)).isGreaterThanOrEqualTo(tick / 24.0);
                assertThat(clock.beat(f - 1)).isLessThan(tick / 24.0);
            }
        }
    }

    @Test
    void anotherClockIsPutIntoTheSameState() {
        clock.follow(500, EventQueue.TEMPO, 90);
        clock.follow(700, EventQueue.LOCATE, 3);
        clock.follow(900, EventQueue.RUN, 0);
        EventQueue told = new EventQueue(8);
        clock.tell(1000, 50, told);
        Clock other = new Clock(RATE);
        for (; told.hasNext(); told.advance()) {
            other.follow(told.frame(), told.kind(), told.a());
        }
        assertThat(other.beat(60)).isEqualTo(clock.beat(1000));
        assertThat(other.tempo()).isEqualTo(90);
        assertThat(other.isRunning()).isFalse();
    }

    @Test
    void nonsenseIsHeldToTheRangeOrLeftOut() {
        clock.follow(10, EventQueue.TEMPO, Double.NaN);
        clock.follow(10, EventQueue.LOCATE, Double.NaN);
        assertThat(clock.tempo()).isEqualTo(120);
        clock.follow(10, EventQueue.TEMPO, -5);
        assertThat(clock.tempo()).isEqualTo(1);
        clock.follow(10, EventQueue.LOCATE, Double.POSITIVE_INFINITY);
        assertThat(clock.beat(10)).isFinite();
    }
}
