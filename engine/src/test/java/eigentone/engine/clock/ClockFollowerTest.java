package eigentone.engine.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.clock.FollowedClock.Said;
import eigentone.engine.event.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockFollowerTest {
    private static final int RATE = FollowedClock.RATE;
    private static final int FIRST = 5000;

    private static FollowedClock started(long seed, double jitterMs) {
        FollowedClock c = new FollowedClock(seed, jitterMs);
        c.at = FIRST;
        c.send(FIRST - 1000, 0xfa, 0, 0);
        return c;
    }

    /// How far musical time is ahead of `ticks` ticks at the place of the next one, in beats.
    private static double ahead(FollowedClock c, int ticks) {
        return c.clock.beat(Math.round(c.at)) - ticks / 24.0;
    }

    /// The best that anybody can know of 97 ticks with 2 ms of jitter is the tempo within 0.042 bpm
    /// RMS: the line through them.
    @Test
    void fourBeatsSayAsMuchOfTheTempoAsTheyCan() {
        double sum = 0;
        int near = 0;
        for (int seed = 0; seed < 200; seed++) {
            FollowedClock c = started(seed, 2);
            c.ticks(97, 120);
            double error = c.follower.tempo() - 120;
            sum += error * error;
            near += Math.abs(error) <= 0.1 ? 1 : 0;
        }
        assertThat(Math.sqrt(sum / 200)).isLessThan(0.045);
        assertThat(near).isGreaterThan(190);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void inSteadyStateJitterIsNotHeard(long seed) {
        FollowedClock c = started(seed, 2);
        c.ticks(8 * 24, 120);
        int mark = c.said.size();
        for (int tick = 8 * 24; tick < 72 * 24; tick++) {
            c.tick(120);
            assertThat(c.follower.tempo()).isCloseTo(120, within(0.1));
            // 3 ms, where ticks come up to 8 ms early and late.
            assertThat(ahead(c, tick + 1)).isCloseTo(0, within(0.006));
        }
        List<Said> said = c.said.subList(mark, c.said.size());
        assertThat(said).allMatch(s -> s.kind() == EventQueue.TEMPO).hasSizeBetween(60, 70);
        // A change of tempo is heard from about 2.4 bpm on, at this tempo.
        double least = said.stream().mapToDouble(Said::a).min().orElseThrow();
        double most = said.stream().mapToDouble(Said::a).max().orElseThrow();
        assertThat(most - least).isLessThan(0.24);
        assertThat(c.follower.jitterMs()).isCloseTo(2, within(0.5));
    }

    @Test
    void aSteadyClockIsMatchedExactly() {
        FollowedClock c = started(1, 0);
        c.ticks(16 * 24, 133);
        assertThat(c.follower.tempo()).isCloseTo(133, within(0.01));
        assertThat(ahead(c, 16 * 24)).isCloseTo(0, within(0.0005));
        assertThat(c.follower.jitterMs()).isLessThan(0.05);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 123", "0, 140", "0, 60", "0, 250", "1, 117", "1, 126", "2, 126", "2, 180", "2, 60",
        "2, 300"
    })
    void aNewTempoIsFollowedWithinTwoBeats(double jitterMs, double bpm) {
        FollowedClock c = started(3, jitterMs);
        c.ticks(16 * 24, 120);
        c.ticks(2 * 24, bpm);
        assertThat(c.follower.tempo()).isCloseTo(bpm, within(0.005 * bpm));
        c.ticks(10 * 24, bpm);
        assertThat(c.follower.tempo()).isCloseTo(bpm, within(0.001 * bpm));
        assertThat(ahead(c, 28 * 24)).isCloseTo(0, within(0.003 * bpm / 60));
    }

    @Test
    void aSlowingDownIsFollowed() {
        FollowedClock c = started(4, 1);
        c.ticks(16 * 24, 120);
        int ticks = 16 * 24;
        for (int i = 0; i < 8 * 24; i++) {
            c.tick(120 - 40.0 * i / (8 * 24));
            ticks++;
            assertThat(ahead(c, ticks)).as("tick %d", i).isCloseTo(0, within(1 / 24.0));
        }
        c.ticks(4 * 24, 80);
        assertThat(c.follower.tempo()).isCloseTo(80, within(0.3));
    }

    @Test
    void theTempoHoldsWhileNothingComes() {
        FollowedClock c = started(5, 1);
        c.ticks(16 * 24, 100);
        double tempo = c.clock.tempo();
        double place = c.at;
        for (int i = 0; i < 4 * 24; i++) {
            c.skip(100);
        }
        assertThat(c.follower.isHeard((long) place)).isTrue();
        assertThat(c.follower.isHeard((long) c.at)).isFalse();
        assertThat(c.clock.tempo()).isEqualTo(tempo).isCloseTo(100, within(0.2));
        assertThat(ahead(c, 20 * 24)).isCloseTo(0, within(0.01));
        c.ticks(8 * 24, 100);
        assertThat(ahead(c, 28 * 24)).as("the place after it").isCloseTo(0, within(0.01));
        assertThat(c.said).filteredOn(s -> s.kind() != EventQueue.TEMPO).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aLostTickIsMissedByNobody(long seed) {
        FollowedClock c = started(seed, 2);
        Random random = new Random(seed);
        for (int tick = 0; tick < 40 * 24; tick++) {
            if (tick > 8 * 24 && random.nextInt(50) == 0) {
                c.skip(120);
            } else {
                c.tick(120);
            }
        }
        assertThat(c.follower.tempo()).isCloseTo(120, within(0.15));
        assertThat(ahead(c, 40 * 24)).isCloseTo(0, within(0.008));
    }

    @Test
    void startStopAndContinue() {
        FollowedClock c = started(1, 0);
        assertThat(c.clock.isRunning()).as("before the first tick").isFalse();
        c.tick(120);
        assertThat(c.clock.isRunning()).isTrue();
        assertThat(c.clock.beat(FIRST)).isZero();
        c.ticks(24, 120);
        c.send((long) c.at - 500, 0xfc, 0, 0);
        assertThat(c.clock.isRunning()).isFalse();
        assertThat(c.clock.beat((long) c.at)).isEqualTo(25 / 24.0);
        c.ticks(30, 120);
        assertThat(c.clock.beat((long) c.at)).as("ticks while it stands").isEqualTo(25 / 24.0);
        c.send((long) c.at - 10, 0xfb, 0, 0);
        long goesOn = c.tick(120);
        assertThat(c.clock.beat(goesOn)).isEqualTo(25 / 24.0);
        c.ticks(23, 120);
        assertThat(ahead(c, 49)).isCloseTo(0, within(0.002));
    }

    @Test
    void songPosition() {
        FollowedClock c = started(1, 0);
        c.ticks(48, 120);
        c.send((long) c.at - 500, 0xfc, 0, 0);
        // 130 sixteenths.
        c.send((long) c.at - 400, 0xf2, 2, 1);
        c.send((long) c.at - 300, 0xfb, 0, 0);
        long first = c.tick(120);
        assertThat(c.clock.beat(first)).isEqualTo(32.5);
        assertThat(c.clock.passes(first, 0.5)).as("that place is played").isTrue();
        c.ticks(23, 120);
        assertThat(ahead(c, 33 * 24 + 12)).isCloseTo(0, within(0.002));
    }

    @Test
    void ticksAloneSetTheTempoOnly() {
        FollowedClock c = new FollowedClock(1, 0);
        c.at = FIRST;
        c.ticks(100, 150);
        assertThat(c.said).isNotEmpty().allMatch(s -> s.kind() == EventQueue.TEMPO);
        assertThat(c.clock.tempo()).isCloseTo(150, within(0.1));
    }

    @Test
    void anotherClockNeedNotBeFollowed() {
        FollowedClock c = new FollowedClock(1, 0);
        c.follower.enable(false);
        c.send(0, 0xfa, 0, 0);
        c.ticks(100, 150);
        assertThat(c.said).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverComesTheTempoIsOne(long seed) {
        FollowedClock c = new FollowedClock(seed, 0);
        Random random = new Random(seed);
        int[] statuses = {0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xfa, 0xfb, 0xfc, 0xf2, 0xff};
        long frame = 0;
        List<Integer> heard = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            frame += (long) Math.pow(2, random.nextInt(random.nextInt(30) + 1)) - 1;
            int status = statuses[random.nextInt(random.nextInt(statuses.length) + 1)];
            heard.add(status);
            c.send(frame, status, random.nextInt(128), random.nextInt(128));
            assertThat(c.clock.tempo()).isBetween(1.0, 2000.0);
            assertThat(c.clock.beat(frame)).isBetween(0.0, 1e9);
            assertThat(c.follower.tempo()).isBetween(0.0, 2000.0);
            assertThat(c.follower.jitterMs()).isFinite();
        }
        assertThat(heard).contains(0xf2, 0xff);
        assertThat(c.staged.refused()).isZero();
        // And it recovers.
        c.at = frame + RATE;
        c.send(frame + 1, 0xfa, 0, 0);
        c.ticks(16 * 24, 110);
        assertThat(c.follower.tempo()).isCloseTo(110, within(0.05));
        assertThat(ahead(c, 16 * 24)).isCloseTo(0, within(0.002));
    }
}
