package eigentone.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempoMapTest {
    @Test
    void withoutTempoABeatIsHalfASecond() {
        TempoMap map = TempoMap.musical(480, List.of(), List.of());
        assertThat(map.ticksToSeconds(0)).isZero();
        assertThat(map.ticksToSeconds(480)).isEqualTo(0.5);
        assertThat(map.ticksToSeconds(481)).isEqualTo(481 * 500_000 / 480e6);
        assertThat(map.secondsToTicks(2)).isEqualTo(1920);
        assertThat(map.ticksToBeats(720)).isEqualTo(1.5);
        assertThat(map.beatsPerMinuteAt(99)).isEqualTo(120);
    }

    @Test
    void changesAddUpAsByHand() {
        // 2 beats at 120 = 1 s, 3 beats at 60 = 3 s, then 90 a minute: 666667 us, as files round
        // it.
        TempoMap map =
                TempoMap.musical(
                        96,
                        List.of(
                                new TempoChange(480, 666_667),
                                new TempoChange(0, 500_000),
                                new TempoChange(192, 1_000_000)),
                        List.of());
        assertThat(map.ticksToSeconds(192)).isEqualTo(1);
        assertThat(map.ticksToSeconds(240)).isEqualTo(1.5);
        assertThat(map.ticksToSeconds(480)).isEqualTo(4);
        assertThat(map.ticksToSeconds(576)).isEqualTo(4.666667);
        assertThat(map.secondsToTicks(1.5)).isEqualTo(240);
        assertThat(map.secondsToBeats(2)).isEqualTo(3);
        assertThat(map.beatsToSeconds(5)).isEqualTo(4);
        assertThat(map.beatsPerMinuteAt(191.5)).isEqualTo(120);
        assertThat(map.beatsPerMinuteAt(192)).isEqualTo(60);
        assertThat(map.ticksToSeconds(-96)).isEqualTo(-0.5);
    }

    @Test
    void lastOfSeveralChangesAtOneTickCounts() {
        TempoMap map =
                TempoMap.musical(
                        100,
                        List.of(new TempoChange(0, 250_000), new TempoChange(0, 1_000_000)),
                        List.of(new MeterChange(0, 5, 8), new MeterChange(0, 3, 4)));
        assertThat(map.tempi()).containsExactly(new TempoChange(0, 1_000_000));
        assertThat(map.meters().changes()).containsExactly(new MeterChange(0, 3, 4));
        assertThat(map.ticksToSeconds(100)).isEqualTo(1);
    }

    @Test
    void wholeTicksAreCorrectlyRoundedOverHours() {
        // 10 hours of changes every 7 ticks: exact in whole numbers, so one division rounds.
        List<TempoChange> changes = new ArrayList<>();
        Random random = new Random(5);
        long exact = 0;
        long micros = 0;
        for (long tick = 0; tick < 7 * 10_000; tick += 7) {
            exact += 7 * micros;
            micros = 300_000L + random.nextInt(400_000);
            changes.add(new TempoChange(tick, micros));
        }
        TempoMap map = TempoMap.musical(480, changes, List.of());
        long far = 480L * 120 * 600;
        exact += (far - 7 * 9_999) * micros;
        assertThat(map.ticksToSeconds(far)).isEqualTo(exact / 480e6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void conversionsAreInverse(long seed) {
        Random random = new Random(seed);
        List<TempoChange> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            changes.add(new TempoChange(random.nextInt(20_000), 200_000 + random.nextInt(800_000)));
        }
        for (TempoMap map :
                List.of(
                        TempoMap.musical(480, changes, List.of()),
                        TempoMap.smpte(29, 80, changes, List.of()))) {
            double before = Double.NEGATIVE_INFINITY;
            for (int tick = -100; tick < 25_000; tick += 13) {
                double seconds = map.ticksToSeconds(tick);
                assertThat(seconds).isGreaterThan(before);
                before = seconds;
                // 25,000 ticks in double: 1e-9 leaves three digits of room.
                assertThat(map.secondsToTicks(seconds)).isCloseTo(tick, within(1e-9));
                assertThat(map.beatsToTicks(map.ticksToBeats(tick))).isCloseTo(tick, within(1e-9));
                double beats = map.ticksToBeats(tick);
                assertThat(map.secondsToBeats(map.beatsToSeconds(beats)))
                        .isCloseTo(beats, within(1e-11));
            }
        }
    }

    @Test
    void smpteTicksAreTimeAndTempoMakesTheBeats() {
        TempoMap milliseconds =
                TempoMap.smpte(25, 40, List.of(new TempoChange(2000, 1_000_000)), List.of());
        assertThat(milliseconds.ticksToSeconds(1234)).isEqualTo(1.234);
        assertThat(milliseconds.ticksToBeats(2000)).isEqualTo(4);
        assertThat(milliseconds.ticksToBeats(5000)).isEqualTo(7);
        assertThat(milliseconds.beatsToSeconds(6)).isEqualTo(4);
        TempoMap drop = TempoMap.smpte(29, 100, List.of(), List.of());
        assertThat(drop.ticksToSeconds(3_000_000)).isEqualTo(1001);
    }

    @Test
    void barsFollowTheMeterAndAChangeBeginsABar() {
        // Two bars of 4/4, three of 6/8, then 3/4 that cuts a 6/8 bar short after one eighth.
        long beat = 480;
        long sixEight = 8 * beat;
        long threeFour = sixEight + 3 * 3 * beat + beat / 2;
        TempoMap map =
                TempoMap.musical(
                        480,
                        List.of(),
                        List.of(new MeterChange(sixEight, 6, 8), new MeterChange(threeFour, 3, 4)));
        MeterMap meters = map.meters();
        assertThat(meters.at(0)).isEqualTo(new BarBeat(1, 1, 0));
        assertThat(meters.at(3 * beat + 120)).isEqualTo(new BarBeat(1, 4, 0.25));
        assertThat(meters.at(sixEight - 1).bar()).isEqualTo(2);
        assertThat(meters.at(sixEight)).isEqualTo(new BarBeat(3, 1, 0));
        assertThat(meters.at(sixEight + 240)).isEqualTo(new BarBeat(3, 2, 0));
        assertThat(meters.at(sixEight + 3 * beat)).isEqualTo(new BarBeat(4, 1, 0));
        assertThat(meters.at(threeFour - 1).bar()).isEqualTo(6);
        assertThat(meters.at(threeFour)).isEqualTo(new BarBeat(7, 1, 0));
        assertThat(meters.at(threeFour + 3 * beat)).isEqualTo(new BarBeat(8, 1, 0));
        assertThat(meters.at(-1).bar()).isZero();
        assertThat(meters.barPhaseCycles(sixEight + 720)).isEqualTo(0.5);
        for (long bar = -2; bar < 20; bar++) {
            double tick = meters.tickOfBar(bar);
            assertThat(meters.at(tick)).isEqualTo(new BarBeat(bar, 1, 0));
        }
        assertThat(meters.tickOfBar(6)).isEqualTo(sixEight + 9 * beat);
    }

    @Test
    void everyWholeTickOfABarHasItsBeat() {
        for (int ticksPerBeat : new int[] {1, 24, 96, 120, 480, 960, 1000, 32_767}) {
            TempoMap map =
                    TempoMap.musical(ticksPerBeat, List.of(), List.of(new MeterChange(0, 7, 4)));
            for (int note = 0; note < 100; note++) {
                assertThat(map.meters().at((double) note * ticksPerBeat))
                        .isEqualTo(new BarBeat(note / 7 + 1, note % 7 + 1, 0));
            }
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> TempoMap.constant(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TempoMap.constant(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TempoChange(-1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MeterChange(0, 4, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("meter 'unit': expected a power of two in 1..128, got 3; try 4");
        assertThatThrownBy(() -> TempoMap.smpte(26, 40, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TempoMap.musical(0, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
