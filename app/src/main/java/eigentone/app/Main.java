package eigentone.app;

import eigentone.app.console.ProgramVersion;
import eigentone.app.live.HeadStart;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command line of Eigentone.
@Command(
        name = "eigentone",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Play, render and train recurrent networks as instruments.",
        footer = {
            "",
            "Examples:",
            "  eigentone render                   plays the bundled piece into eigentone.wav",
            "  eigentone play                     the default preset, live",
            "  eigentone train amp.txt -o amp     a model of an amplifier, from two recordings",
            "  eigentone presets list             the sounds there are",
            "  eigentone nodes list               what a patch can be built of",
            "  eigentone explain sine             a node's equations and knobs",
            "  eigentone devices                  what can be played on here",
            "  eigentone test                     runs every test",
            "  eigentone bench patches            how fast it is on this machine",
            "",
            "Each command has its own --help with examples. Exit codes: 0 done, 1 failed, 2 misused,",
            "130 stopped by Ctrl-C."
        })
public final class Main implements Runnable {
    /// The width of what is printed, whatever the terminal: help is the same in a file.
    private static final int LINE = 100;

    /// A command that does not stop by then is left to itself.
    private static final int STOP_SECONDS = 10;

    @Spec private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            hidden = true,
            scope = ScopeType.INHERIT,
            description = "Shows where in the program an error arose.")
    private boolean stackTrace;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 misused, 130
    /// stopped.
    ///
    /// Ctrl-C interrupts the command and waits until it has put away its temporary files.
    public static void main(String[] args) {
        Thread worker = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Thread stop =
                new Thread(() -> {
                    worker.interrupt();
                    try {
                        if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("eigentone: stopped in the middle of work");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        Runtime.getRuntime().addShutdownHook(stop);
        int code = run(System.out, System.err, args);
        ended.countDown();
        System.exit(code);
    }

    /// Runs one command within this process.
    ///
    /// @return its exit code
    public static int run(PrintStream out, PrintStream err, String... args) {
        if (args.length > 0 && args[0].equals("play")) {
            HeadStart.begin(args);
        }
        Main main = new Main();
        CommandLine line = line(main, args);
        line.setOut(writer(out));
        line.setErr(writer(err));
        line.setUsageHelpWidth(LINE);
        line.setParameterExceptionHandler(new Errors.OfParameters(args));
        line.setExecutionExceptionHandler(new Errors.OfExecution(() -> main.stackTrace));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            err.println(
                    "eigentone: this takes more memory than the program may use; try a shorter piece, or EIGENTONE_JAVA_OPTS=-Xmx2g");
            return Errors.FAILED;
        }
    }

    /// Everything that `args` can be about; without any, all there is.
    static CommandLine line(Main main, String... args) {
        CommandLine line = new CommandLine(main);
        Subcommands.addTo(line, args);
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /// The version from the build.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "Eigentone " + ProgramVersion.TEXT,
                "Java " + Runtime.version() + " (" + System.getProperty("os.arch") + ")"
            };
        }
    }
}
