package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.app.session.Session;
import eigentone.app.session.Tweak;
import eigentone.presets.Knob;
import eigentone.presets.PresetLibrary;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a performer types: keys of a terminal, and lines without one.
@Timeout(120)
class ConsoleTest {
    private static final String RIGHT = "\u001b[C", LEFT = "\u001b[D", DOWN = "\u001b[B";

    @TempDir Path folder;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final StringWriter shown = new StringWriter();
    private Stage stage;
    private Session session;
    private Player player;
    private Commands commands;

    @BeforeEach
    void open() throws Exception {
        stage = new Stage(PresetLibrary.standard(), 1, 0, 2);
        session = new Session(folder.resolve("state"), false, told::add);
        stage.tellTo(told::add);
        stage.open("brass", Map.of(), 48_000);
        session.tweak(new Tweak.Choose("brass", Map.of()));
        stage.keepTweaks(session::tweak);
        Recording recording = new Recording(stage, folder.resolve("takes"), 1);
        commands =
                new Commands(
                        stage, () -> 7, recording, session, new Teacher(stage, new Ears(stage)));
        stage.begin();
        player = new Player(stage, (block, midi) -> {});
    }

    @AfterEach
    void close() {
        player.close();
        stage.close();
        session.close();
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Presses keys, and goes on when all of them have been seen.
    private void press(String keys) throws Exception {
        InputStream in = input(keys);
        PrintWriter err = new PrintWriter(shown, true);
        try (Console console =
                new Console(
                        stage,
                        commands,
                        new Terminal(null, in),
                        InputStream.nullInputStream(),
                        err)) {
            long until = System.nanoTime() + 20_000_000_000L;
            console.run(() -> available(in) == 0 || System.nanoTime() > until);
        }
        stage.settle();
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    private String run(String line) throws Exception {
        List<String> answers = new ArrayList<>();
        assertThat(commands.run(line, answers::add)).as(line).isTrue();
        stage.settle();
        return String.join("\n", answers);
    }

    private Knob knob(int index) {
        return stage.preset().knobs().get(index);
    }

    @Test
    void arrowsChooseAKnobAndTurnIt() throws Exception {
        double first = knob(0).spec().position(stage.value(knob(0).id()));
        press(RIGHT + RIGHT);
        assertThat(knob(0).spec().position(stage.value(knob(0).id())))
                .isCloseTo(
                        Math.min(1, first + 2 / 50.0),
                        org.assertj.core.api.Assertions.within(1e-6));
        press(DOWN + LEFT);
        assertThat(stage.value(knob(1).id())).isLessThan(knob(1).spec().initial());
        press("u");
        assertThat(stage.value(knob(1).id())).isEqualTo(knob(1).spec().initial());
        press("U");
        assertThat(stage.value(knob(1).id())).isLessThan(knob(1).spec().initial());
    }

    @Test
    void keysChangeThePreset() throws Exception {
        press("n");
        String next = stage.preset().name();
        assertThat(next).isNotEqualTo("brass");
        press("p");
        assertThat(stage.preset().name()).isEqualTo("brass");
    }

    @Test
    void aKeySoundsATestNote() throws Exception {
        press(".");
        long until = System.nanoTime() + 10_000_000_000L;
        while (player.loudest < 0.001 && System.nanoTime() < until) {
            Thread.sleep(5);
        }
        assertThat(player.loudest).isGreaterThan(0.001);
    }

    @Test
    void keysTellWhatTheyDo() throws Exception {
        press("?xl");
        assertThat(shown.toString())
                .contains("n p      next, previous preset")
                .contains("panic: everything is silent");
        assertThat(told).contains(knob(0).id() + " follows the controller that moves next");
    }

    @Test
    void aColonTakesACommand() throws Exception {
        String id = knob(0).id();
        double value = knob(0).spec().at(0.75);
        press(":set " + id + " 9\u007f" + value + "\n");
        assertThat(stage.value(id)).isEqualTo(value);
        press(":preset chorale\u001b\u001b");
        assertThat(stage.preset().name()).as("escape gives it up").isEqualTo("brass");
        press(":nonsense\n");
        assertThat(shown.toString()).contains("command 'nonsense': expected one of preset, next");
    }

    @Test
    void theRecordKeyBeginsAndEndsATake() throws Exception {
        press("r");
        assertThat(commands.status()).startsWith(" | REC ");
        press("r");
        assertThat(commands.status()).isEmpty();
        try (Stream<Path> takes = Files.list(folder.resolve("takes"))) {
            assertThat(takes).hasSize(1);
        }
    }

    @Test
    void oneQDoesNotEndTheConcert() throws Exception {
        InputStream in = input("qxqq.");
        PrintWriter err = new PrintWriter(shown, true);
        try (Console console =
                new Console(
                        stage,
                        commands,
                        new Terminal(null, in),
                        InputStream.nullInputStream(),
                        err)) {
            console.run(() -> false);
        }
        // The second q came within two seconds; what follows it is not read any more.
        assertThat(in.available()).isEqualTo(2);
        assertThat(shown.toString()).contains("q again to end");
    }

    @Test
    void linesAreCommandsUntilQuit() throws Exception {
        String lines = "get " + knob(0).id() + "\n\nfoo\nquit\n";
        try (Console console =
                new Console(stage, commands, null, input(lines), new PrintWriter(shown, true))) {
            console.run(() -> false);
        }
        assertThat(shown.toString().lines())
                .contains(knob(0).id() + " " + knob(0).spec().initial())
                .anyMatch(l -> l.startsWith("command 'foo': expected one of"));
    }

    @Test
    void theStatusLineShowsHowThingsAre() throws Exception {
        try (Console console =
                new Console(stage, commands, null, input(""), new PrintWriter(shown, true))) {
            assertThat(console.status())
                    .startsWith("brass ")
                    .contains(" bpm", "load", knob(0).id(), "xruns 7");
        }
    }

    @Test
    void commandsReachTheStage() throws Exception {
        run("tempo 77");
        assertThat(stage.tempo()).isEqualTo(77);
        run("voices half");
        assertThat(stage.current().scene().plan().voices())
                .isEqualTo(stage.preset().wiring().voices() / 2);
        run("voices all");
        assertThat(stage.current().scene().plan().voices())
                .isEqualTo(stage.preset().wiring().voices());
        run("preset chorale");
        assertThat(stage.preset().name()).isEqualTo("chorale");
        run("undo");
        assertThat(stage.preset().name()).isEqualTo("brass");
        run("redo");
        assertThat(stage.preset().name()).isEqualTo("chorale");
        run("clock on");
        assertThat(run("help")).contains("voices all|half|quarter");
        assertThat(commands.run("quit", told::add)).isFalse();
        assertThat(told).noneMatch(m -> m.contains("error"));
    }

    @Test
    void mistakesAreTold() throws Exception {
        assertThat(run("presett brass")).contains("command 'presett'", "try", "preset");
        assertThat(run("set")).contains("command 'set': expected `set KNOB VALUE`, got too little");
        assertThat(run("set x high")).contains("expected a number, got 'high'");
        assertThat(run("voices some")).contains("expected all, half or quarter, got 'some'");
        assertThat(run("clock maybe")).contains("expected on or off, got 'maybe'");
        run("tempo 1000");
        run("learn nothing");
        assertThat(told)
                .anyMatch(m -> m.equals("tempo: expected 20..400 beats per minute, got 1000.0"))
                .anyMatch(m -> m.contains("knob 'nothing': expected a knob of preset 'brass'"));
    }
}
