package eigentone.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    @Test
    void controllersReachTheListenerToo() {
        List<String> heard = new ArrayList<>();
        midi.onController((frame, channel, controller, value) ->
                heard.add(channel + ":" + controller + "=" + value));
        midi.onProgram((frame, channel, program) -> heard.add("program " + program));
        midi.midi(0, 0xb1, 1, 127);
        midi.midi(0, 0xb1, 20, 3);
        midi.midi(0, 0xc1, 42, 0);
        assertThat(heard).containsExactly("1:1=127", "1:20=3", "program 42");
        assertThat(drain()).containsExactly(new Event(0, EventQueue.WHEEL, 1, 1, 0));
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
