package eigentone.bench.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `./eigentone` says before there is a Java to say it: on a machine with a shell, a few
/// tools, and what each test adds. JDKs and Maven are stand-ins that print how they were called.
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
    private static final List<String> TOOLS =
            List.of(
                    "awk",
                    "cat",
                    "dirname",
                    "find",
                    "grep",
                    "head",
                    "mkdir",
                    "mv",
                    "nice",
                    "readlink",
                    "rm",
                    "sleep",
                    "touch");

    @TempDir private Path machine;
    private Path repository;
    private Path tools;

    private record Result(int exitCode, String output) {}

    @BeforeEach
    void copyLauncher() throws IOException {
        tools = Files.createDirectory(machine.resolve("tools"));
        for (String tool : TOOLS) script(tools.resolve(tool), "exec '" + find(tool) + "' \"$@\"");
        repository = Files.createDirectory(machine.resolve("a repository"));
        Files.copy(launcher(), repository.resolve("eigentone"));
        assertThat(repository.resolve("eigentone").toFile().setExecutable(true)).isTrue();
        Files.writeString(repository.resolve("pom.xml"), "");
        for (String module :
                List.of("engine", "audio-io", "models", "presets", "analysis", "app", "bench")) {
            Files.createDirectories(repository.resolve(module));
            Files.writeString(repository.resolve(module).resolve("pom.xml"), "");
        }
    }

    @Test
    void noJdkIsSaidPlainly() throws Exception {
        Result result = start(Map.of(), "--version");

        assertThat(result.output())
                .contains(
                        "needs a JDK 25", "adoptium.net", "apt-get install", "EIGENTONE_JAVA_HOME");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void jdkOfAnotherVersionIsPassedOver() throws Exception {
        jdk("jdk-2", "2.5");
        jdk("jdk-24", "24.0.25");
        jdk("jdk-250", "250");

        assertThat(start(Map.of(), "--version").output()).contains("needs a JDK 25");
    }

    @Test
    void wrongChosenJdkIsSaidPlainly() throws Exception {
        Path old = jdk("jdk-24", "24.0.1");

        Result result = start(Map.of("EIGENTONE_JAVA_HOME", old.toString()), "--version");

        assertThat(result.output())
                .contains("EIGENTONE_JAVA_HOME: expected the folder of a JDK 25, got " + old);
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void noMavenIsSaidPlainly() throws Exception {
        jdk("jdk-25", "25.0.3");

        Result result = start(Map.of(), "--version");

        assertThat(result.output()).contains("no mvn on the PATH", "apt-get install maven");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    /// Java would refuse file names beyond ASCII there.
    @ParameterizedTest
    @CsvSource({"LANG, C, C.UTF-8", "LC_ALL, POSIX, C.UTF-8", "LANG, de_DE.UTF-8, unset"})
    void aSystemWithoutALanguageGetsOne(String name, String value, String expected)
            throws Exception {
        Path java = jdk("jdk-25", "25.0.3").resolve("bin/java");
        script(java, "printf '%s\\n' \"${LC_ALL:-unset}\"");
        maven("echo /nowhere.jar >.eigentone/app.libraries.new");

        assertThat(start(Map.of(name, value), "--version").output()).contains(expected + "\n");
        assertThat(start(Map.of(), "--version").output()).contains("C.UTF-8\n");
    }

    @Test
    void unknownTestOptionIsMisuse() throws Exception {
        jdk("jdk-25", "25");

        Result result = start(Map.of(), "test", "--lung");

        assertThat(result.output()).contains("expected --long or --", "got --lung");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void argumentsArriveAsGivenThroughALink() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("echo /nowhere.jar >.eigentone/app.libraries.new");
        Path link =
                Files.createSymbolicLink(
                        machine.resolve("link"), Path.of("a repository/eigentone"));

        Result result =
                start(
                        link,
                        Map.of("EIGENTONE_JAVA_OPTS", "-Xmx64m -Dx=*"),
                        "two  words",
                        "",
                        "*",
                        "--",
                        "$HOME");

        assertThat(result.output())
                .contains("Building Eigentone (first run")
                .contains("[-Xmx64m]\n[-Dx=*]\n")
                .endsWith("[eigentone.app.Main]\n[two  words]\n[]\n[*]\n[--]\n[$HOME]\n")
                .contains("[" + repository.toRealPath() + "/engine/target/classes:");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void benchmarksAreBuiltAndRunFromTheirOwnModule() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("echo \"$@\" >maven-arguments; echo /nowhere.jar >.eigentone/bench.libraries.new");

        Result result = start(Map.of(), "bench", "kernels", "--json");

        assertThat(repository.resolve("maven-arguments")).content().contains("-pl bench -am");
        assertThat(result.output())
                .contains("/bench/target/classes:/nowhere.jar]\n")
                .endsWith("[eigentone.bench.BenchCommand]\n[kernels]\n[--json]\n");
    }

    @Test
    void secondCollectorIsNotAskedFor() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("echo /nowhere.jar >.eigentone/app.libraries.new");

        assertThat(start(Map.of("EIGENTONE_JAVA_OPTS", "-XX:+UseZGC")).output())
                .contains("[-XX:+UseZGC]")
                .doesNotContain("Serial");
    }

    /// Garbage is collected beside the sound, in memory that is there already, at a priority that
    /// the system may refuse.
    @Test
    void aStageGetsAJvmForSound() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("echo /nowhere.jar >.eigentone/app.libraries.new");
        script(tools.resolve("true"), "exit 0");
        script(tools.resolve("chrt"), "shift 2; printf '{%s}' real-time; exec \"$@\"");

        assertThat(start(Map.of(), "play").output())
                .contains("{real-time}")
                .contains("[-XX:+UseZGC]\n[-Xms128m]\n[-Xmx512m]\n[-XX:+AlwaysPreTouch]\n");
        assertThat(start(Map.of(), "render").output()).doesNotContain("real-time", "PreTouch");
        assertThat(start(Map.of("EIGENTONE_REALTIME", "no"), "play").output())
                .doesNotContain("real-time");
        assertThat(start(Map.of("EIGENTONE_JAVA_OPTS", "-Xmx256m"), "play").output())
                .doesNotContain("-Xms128m")
                .contains("[-Xmx512m]");
        script(tools.resolve("chrt"), "echo 'not permitted' >&2; exit 1");
        assertThat(start(Map.of(), "play").output())
                .doesNotContain("permitted")
                .endsWith("[play]\n");
    }

    @Test
    void archiveOfClassesIsMadeOnceAndUsedUntilTheNextBuild() throws Exception {
        Path jdk = jdk("jdk-25", "25.0.3");
        Path library = Files.writeString(machine.resolve("library.jar"), "");
        maven(
                "mkdir -p engine/target/classes; echo '"
                        + library
                        + "' >.eigentone/app.libraries.new");
        String archives = "; case \"$*\" in *AtExit=new.jsa*) >new.jsa; exit 0 ;; esac; exit 7";
        script(jdk.resolve("bin/java"), "printf '[%s]\\n' \"$@\"" + archives);
        script(jdk.resolve("bin/jar"), "while [ $1 != --file ]; do shift; done; >\"$2\"");
        String work = repository.toRealPath() + "/.eigentone/";

        assertThat(start(Map.of(), "render").output())
                .contains("Building Eigentone")
                .contains("[-XX:SharedArchiveFile=" + work + "app.Serial.jsa]")
                .contains("[" + work + "app.engine.jar:")
                .doesNotContain("AtExit");
        assertThat(start(Map.of(), "play").output())
                .doesNotContain("Building Eigentone")
                .contains("[-XX:SharedArchiveFile=" + work + "app.Z.jsa]");

        Files.writeString(repository.resolve("app/pom.xml"), "<project/>");
        script(jdk.resolve("bin/jar"), "exit 1");
        Files.delete(repository.resolve(".eigentone/app.engine.jar"));
        assertThat(start(Map.of(), "render").output())
                .contains("Building Eigentone")
                .contains("[" + repository.toRealPath() + "/engine/target/classes:")
                .doesNotContain(".jsa");
    }

    @Test
    void onlyWhatPlaysIsOptimised() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("echo /nowhere.jar >.eigentone/app.libraries.new");

        assertThat(start(Map.of(), "presets", "list").output()).contains("TieredStopAtLevel=1");
        assertThat(start(Map.of(), "presets", "check").output()).doesNotContain("TieredStop");
        assertThat(start(Map.of(), "render").output()).doesNotContain("TieredStop");
    }

    @Test
    void buildsOnlyWhatIsOutOfDate() throws Exception {
        jdk("jdk-25", "25.0.3");
        Path library = Files.writeString(machine.resolve("library.jar"), "");
        maven("echo '" + library + "' >.eigentone/app.libraries.new");

        assertThat(start(Map.of()).output()).contains("Building Eigentone");
        assertThat(start(Map.of()).output()).doesNotContain("Building Eigentone");
        Files.delete(library);
        assertThat(start(Map.of()).output()).contains("Building Eigentone");
    }

    @Test
    void failedBuildShowsMavensWords() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("echo 'what Maven said'; exit 1");

        Result result = start(Map.of(), "--version");

        assertThat(result.output()).contains("what Maven said", "could not be built");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void testsAreCountedOverAllModules() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven(
                """
                for argument; do [ "$argument" != spotless:check ] || exit 0; done
                mkdir -p engine/target/surefire-reports app/target/surefire-reports
                cat >engine/target/surefire-reports/TEST-a.xml <<'END'
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite version="3.0" name="a" time="0.3" tests="5" errors="1" skipped="1"
                    failures="1">
                  <testcase name="b"/>
                </testsuite>
                END
                echo '<testsuite name="c" time="0" tests="2" errors="0" skipped="0" failures="0"/>' >app/target/surefire-reports/TEST-c.xml
                """);

        Result result = start(Map.of(), "test");

        assertThat(result.output().lines()).last().isEqualTo("4 passed, 2 failed, 1 skipped");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void noTestsAtAllIsAFailure() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("exit 0");

        Result result = start(Map.of(), "test");

        assertThat(result.output().lines()).last().isEqualTo("0 passed, 0 failed, 0 skipped");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private Result start(Map<String, String> environment, String... arguments) throws Exception {
        return start(repository.resolve("eigentone"), environment, arguments);
    }

    private Result start(Path launcher, Map<String, String> environment, String... arguments)
            throws Exception {
        var builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", machine.toString());
        builder.environment().put("EIGENTONE_JDK_FOLDER", machine.resolve("jdks").toString());
        builder.environment().putAll(environment);
        Process process = builder.directory(machine.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    /// A JDK whose java prints its arguments and ends with 7.
    private Path jdk(String name, String version) throws IOException {
        Path jdk = machine.resolve("jdks").resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(
                jdk.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), "printf '[%s]\\n' \"$@\"; exit 7");
        script(jdk.resolve("bin/javac"), "");
        return jdk;
    }

    private void maven(String body) throws IOException {
        script(tools.resolve("mvn"), body);
    }

    private static void script(Path path, String body) throws IOException {
        Files.writeString(path, "#!/bin/sh\n" + body + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }

    private static Path find(String tool) {
        for (String folder : System.getenv("PATH").split(":")) {
            Path path = Path.of(folder, tool);
            if (Files.isExecutable(path)) return path;
        }
        throw new AssertionError("expected '%s' on the PATH".formatted(tool));
    }

    private static Path launcher() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("eigentone"))
                || !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder.resolve("eigentone");
    }
}
