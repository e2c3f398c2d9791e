package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.app.session.Session;
import eigentone.app.session.Tweak;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The stage on a clock of the test's own, faster than real time.
@Timeout(600)
class StageTest {
    private static final int RATE_HZ = 48_000;

    private static Stage stage(String preset, List<String> told) throws Exception {
        Stage stage = new Stage(PresetLibrary.standard(), 1, 1, 2);
        stage.tellTo(told::add);
        stage.open(preset, Map.of(), RATE_HZ);
        stage.begin();
        return stage;
    }

    private static List<String> messages() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    private static void chord(int block, MidiBlock midi) {
        if (block == 3) {
            for (int key : new int[] {48, 55, 64}) {
                midi.add(key - 48, 0x90, key, 100);
            }
        }
    }

    @Test
    void aPresetChangeKeepsWhatIsHeld() throws Exception {
        List<String> told = messages();
        try (Stage stage = stage("brass", told);
                Player player = new Player(stage, StageTest::chord)) {
            Thread.sleep(300);
            stage.play("reed-drone");
            stage.settle();
            assertThat(stage.preset().name()).isEqualTo("reed-drone");
            player.loudest = 0;
            Thread.sleep(500);
            assertThat(player.loudest).isGreaterThan(0.01);
            assertThat(stage.live().stuckNotes()).isZero();
            assertThat(told).anyMatch(m -> m.startsWith("reed-drone: "));
        }
    }

    @Test
    void knobsArriveAndAreKeptWhenThePresetComesBack() throws Exception {
        List<String> told = messages();
        List<Tweak> kept = Collections.synchronizedList(new ArrayList<>());
        try (Stage stage = stage("brass", told);
                Player player = new Player(stage, StageTest::chord)) {
            stage.keepTweaks(kept::add);
            Preset brass = stage.preset();
            var knob = brass.knobs().getFirst();
            double value = knob.spec().at(0.9);
            stage.set(knob.id(), value);
            stage.settle();
            var target = knob.targets(value).getFirst();
            assertThat(stage.standing(target.path())).isEqualTo(target.value());
            stage.play("chorale");
            stage.settle();
            stage.play("brass");
            stage.settle();
            assertThat(stage.value(knob.id())).isEqualTo(value);
            assertThat(stage.standing(target.path())).isEqualTo(target.value());
            assertThat(kept).contains(new Tweak.Turn(knob.id(), value));
            stage.set(knob.id(), knob.spec().max() * 2 + 1);
            stage.set("nonsense", 1);
            stage.play("nothing-of-that-name");
            stage.settle();
            assertThat(told)
                    .anyMatch(m -> m.contains("knob '" + knob.id() + "': expected"))
                    .anyMatch(m -> m.contains("'nonsense'"))
                    .anyMatch(m -> m.contains("nothing-of-that-name"));
            assertThat(player.finite).isTrue();
        }
    }

    @Test
    void undoAndRedoGoThroughTheStage(@TempDir Path folder) throws Exception {
        List<String> told = messages();
        try (Stage stage = stage("brass", told);
                Session session = new Session(folder, false, told::add);
                Player player = new Player(stage, StageTest::chord)) {
            session.tweak(new Tweak.Choose("brass", Map.of()));
            stage.keepTweaks(session::tweak);
            var knob = stage.preset().knobs().getFirst();
            double first = knob.spec().at(0.9), second = knob.spec().at(0.1);
            String path = knob.targets(first).getFirst().path();
            double initial = stage.standing(path);
            stage.set(knob.id(), first);
            stage.settle();
            stage.play("chorale");
            stage.settle();
            stage.applyAll(session::undo);
            stage.settle();
            assertThat(stage.preset().name()).isEqualTo("brass");
            assertThat(stage.standing(path)).isEqualTo(knob.targets(first).getFirst().value());
            stage.applyAll(session::undo);
            stage.settle();
            assertThat(stage.standing(path)).isEqualTo(initial);
            assertThat(stage.value(knob.id())).isEqualTo(knob.spec().initial());
            stage.applyAll(session::redo);
            stage.settle();
            assertThat(stage.standing(path)).isEqualTo(knob.targets(first).getFirst().value());
            stage.set(knob.id(), second);
            stage.settle();
            for (int i = 0; i < 5; i++) {
                stage.applyAll(session::undo);
            }
            stage.settle();
            assertThat(stage.standing(path)).isEqualTo(initial);
            assertThat(session.state().preset()).isEqualTo("brass");
            assertThat(told).noneMatch(m -> m.contains("error"));
            assertThat(player.finite).isTrue();
        }
    }

    @Test
    void aKnobThatAControllerTurnsIsKept() throws Exception {
        List<String> told = messages();
        List<Tweak> kept = Collections.synchronizedList(new ArrayList<>());
        boolean[] send = {false};
        try (Stage stage = stage("chorale", told);
                Player player =
                        new Player(
                                stage,
                                (block, midi) -> {
                                    if (send[0] && block % 20 == 0) {
                                        int controller =
                                                stage.preset().midi().keySet().iterator().next();
                                        midi.add(5, 0xb0, controller, 127);
                                    }
                                })) {
            stage.keepTweaks(kept::add);
            send[0] = true;
            Thread.sleep(200);
            stage.settle();
            String target = stage.preset().midi().values().iterator().next();
            assertThat(stage.value(target)).isEqualTo(stage.current().spec(target).at(1));
            assertThat(kept).contains(new Tweak.Turn(target, stage.value(target)));
            assertThat(player.finite).isTrue();
        }
    }

    @Test
    void aControllerIsLearned() throws Exception {
        List<String> told = messages();
        int[] value = {0};
        try (Stage stage = stage("brass", told);
                Player player =
                        new Player(
                                stage,
                                (block, midi) -> {
                                    if (value[0] > 0 && block % 50 == 0) {
                                        midi.add(5, 0xb3, 22, value[0]);
                                    }
                                })) {
            var knob = stage.preset().knobs().getFirst();
            stage.learnNext(knob.id());
            stage.settle();
            value[0] = 127;
            Thread.sleep(200);
            stage.settle();
            var target = knob.targets(knob.spec().max()).getFirst();
            assertThat(told).contains(knob.id() + " follows controller 22");
            assertThat(stage.standing(target.path())).isEqualTo(target.value());
            assertThat(player.finite).isTrue();
        }
    }

    @Test
    void anotherRateGoesOnWithTheSamePresetAndKnobs() throws Exception {
        List<String> told = messages();
        try (Stage stage = stage("brass", told);
                Player player = new Player(stage, StageTest::chord)) {
            var knob = stage.preset().knobs().getFirst();
            stage.set(knob.id(), knob.spec().at(0.2));
            stage.setTempo(77);
            stage.settle();
            stage.changeRate(44_100);
            stage.settle();
            assertThat(stage.live().rateHz()).isEqualTo(44_100);
            assertThat(stage.tempo()).isEqualTo(77);
            var target = knob.targets(knob.spec().at(0.2)).getFirst();
            assertThat(stage.standing(target.path())).isEqualTo(target.value());
            stage.note(0, 60, 0.8);
            player.loudest = 0;
            Thread.sleep(400);
            assertThat(player.loudest).isGreaterThan(0.01);
            assertThat(stage.counts().seconds()).isGreaterThan(0.1);
        }
    }

    @Test
    void anEventOfAnotherSceneIsNotMistaken() throws Exception {
        List<String> told = messages();
        List<Integer> controls = Collections.synchronizedList(new ArrayList<>());
        try (Stage stage = stage("brass", told);
                Player player = new Player(stage, StageTest::chord)) {
            stage.listen((frame, kind, target, a, b) -> {
                if (kind == EventQueue.CONTROL) {
                    controls.add(target);
                }
            });
            stage.onDesk(() -> stage.live().inlet(Stage.DESK).add(0, EventQueue.CONTROL, 0, 0, 99));
            stage.settle();
            assertThat(controls).isEmpty();
            assertThat(player.finite).isTrue();
        }
    }
}
