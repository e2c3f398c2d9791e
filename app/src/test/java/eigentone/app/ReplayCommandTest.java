package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.app.take.Performance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReplayCommandTest {
    private static final long FRAMES = Performance.RATE_HZ / 4;

    @TempDir static Path takes;
    @TempDir Path folder;

    @BeforeAll
    static void record() throws IOException {
        for (String name : List.of("2026-01-01_00-00-00", "2026-01-02_00-00-00")) {
            try (Performance p = new Performance(Files.createDirectory(takes.resolve(name)), 7)) {
                p.play(FRAMES, live -> {});
            }
        }
    }

    private Cli replay(Path take, String... args) {
        List<String> all = new ArrayList<>(List.of("replay", take.toString()));
        all.addAll(List.of("--output", folder.resolve("out.flac").toString()));
        all.addAll(List.of(args));
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void newestTakeIsReplayedAndVerified() {
        JsonNode r = replay(takes, "--verify", "--json").json();
        assertThat(r.get("take").asString()).endsWith("2026-01-02_00-00-00");
        assertThat(r.get("verified").asBoolean()).isTrue();
        assertThat(r.get("whole").asBoolean()).isTrue();
        assertThat(r.get("firstDifference").isNull()).isTrue();
        assertThat(r.get("frames").asLong()).isEqualTo(FRAMES);
        assertThat(r.get("format").asString()).isEqualTo("flac24");
        assertThat(r.get("sha256").asString()).hasSize(64);
        assertThat(folder.resolve("out.flac")).isNotEmptyFile();
    }

    @Test
    void summaryForPeopleSaysThatEveryBitIsAsItWasHeard() {
        String picture = folder.resolve("out.png").toString();
        assertThat(replay(takes, "--verify", "--picture", picture).succeeds().out())
                .contains("out.flac", "0:00.3", "peak", "verified: every bit", "out.png");
        assertThat(folder.resolve("out.png")).isNotEmptyFile();
    }

    @Test
    void differenceIsExitCodeOneAndNamesTheFrame() throws IOException {
        Path take = Files.createDirectory(folder.resolve("take"));
        for (String name : List.of("take.json", "scenes.jsonl", "audio.wav", "input.wav")) {
            Files.copy(takes.resolve("2026-01-01_00-00-00").resolve(name), take.resolve(name));
        }
        Files.writeString(take.resolve("events.txt"), "0 begin 0 0 0\n" + FRAMES + " end 0 0 0\n");
        Cli different = replay(take, "--verify");
        assertThat(different.exitCode()).isEqualTo(1);
        assertThat(different.out()).contains("NOT as it was heard", "the first is frame ");
        JsonNode r =
                tools.jackson.databind.json.JsonMapper.shared()
                        .readTree(replay(take, "--verify", "--json").out());
        assertThat(r.get("verified").asBoolean()).isFalse();
        assertThat(r.get("firstDifference").asLong()).isBetween(0L, FRAMES);
    }

    @Test
    void mistakesAreToldInOneLine() {
        Path take = takes.resolve("2026-01-01_00-00-00");
        Cli.run("replay", folder.resolve("none").toString()).fails(2, "none", "try");
        replay(take, "--rate", "3").fails(2, "--rate", "8000..192000");
        replay(take, "--rate", "44100", "--verify").fails(2, "--verify", "48000");
        replay(take, "--all-voices", "--verify").fails(2, "--verify", "--all-voices");
        replay(take, "--picture", "x.jpg").fails(2, "--picture", ".png");
        Cli.run("replay", take.toString(), "--output", take.resolve("audio.wav").toString())
                .fails(2, "--output", "outside");
        assertThat(folder.resolve("out.flac")).doesNotExist();
    }
}
