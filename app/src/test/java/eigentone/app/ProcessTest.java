package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What only a process of its own shows: exit codes, signals, a full disk, standard output.
@EnabledOnOs({OS.LINUX, OS.MAC})
class ProcessTest {
    private static final String MARIMBA = RenderTest.preset("test-marimba");
    private static final byte[] OLD = "an older render".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    /// @param before shell commands that come first
    private Process start(String before, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + " exec \"$@\"", "sh"));
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
                        "eigentone.app.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout.txt").toFile())
                .redirectError(folder.resolve("stderr.txt").toFile())
                .start();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /// Standard error without the line that Java itself prints about the Vector API, and without
    /// progress.
    private List<String> errors() throws IOException {
        return read("stderr.txt")
                .lines()
                .filter(l -> !l.startsWith("WARNING: ") && !l.startsWith("rendering: "))
                .toList();
    }

    private void nothingLiesAround() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(p -> p.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void jsonIsAllThatIsOnStandardOutput() throws Exception {
        Process p =
                start(
                        "",
                        "render",
                        "bundled:ode-to-joy",
                        "--preset",
                        MARIMBA,
                        "--length",
                        "0.5",
                        "--json");
        assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).isZero();
        assertThat(read("stdout.txt").lines()).hasSize(1);
        assertThat(read("stdout.txt")).startsWith("{").endsWith("}" + System.lineSeparator());
        assertThat(folder.resolve("eigentone.wav")).exists();
        assertThat(folder.resolve("eigentone.png")).exists();
    }

    @Test
    void fullDiskLeavesTheOlderFile() throws Exception {
        Files.write(folder.resolve("out.wav"), OLD);
        Process p =
                start(
                        "ulimit -f 300;",
                        "render",
                        "bundled:ode-to-joy",
                        "--preset",
                        MARIMBA,
                        "--length",
                        "8",
                        "--output",
                        "out.wav",
                        "--json");
        assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(errors()).hasSize(1);
        assertThat(errors().getFirst()).contains("out.wav", "try");
        assertThat(p.exitValue()).isEqualTo(1);
        assertThat(read("stdout.txt")).isEmpty();
        assertThat(folder.resolve("out.wav")).hasBinaryContent(OLD);
        nothingLiesAround();
    }

    @Test
    void interruptEndsCleanly() throws Exception {
        Files.write(folder.resolve("out.wav"), OLD);
        Process p =
                start(
                        "",
                        "render",
                        "--preset",
                        RenderTest.preset("test-drone"),
                        "--length",
                        "80000",
                        "--output",
                        "out.wav");
        // As soon as it renders there is a temporary file beside the output.
        for (int i = 0; i < 600 && !rendering(); i++) {
            Thread.sleep(50);
        }
        assertThat(rendering()).isTrue();
        // The shell's own: a small system has no other.
        Process kill = new ProcessBuilder("sh", "-c", "kill -INT " + p.pid()).start();
        assertThat(kill.waitFor()).isZero();
        assertThat(p.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).isEqualTo(130);
        assertThat(errors()).allMatch(l -> l.startsWith("eigentone: stopped"));
        assertThat(read("stdout.txt")).isEmpty();
        assertThat(folder.resolve("out.wav")).hasBinaryContent(OLD);
        nothingLiesAround();
    }

    private boolean rendering() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(p -> p.getFileName().toString().endsWith(".tmp"));
        }
    }
}
