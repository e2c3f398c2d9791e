package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    @Test
    void everyCommandHasHelpWithExamples() {
        List<List<String>> commands = new ArrayList<>();
        collect(Main.line(new Main()), List.of(), commands);
        assertThat(commands).hasSizeGreaterThan(4);
        for (List<String> command : commands) {
            List<String> args = new ArrayList<>(command);
            args.add("--help");
            Cli help = Cli.run(args.toArray(String[]::new)).succeeds();
            assertThat(help.out())
                    .as("help of %s", command)
                    .contains("Usage: eigentone", "Examples:");
            assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
        }
    }

    private static void collect(CommandLine line, List<String> path, List<List<String>> all) {
        all.add(path);
        line.getSubcommands()
                .forEach((name, sub) -> {
                    List<String> longer = new ArrayList<>(path);
                    longer.add(name);
                    collect(sub, longer, all);
                });
    }

    @Test
    void noArgumentAtAllGivesHelp() {
        assertThat(Cli.run().succeeds().out()).contains("Usage: eigentone");
    }

    @Test
    void versionIsPrinted() {
        assertThat(Cli.run("--version").succeeds().out()).startsWith("Eigentone ");
    }

    @Test
    void completionIsAScriptOfTheCommands() {
        assertThat(Cli.run("completion").succeeds().out())
                .startsWith("#!/usr/bin/env bash")
                .contains("explain", "_complete_eigentone");
    }
}
