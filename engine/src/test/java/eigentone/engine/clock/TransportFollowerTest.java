package eigentone.engine.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.event.EventQueue;
import org.junit.jupiter.api.Test;

class TransportFollowerTest {
    private static final int RATE = 48_000;
    private static final int BLOCK = 256;

    private final Clock clock = new Clock(RATE);
    private final EventQueue staged = new EventQueue(64);
    private final TransportFollower follower = new TransportFollower(clock, RATE, staged);
    private int events;
    private long frame;

    private void block(boolean rolling, long songFrame, double beat, double bpm) {
        follower.block(frame, rolling, songFrame, beat, bpm);
        for (; staged.hasNext(); staged.advance()) {
            clock.follow(staged.frame(), staged.kind(), staged.a());
            events++;
        }
        frame += BLOCK;
    }

    @Test
    void aTransportThatNeverRollsHasNoSay() {
        for (int i = 0; i < 10; i++) {
            block(false, 0, 0, 0);
        }
        assertThat(events).isZero();
        assertThat(clock.isRunning()).isTrue();
    }

    @Test
    void rollingStandingAndJumping() {
        block(false, 0, 0, 90);
        block(true, 0, 64, 90);
        assertThat(clock.beat(BLOCK)).isEqualTo(64);
        assertThat(clock.tempo()).isEqualTo(90);
        double step = 90.0 * BLOCK / (60 * RATE);
        for (int i = 1; i < 2000; i++) {
            // As JACK says it, in ticks.
            block(true, 0, 64 + Math.floor(i * step * 1920) / 1920, 90);
        }
        assertThat(events).as("nothing while it agrees").isEqualTo(3);
        block(false, 0, 64 + 2000 * step, 90);
        assertThat(clock.isRunning()).isFalse();
        block(true, 0, 7, 60);
        assertThat(clock.beat(frame - BLOCK)).isEqualTo(7);
        block(true, 0, 20, 60);
        assertThat(clock.beat(frame - BLOCK)).isEqualTo(20);
        block(true, 0, 20 + BLOCK / (double) RATE, 200);
        assertThat(clock.tempo()).isEqualTo(200);
    }

    @Test
    void aSlowDriftIsSteeredOut() {
        block(true, 0, 0, 120);
        double beat = 0;
        for (int i = 0; i < 20_000; i++) {
            beat += 120.3 * BLOCK / (60 * RATE);
            block(true, 0, beat, 120);
            assertThat(clock.beat(frame - BLOCK)).isCloseTo(beat, within(0.005));
        }
    }

    @Test
    void withoutATempoTheSongsFramesTellThePlace() {
        block(true, 48_000, 0, 0);
        assertThat(clock.beat(0)).isEqualTo(2);
        block(true, 48_000 + BLOCK, 0, 0);
        assertThat(events).isEqualTo(3);
        block(true, 96_000, 0, 0);
        assertThat(clock.beat(frame - BLOCK)).isEqualTo(4);
        block(true, 96_000 + BLOCK, Double.NaN, Double.POSITIVE_INFINITY);
        assertThat(clock.tempo()).isEqualTo(120);
    }
}
