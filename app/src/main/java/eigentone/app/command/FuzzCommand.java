package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.UsageException;
import eigentone.engine.check.KernelFuzz;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = "Compares the kernel compiler's schedules on random programs.",
        footer = {
            "",
            "Every schedule must give the same bits, and every step must be as the float64 reference",
            "says. The exit code is 1 when one does not; the seed in the message repeats it.",
            "",
            "Examples:",
            "  eigentone fuzz kernels --count 1000",
            "  eigentone fuzz kernels --from 77 --count 1"
        })
public final class FuzzCommand implements Callable<Integer> {
    private static final long TELL_NANOS = 2_000_000_000L;
    private static final double NANOS = 1e-9;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "kernels")
    private String what;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "300",
            description = "Programs (default ${DEFAULT-VALUE}).")
    private long count;

    @Option(
            names = "--from",
            paramLabel = "SEED",
            defaultValue = "0",
            description = "The first program's seed (default ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--warm",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Every N-th runs until it is compiled; 0 is none (default ${DEFAULT-VALUE}).")
    private long warmEvery;

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        if (!what.equals("kernels")) {
            throw new UsageException("fuzz: expected kernels, got '" + what + "'");
        }
        if (count < 1 || warmEvery < 0 || from < 0) {
            throw new UsageException(
                    "fuzz: expected --count of at least 1, --from and --warm of at least 0");
        }
        PrintWriter out = spec.commandLine().getOut(), err = spec.commandLine().getErr();
        KernelFuzz fuzz = new KernelFuzz();
        long start = System.nanoTime(), next = start + TELL_NANOS, faults = 0;
        for (long i = 0; i < count; i++) {
            try {
                fuzz.check(from + i, warmEvery > 0 && i % warmEvery == warmEvery - 1);
            } catch (AssertionError e) {
                faults++;
                err.println(e.getMessage());
                err.flush();
            }
            long now = System.nanoTime();
            if (now > next) {
                next = now + TELL_NANOS;
                tell(err, i + 1, (now - start) * NANOS, faults);
            }
        }
        double seconds = (System.nanoTime() - start) * NANOS;
        if (json) {
            out.println(
                    Json.text(
                            Json.object(
                                    "programs", count,
                                    "faults", faults,
                                    "compared", fuzz.compared(),
                                    "undecided", fuzz.undecided(),
                                    "seconds", seconds)));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%d programs, %d faults; %d entries compared with the reference, %d undecided;"
                            + " %.0f s%n",
                    count,
                    faults,
                    fuzz.compared(),
                    fuzz.undecided(),
                    seconds);
        }
        out.flush();
        return faults == 0 ? 0 : 1;
    }

    private void tell(PrintWriter err, long done, double seconds, long faults) {
        err.printf(
                Locale.ROOT,
                "fuzzing: %d of %d, %d faults, %.0f s left%n",
                done,
                count,
                faults,
                seconds / done * (count - done));
        err.flush();
    }
}
