package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the command line within the test's process.
record Cli(int exitCode, String out, String err) {

    static Cli run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Main.run(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        args);
        return new Cli(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Expects success.
    Cli succeeds() {
        assertThat(exitCode).as("exit code with: %s", err).isZero();
        return this;
    }

    /// Expects one line of error that holds each of `parts`, nothing on standard output, and this
    /// exit code.
    Cli fails(int code, String... parts) {
        assertThat(err.lines()).as("error output").hasSize(1);
        assertThat(err).startsWith("eigentone: ").contains(parts);
        assertThat(List.of("\tat ", "Exception")).noneMatch(err::contains);
        assertThat(out).isEmpty();
        assertThat(exitCode).as("exit code of: %s", err).isEqualTo(code);
        return this;
    }

    /// Expects exactly one JSON value, on one line.
    JsonNode json() {
        succeeds();
        assertThat(out.lines()).hasSize(1);
        return JsonMapper.shared().readTree(out);
    }
}
