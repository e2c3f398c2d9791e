package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.presets.Knob;
import eigentone.presets.PresetLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gesture of the modulation wheel is taught to a knob, and plays it.
@Timeout(120)
class TeacherTest {
    @TempDir Path folder;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private volatile int wheel = -1;
    private Stage stage;
    private Player player;
    private Teacher teacher;
    private Knob knob;
    private String path;

    @BeforeEach
    void open() throws Exception {
        stage = new Stage(PresetLibrary.standard(), 1, 0, 2);
        stage.tellTo(told::add);
        stage.open("brass", Map.of(), 48_000);
        teacher = new Teacher(stage, new Ears(stage));
        stage.begin();
        player =
                new Player(
                        stage,
                        (block, midi) -> {
                            if (wheel >= 0 && block % 8 == 0) {
                                midi.add(0, 0xb0, 20, wheel);
                            }
                        });
        knob = stage.preset().knobs().getFirst();
        path = knob.targets(knob.spec().initial()).getFirst().path();
    }

    @AfterEach
    void close() {
        player.close();
        stage.close();
    }

    private void teach(String words) throws InterruptedException {
        stage.onDesk(() -> teacher.run(Arrays.asList(words.split(" "))));
        stage.settle();
    }

    private static void await(String what, BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " within 20 s").isLessThan(until);
            Thread.sleep(5);
        }
    }

    /// Shows for a while that this place of the wheel means this place of the knob.
    private void demonstrate(int at, double position) throws InterruptedException {
        wheel = at;
        stage.set(knob.id(), knob.spec().at(position));
        stage.settle();
        Thread.sleep(50);
        teach("record");
        Thread.sleep(350);
        teach("record");
    }

    private double target(double position) {
        return knob.targets(knob.spec().at(position)).getFirst().value();
    }

    private void teachTheWheel() throws InterruptedException {
        teach("cc20 -> " + knob.id());
        demonstrate(0, 0.1);
        demonstrate(127, 0.9);
        teach("learn");
        assertThat(told).anyMatch(m -> m.startsWith("learnt from "));
    }

    @Test
    void aGestureThatWasShownPlaysItsKnob() throws Exception {
        teachTheWheel();
        teach("play");
        double span = Math.abs(target(0.9) - target(0.1));
        wheel = 0;
        await("the low end", () -> Math.abs(stage.standing(path) - target(0.1)) < 0.1 * span);
        wheel = 127;
        await("the high end", () -> Math.abs(stage.standing(path) - target(0.9)) < 0.1 * span);
        teach("stop");
        double stood = stage.standing(path);
        wheel = 0;
        Thread.sleep(200);
        stage.settle();
        assertThat(stage.standing(path)).isCloseTo(stood, within(1e-9));
    }

    @Test
    void whatWasTaughtIsKeptInAFile() throws Exception {
        teachTheWheel();
        Path file = folder.resolve("wheel.teach");
        teach("save " + file);
        teach("forget");
        assertThat(told).contains("all demonstrations are forgotten");
        teach("load " + file);
        teach("play");
        double span = Math.abs(target(0.9) - target(0.1));
        wheel = 0;
        await("the low end", () -> Math.abs(stage.standing(path) - target(0.1)) < 0.1 * span);
        assertThat(told).noneMatch(m -> m.contains("error"));
    }

    @Test
    void anotherPresetEndsIt() throws Exception {
        teachTheWheel();
        teach("play");
        stage.play("chorale");
        stage.settle();
        assertThat(told).anyMatch(m -> m.startsWith("teaching ended with the preset"));
        teach("play");
        assertThat(told.getLast()).startsWith("teach: expected `teach INPUT... -> KNOB...` first");
    }

    @Test
    void mistakesAreTold() throws Exception {
        teach("learn");
        assertThat(told.getLast()).contains("first, for example");
        teach("cc20 ->");
        assertThat(told.getLast()).startsWith("teach: expected `teach INPUT... -> KNOB...`");
        teach("wind -> " + knob.id());
        assertThat(told.getLast())
                .startsWith("teach, input 'wind': expected a controller like cc1 or nrpn5");
        teach("cc20 -> nothing");
        assertThat(told.getLast()).contains("knob 'nothing': expected");
        teach("cc20 -> " + knob.id());
        teach("learn");
        assertThat(told.getLast()).doesNotStartWith("internal error").contains("demonstration");
        teach("load " + folder.resolve("nowhere"));
        assertThat(told.getLast()).doesNotStartWith("internal error").contains("nowhere");
    }
}
