package eigentone.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MidiTranslatorTest {
    private final EventQueue queue = new EventQueue(256);
    private final MidiTranslator midi = new MidiTranslator(queue);

    private record Event(long frame, int kind, int target, double a, double b) {}

    private List<Event> drain() {
        List<Event> events = new ArrayList<>();
        while (queue.hasNext()) {
            events.add(
                    new Event(queue.frame(), queue.kind(), queue.target(), queue.a(), queue.b()));
            queue.advance();
        }
        return events;
    }

    private void registered(int channel, int parameter, int value) {
        midi.midi(0, 0xb0 | channel, 101, 0);
        midi.midi(0, 0xb0 | channel, 100, parameter);
        midi.midi(0, 0xb0 | channel, 6, value);
    }

    @Test
    void notesAndTheirVelocities() {
        midi.midi(5, 0x93, 60, 127);
        midi.midi(6, 0x93, 60, 0);
        midi.midi(7, 0x83, 61, 127);
        int c = EventQueue.note(3, 60);
        assertThat(drain())
                .containsExactly(
                        new Event(5, EventQueue.NOTE_ON, c, 60, 1),
                        new Event(6, EventQueue.NOTE_OFF, c, 0, 0.5),
                        new Event(7, EventQueue.NOTE_OFF, EventQueue.note(3, 61), 0, 1));
    }

    @Test
    void bendFollowsItsRange() {
        midi.midi(0, 0xe2, 0, 0);
        assertThat(drain()).containsExactly(new Event(0, EventQueue.BEND, 2, -2, 0));
        registered(2, 0, 12);
        assertThat(drain()).containsExactly(new Event(0, EventQueue.BEND, 2, -12, 0));
        midi.midi(9, 0xe2, 0, 64);
        assertThat(drain()).containsExactly(new Event(9, EventQueue.BEND, 2, 0, 0));
    }

    @Test
    void anMpeZonesMasterMovesItsMembers() {
        registered(0, 6, 3);
        drain();
        midi.midi(1, 0xe1, 0, 96);
        assertThat(drain()).containsExactly(new Event(1, EventQueue.BEND, 1, 24, 0));
        midi.midi(2, 0xe0, 0, 96);
        assertThat(drain())
                .containsExactly(
                        new Event(2, EventQueue.BEND, 0, 1, 0),
                        new Event(2, EventQueue.BEND, 1, 25, 0),
                        new Event(2, EventQueue.BEND, 2, 1, 0),
                        new Event(2, EventQueue.BEND, 3, 1, 0));
        midi.midi(3, 0xb0, 64, 127);
        assertThat(drain()).extracting(Event::target).containsExactly(0, 1, 2, 3);
        midi.midi(4, 0xd2, 127, 0);
        assertThat(drain()).containsExactly(new Event(4, EventQueue.PRESSURE, 2, 1, 0));
    }

    @Test
    void volumeAndExpressionAreLevels() {
        midi.midi(3, 0xb4, 7, 127);
        midi.midi(4, 0xb4, 11, 0);
        assertThat(drain())
                .containsExactly(
                        new Event(3, EventQueue.VOLUME, 4, 1, 0),
                        new Event(4, EventQueue.EXPRESSION, 4, 0, 0));
        registered(0, 6, 2);
        drain();
        midi.midi(5, 0xb0, 7, 0);
        assertThat(drain()).extracting(Event::target).containsExactly(0, 1, 2);
    }

    private List<String> listen() {
        List<String> heard = new ArrayList<>();
        midi.onController((frame, channel, source, position) ->
                heard.add(channel + ":" + source + "=" + position));
        midi.onProgram((frame, channel, bank, program) ->
                heard.add("channel " + channel + " bank " + bank + " program " + program));
        return heard;
    }

    private void control(int channel, int... numbersAndValues) {
        for (int i = 0; i < numbersAndValues.length; i += 2) {
            midi.midi(0, 0xb0 | channel, numbersAndValues[i], numbersAndValues[i + 1]);
        }
    }

    @Test
    void controllersReachTheListenerToo() {
        List<String> heard = listen();
        control(1, 1, 127, 20, 3, 119, 5);
        midi.midi(0, 0xc1, 42, 0);
        assertThat(heard)
                .containsExactly(
                        "1:1=127.0", "1:20=3.0", "1:119=5.0", "channel 1 bank 0 program 42");
        assertThat(drain()).containsExactly(new Event(0, EventQueue.WHEEL, 1, 1, 0));
    }

    @Test
    void aFineHalfAfterItsCoarseHalfMakesAPairForGood() {
        List<String> heard = listen();
        control(0, 16, 127, 48, 127, 48, 5);
        midi.midi(90_000, 0xb0, 16, 64);
        midi.midi(180_000, 0xb0, 48, 1);
        assertThat(heard)
                .containsExactly(
                        "0:16=127.0",
                        "0:16=127.0",
                        "0:16=" + 127.0 * 16261 / 16383,
                        "0:16=" + 127.0 * 8192 / 16383,
                        "0:16=" + 127.0 * 8193 / 16383);
        heard.clear();
        control(1, 16, 64);
        assertThat(heard).as("another channel").containsExactly("1:16=64.0");
    }

    @Test
    void aKnobAt32To63OfItsOwnIsNoFineHalf() {
        List<String> heard = listen();
        control(0, 40, 7, 8, 100, 9, 1, 40, 8);
        midi.midi(10_000, 0xb0, 8, 3);
        midi.midi(20_000, 0xb0, 40, 127);
        assertThat(heard)
                .containsExactly(
                        "0:40=7.0", "0:8=100.0", "0:9=1.0", "0:40=8.0", "0:8=3.0", "0:40=127.0");
    }

    @Test
    void theWheelHasAFineHalfToo() {
        control(3, 1, 64, 33, 32);
        assertThat(drain().getLast())
                .isEqualTo(
                        new Event(
                                0, EventQueue.WHEEL, 3, FineControllers.position(8224) / 127.0, 0));
    }

    @Test
    void nonRegisteredParametersAreSources() {
        List<String> heard = listen();
        control(2, 99, 1, 98, 2, 6, 64, 96, 0, 97, 0, 97, 0);
        assertThat(heard)
                .containsExactly("2:1154=64.0", "2:1154=65.0", "2:1154=64.0", "2:1154=63.0");
        heard.clear();
        control(2, 38, 5, 96, 0, 98, 3, 6, 127, 38, 127, 96, 0);
        assertThat(heard)
                .containsExactly(
                        "2:1154=" + FineControllers.position(63 << 7 | 5),
                        "2:1154=" + FineControllers.position(63 << 7 | 6),
                        "2:1155=" + FineControllers.position(127 << 7),
                        "2:1155=127.0",
                        "2:1155=127.0");
        heard.clear();
        control(2, 98, 127, 99, 127, 6, 10, 96, 1);
        assertThat(heard).as("none chosen").containsExactly("2:6=10.0", "2:96=1.0");
    }

    @Test
    void anEndlessKnobFindsItsParameterWhereItLeftIt() {
        List<String> heard = listen();
        control(0, 99, 0, 98, 1, 6, 50, 98, 2, 6, 80, 98, 1, 96, 0, 98, 2, 97, 0);
        assertThat(heard.subList(2, 4)).containsExactly("0:1025=51.0", "0:1026=79.0");
    }

    @Test
    void banksComeWithProgramChanges() {
        List<String> heard = listen();
        control(4, 0, 3, 32, 5);
        heard.clear();
        midi.midi(0, 0xc4, 7, 0);
        control(4, 32, 127, 0, 127);
        heard.clear();
        midi.midi(0, 0xc4, 127, 0);
        midi.midi(0, 0xc5, 1, 0);
        assertThat(heard)
                .containsExactly("channel 4 bank 16383 program 127", "channel 5 bank 0 program 1");
    }

    @Test
    void tuningAddsToBend() {
        registered(2, 2, 64 + 3);
        registered(2, 1, 96);
        assertThat(drain().getLast()).isEqualTo(new Event(0, EventQueue.BEND, 2, 3.5, 0));
        midi.midi(1, 0xe2, 0, 0);
        assertThat(drain()).containsExactly(new Event(1, EventQueue.BEND, 2, 1.5, 0));
    }

    @Test
    void hundredthsOfABendRange() {
        midi.midi(0, 0xe2, 0, 0);
        registered(2, 0, 7);
        control(2, 38, 50);
        assertThat(drain().getLast().a()).isEqualTo(-7.5);
        control(2, 96, 0);
        assertThat(drain().getLast().a()).isEqualTo(-7.51);
        control(2, 100, 127, 101, 127, 6, 3);
        assertThat(drain()).as("none chosen").isEmpty();
    }

    @Test
    void theRangeOfAMemberHoldsForAllAndTheManagersForItself() {
        registered(15, 6, 2);
        drain();
        midi.midi(0, 0xee, 127, 127);
        midi.midi(0, 0xef, 0, 0);
        drain();
        registered(13, 0, 24);
        assertThat(drain())
                .extracting(Event::target, Event::a)
                .containsExactly(
                        tuple(13, -2.0), tuple(14, 24 * 8191 / 8192.0 - 2), tuple(15, -2.0));
        registered(15, 0, 12);
        assertThat(drain())
                .extracting(Event::target, Event::a)
                .containsExactly(
                        tuple(13, -12.0), tuple(14, 24 * 8191 / 8192.0 - 12), tuple(15, -12.0));
    }

    @Test
    void theZoneSetLastTakesWhatItAsksFor() {
        registered(0, 6, 7);
        registered(15, 6, 7);
        drain();
        registered(0, 6, 10);
        assertThat(drain())
                .filteredOn(e -> e.kind() == EventQueue.NOTES_OFF)
                .extracting(Event::target)
                .containsExactly(8, 9, 10);
        midi.midi(0, 0xdf, 64, 0);
        assertThat(drain()).extracting(Event::target).containsExactly(11, 12, 13, 14, 15);
        registered(0, 6, 2);
        drain();
        midi.midi(0, 0xdf, 64, 0);
        assertThat(drain())
                .as("what was taken does not come back by itself")
                .extracting(Event::target)
                .containsExactly(11, 12, 13, 14, 15);
        registered(0, 6, 15);
        drain();
        midi.midi(0, 0xdf, 64, 0);
        assertThat(drain()).extracting(Event::target).containsExactly(15);
        midi.midi(0, 0xd0, 64, 0);
        assertThat(drain()).hasSize(16);
    }

    @Test
    void aZoneOfNoMembersEndsAndItsChannelsArePlain() {
        List<String> heard = listen();
        registered(0, 6, 4);
        drain();
        midi.midi(0, 0xc2, 5, 0);
        assertThat(heard).as("a member's program").isEmpty();
        registered(0, 6, 0);
        assertThat(drain())
                .filteredOn(e -> e.kind() == EventQueue.NOTES_OFF)
                .extracting(Event::target)
                .containsExactly(0, 1, 2, 3, 4);
        midi.midi(0, 0xe2, 0, 0);
        assertThat(drain()).containsExactly(new Event(0, EventQueue.BEND, 2, -2, 0));
        midi.midi(0, 0xb0, 64, 127);
        assertThat(drain()).extracting(Event::target).containsExactly(0);
        midi.midi(0, 0xc2, 5, 0);
        assertThat(heard).contains("channel 2 bank 0 program 5");
        registered(3, 6, 5);
        assertThat(drain()).as("only 1 and 16 manage zones").isEmpty();
    }

    @Test
    void aResetLetsVolumeAndTuningBe() {
        registered(1, 2, 65);
        midi.midi(0, 0xe1, 0, 0);
        control(1, 7, 20, 66, 127);
        drain();
        control(1, 121, 0, 6, 99);
        assertThat(drain())
                .containsExactly(
                        new Event(0, EventQueue.BEND, 1, 1, 0),
                        new Event(0, EventQueue.WHEEL, 1, 0, 0),
                        new Event(0, EventQueue.PRESSURE, 1, 0, 0),
                        new Event(0, EventQueue.EXPRESSION, 1, 1, 0),
                        new Event(0, EventQueue.SUSTAIN, 1, 0, 0),
                        new Event(0, EventQueue.SOSTENUTO, 1, 0, 0));
    }

    /// Half of the bytes are controllers that choose and enter parameters: the state that matters.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverComesStaysInRange(long seed) {
        Random random = new Random(seed);
        int[] telling = {0, 32, 6, 38, 96, 97, 98, 99, 100, 101, 121, 123, 1, 33};
        double[] values = new double[ControllerMap.STEPS + 1];
        Arrays.setAll(values, i -> i);
        ControllerMap map =
                new ControllerMap(
                        List.of(
                                new ControllerMap.Binding(-1, 1, 0, values, false),
                                new ControllerMap.Binding(
                                        -1, ControllerMap.NRPN, 1, values, true)));
        midi.onController((frame, channel, source, position) -> {
            assertThat(position).isBetween(0.0, 127.0);
            assertThat(source).isBetween(0, ControllerMap.NRPN + 0x3ffe);
            assertThat(channel).isBetween(0, 15);
            map.apply(frame, channel, source, position, queue);
        });
        midi.onProgram((frame, channel, bank, program) -> {
            assertThat(bank).isBetween(0, 16383);
            assertThat(program).isBetween(0, 127);
        });
        int telltales = 0;
        for (int i = 0; i < 200_000; i++) {
            if (random.nextBoolean()) {
                midi.midi(
                        i,
                        0xb0 | random.nextInt(16),
                        telling[random.nextInt(telling.length)],
                        random.nextInt(random.nextBoolean() ? 8 : 128));
            } else {
                midi.midi(i, random.nextInt(256), random.nextInt(), random.nextInt());
            }
            while (queue.hasNext()) {
                telltales++;
                inRange();
                queue.advance();
            }
        }
        assertThat(telltales).isGreaterThan(100_000);
        assertThat(queue.refused()).isZero();
    }

    private void inRange() {
        int channels = 16;
        double least = 0, most = 1;
        int targets = channels;
        switch (queue.kind()) {
            case EventQueue.NOTE_ON -> {
                targets = channels << 7;
                most = 127;
                assertThat(queue.b()).isBetween(0.0, 1.0);
            }
            case EventQueue.NOTE_OFF, EventQueue.NOTE_PRESSURE -> targets = channels << 7;
            // A range of 128 and a tuning of 65 semitones, of a member and its manager.
            case EventQueue.BEND -> {
                least = -2 * (128 + 65);
                most = 2 * (128 + 65);
            }
            case EventQueue.CONTROL -> {
                targets = 2;
                most = 127;
            }
            case EventQueue.PANIC -> {
                return;
            }
            default -> {}
        }
        assertThat(queue.a()).isBetween(least, most);
        assertThat(queue.target()).isBetween(0, targets - 1);
    }

    @Test
    void aFullQueueRefusesAndCounts() {
        EventQueue small = new EventQueue(2);
        assertThat(small.control(0, 1, 1)).isTrue();
        assertThat(small.control(0, 1, 1)).isTrue();
        assertThat(small.control(0, 1, 1)).isFalse();
        assertThat(small.refused()).isEqualTo(1);
        small.advance();
        assertThat(small.control(0, 1, 1)).isTrue();
    }
}
