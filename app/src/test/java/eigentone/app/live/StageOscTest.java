package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.audioio.osc.OscTarget;
import eigentone.engine.event.EventQueue;
import eigentone.presets.Knob;
import eigentone.presets.PresetLibrary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What Open Sound Control asks for reaches the instrument, at its frame.
@Timeout(120)
class StageOscTest {
    private static final int RATE_HZ = 48_000;

    private record Event(long frame, int kind, int target, double a) {}

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private Stage stage;
    private Player player;
    private StageOsc osc;
    private Knob knob;

    @BeforeEach
    void open() throws Exception {
        stage = new Stage(PresetLibrary.standard(), 1, 0, 2);
        stage.open("brass", Map.of(), RATE_HZ);
        stage.listen((frame, kind, target, a, b) -> events.add(new Event(frame, kind, target, a)));
        stage.begin();
        player = new Player(stage, (block, midi) -> {});
        osc = new StageOsc(stage);
        knob = stage.preset().knobs().getFirst();
    }

    @AfterEach
    void close() {
        player.close();
        stage.close();
    }

    private Event await(int kind, int target) throws InterruptedException {
        List<Event> found = new ArrayList<>();
        BooleanSupplier done =
                () -> {
                    List.copyOf(events).stream()
                            .filter(e -> e.kind() == kind && (target < 0 || e.target() == target))
                            .forEach(found::add);
                    return !found.isEmpty();
                };
        long until = System.nanoTime() + 20_000_000_000L;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("event %d within 20 s", kind).isLessThan(until);
            Thread.sleep(5);
        }
        return found.getFirst();
    }

    @Test
    void whatCarriesATimeIsAtItsFrame() throws Exception {
        long frame = osc.frameIn(0.5);
        int note = EventQueue.note(2, 60);
        double value = knob.spec().at(0.9);
        osc.tempo(frame, 90);
        osc.turn(frame + 1, knob.id(), value);
        osc.noteOn(frame + 2, 2, 60, 60.5, 0.7);
        osc.noteOff(frame + 3, 2, 60, 0.5);
        osc.locate(frame + 4, 8);
        osc.run(frame + 5, false);
        assertThat(await(EventQueue.RUN, -1).frame()).isEqualTo(frame + 5);
        assertThat(await(EventQueue.TEMPO, -1))
                .isEqualTo(new Event(frame, EventQueue.TEMPO, 0, 90));
        var target = knob.targets(value).getFirst();
        int control = stage.current().scene().plan().control(target.path());
        assertThat(await(EventQueue.CONTROL, control))
                .isEqualTo(new Event(frame + 1, EventQueue.CONTROL, control, target.value()));
        assertThat(await(EventQueue.NOTE_ON, note))
                .isEqualTo(new Event(frame + 2, EventQueue.NOTE_ON, note, 60.5));
        assertThat(await(EventQueue.NOTE_OFF, note).frame()).isEqualTo(frame + 3);
        assertThat(await(EventQueue.LOCATE, -1).frame()).isEqualTo(frame + 4);
    }

    @Test
    void whatIsNowDoesNotWait() throws Exception {
        int note = EventQueue.note(0, 60);
        osc.noteOn(osc.frameIn(600), 0, 61, 61, 0.5);
        osc.noteOn(OscTarget.NOW, 0, 60, 60, 0.8);
        await(EventQueue.NOTE_ON, note);
        osc.noteOff(OscTarget.NOW, 0, 60, 0);
        await(EventQueue.NOTE_OFF, note);
        osc.turn(OscTarget.NOW, knob.id(), knob.spec().at(0.3));
        osc.tempo(OscTarget.NOW, 77);
        osc.locate(OscTarget.NOW, 3);
        osc.run(OscTarget.NOW, true);
        await(EventQueue.RUN, -1);
        stage.settle();
        assertThat(stage.value(knob.id())).isEqualTo(knob.spec().at(0.3));
        assertThat(stage.tempo()).isEqualTo(77);
        osc.panic();
        await(EventQueue.PANIC, -1);
    }

    /// Frames of the instrument before are far away for one that has just begun.
    @Test
    void aFrameOfTheInstrumentBeforeDoesNotShutTheInlet() throws Exception {
        awaitFrames();
        long old = osc.frameIn(36_000);
        stage.changeRate(44_100);
        osc.tempo(old, 90);
        osc.noteOn(osc.frameIn(0.05), 0, 60, 60, 0.8);
        assertThat(await(EventQueue.NOTE_ON, EventQueue.note(0, 60)).frame())
                .isLessThan(10L * 44_100);
        assertThat(stage.live().droppedEvents()).isZero();
    }

    private void awaitFrames() throws InterruptedException {
        while (stage.live().frame() < 20_000) {
            Thread.sleep(5);
        }
    }

    @Test
    void theAddressSpaceIsThePresets() throws Exception {
        assertThat(osc.parameters()).anyMatch(p -> p.name().equals(knob.id()));
        stage.set(knob.id(), knob.spec().at(0.9));
        stage.settle();
        assertThat(osc.parameters())
                .anyMatch(p -> p.name().equals(knob.id()) && p.value() == knob.spec().at(0.9));
        osc.preset("chorale");
        stage.settle();
        assertThat(osc.preset()).isEqualTo("chorale");
        assertThatThrownBy(() -> osc.preset("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("preset 'nothing': expected one of");
    }
}
