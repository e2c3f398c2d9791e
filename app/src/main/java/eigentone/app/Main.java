package eigentone.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line of Eigentone.
@Command(
        name = "eigentone",
        mixinStandardHelpOptions = true,
        version = "Eigentone 0.1.0-SNAPSHOT",
        description = "Play, render and train recurrent networks as instruments.")
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 misused.
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
