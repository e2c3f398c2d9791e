package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.app.session.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `play` as a user sees it, on the clock without sound.
class PlayTest {
    @TempDir Path folder;

    private InputStream in;

    @BeforeEach
    void keepTheSessionHere() {
        in = System.in;
        System.setIn(new ByteArrayInputStream(new byte[0]));
        System.setProperty(Session.FOLDER_PROPERTY, folder.resolve("state").toString());
    }

    @AfterEach
    void leave() {
        System.setIn(in);
        System.clearProperty(Session.FOLDER_PROPERTY);
    }

    private static void typing(String lines) {
        System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void figuresAreToldAsJson() {
        Cli run = Cli.run("play", "--backend", "null", "--length", "0.5", "--json");
        JsonNode figures = run.json();
        assertThat(figures.get("backend").asString()).isEqualTo("null");
        assertThat(figures.get("preset").asString()).isEqualTo("chorale");
        assertThat(figures.get("blocks").asLong()).isGreaterThan(80);
        assertThat(figures.get("seconds").asDouble()).isBetween(0.5, 5.0);
        for (String name :
                new String[] {
                    "xruns", "latePercent", "allocatedBytes", "nonFinite", "droppedEvents"
                }) {
            assertThat(figures.get(name).isNumber()).as(name).isTrue();
        }
        for (String name : new String[] {"p50", "p99", "p999", "max"}) {
            assertThat(figures.get("callbackMicros").get(name).isNumber()).as(name).isTrue();
        }
        assertThat(figures.get("nonFinite").asLong()).isZero();
        assertThat(figures.get("droppedEvents").asLong()).isZero();
    }

    @Test
    void aTakeReplaysToTheBit() throws IOException {
        typing("set brightness 0.9\nnote 62 100\npreset brass\nnote 69 90\n");
        Cli.run(
                        "play",
                        "--backend",
                        "null",
                        "--length",
                        "3",
                        "--midi-file",
                        "bundled:jesu-meine-freude",
                        "--record",
                        folder.resolve("takes").toString(),
                        "--json")
                .json();
        JsonNode replayed =
                Cli.run(
                                "replay",
                                folder.resolve("takes").toString(),
                                "--verify",
                                "--json",
                                "--output",
                                folder.resolve("again.wav").toString())
                        .json();
        assertThat(replayed.get("verified").asBoolean()).isTrue();
        assertThat(Files.size(folder.resolve("again.wav"))).isGreaterThan(800_000);
    }

    @Test
    void aSessionIsResumed() throws IOException {
        typing("preset brass\ntempo 77\n");
        Cli.run("play", "--backend", "null", "--length", "2", "--json").json();
        JsonNode again =
                Cli.run("play", "--resume", "--backend", "null", "--length", "0.3", "--json")
                        .json();
        assertThat(again.get("preset").asString()).isEqualTo("brass");
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            assertThat(files).isNotEmpty();
        }
    }

    @Test
    void mistakesAreToldInOneLine() {
        Cli.run("play", "no-such-preset", "--backend", "null").fails(2, "no-such-preset");
        Cli.run("play", "--backend", "nul").fails(2, "backend 'nul'", "null");
        Cli.run("play", "--backend", "null", "--set", "nonsense=1", "--length", "1")
                .fails(2, "'nonsense'");
        Cli.run("play", "--backend", "null", "--rate", "1").fails(2, "--rate", "8000");
        Cli.run("play", "--backend", "null", "--osc", "x").fails(2, "--osc 'x'");
        Cli.run("play", "--backend", "null", "--midi-file", "nowhere.mid", "--length", "1")
                .fails(2, "nowhere.mid");
    }
}
