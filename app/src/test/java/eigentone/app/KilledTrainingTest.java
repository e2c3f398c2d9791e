package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.models.file.ModelFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a training when the program is killed or stopped.
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledTrainingTest {
    private static final int EPOCHS = 12;

    @TempDir private Path folder;

    private Process start(String output) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "eigentone.app.Main",
                        "train",
                        folder.resolve("tiny.txt").toString(),
                        "--output",
                        folder.resolve(output).toString(),
                        "--resume"));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("stdout.txt").toFile())
                .redirectError(folder.resolve("stderr.txt").toFile())
                .start();
    }

    /// Waits for the checkpoint of the first epoch, then `millis`.
    private void waitFor(Process p, String output, long millis) throws Exception {
        Path checkpoint = folder.resolve(output).resolve("checkpoint.safetensors");
        while (p.isAlive() && !Files.exists(checkpoint)) {
            Thread.sleep(5);
        }
        Thread.sleep(millis);
    }

    private Map<String, String> model(String output) throws IOException {
        ModelFile file = ModelFile.read(folder.resolve(output).resolve("model.safetensors"));
        Map<String, String> all = new TreeMap<>();
        file.tensors().forEach((name, t) -> all.put(name, Arrays.toString(t.entries())));
        file.description()
                .history()
                .forEach(e -> all.put("epoch " + e.number(), e.losses().toString()));
        return all;
    }

    @Test
    void killedTrainingContinuesToTheSameBits() throws Exception {
        String recipe = Capture.prepare(folder, 4, EPOCHS).toString();
        Cli.run("train", recipe, "-o", folder.resolve("whole").toString(), "--json").succeeds();
        int kills = 0;
        for (long millis : new long[] {0, 60, 170}) {
            Process p = start("killed");
            waitFor(p, "killed", millis);
            kills += p.isAlive() ? 1 : 0;
            p.toHandle().destroyForcibly();
            p.waitFor();
        }
        assertThat(kills).isPositive();
        Cli.run("train", recipe, "-o", folder.resolve("killed").toString(), "--resume", "--json")
                .succeeds();
        assertThat(model("killed")).isEqualTo(model("whole"));
        for (String same : List.of("preset.json", "preview.wav")) {
            assertThat(folder.resolve("killed").resolve(same))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(same));
        }
    }

    @Test
    void interruptKeepsTheBestAndTellsHowToGoOn() throws Exception {
        String recipe = Capture.prepare(folder, 4, 10_000).toString();
        Process p = start("stopped");
        waitFor(p, "stopped", 50);
        new ProcessBuilder("kill", "-INT", Long.toString(p.pid())).start().waitFor();
        assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).isEqualTo(130);
        try (BufferedReader err = Files.newBufferedReader(folder.resolve("stderr.txt"))) {
            assertThat(err.readAllLines().getLast())
                    .startsWith("eigentone: stopped after epoch ")
                    .contains("is kept; go on with the same command and --resume");
        }
        Path stopped = folder.resolve("stopped");
        assertThat(stopped.resolve("report.html")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("stdout.txt"))).contains("report.html");
        Cli.run("evaluate", stopped.toString(), recipe).succeeds();
        try (var files = Files.list(stopped)) {
            assertThat(files.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
        }
    }
}
