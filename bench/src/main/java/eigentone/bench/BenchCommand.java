package eigentone.bench;

import eigentone.app.console.Json;
import eigentone.app.console.Table;
import eigentone.bench.figure.Figure;
import eigentone.bench.figure.KernelFigures;
import eigentone.bench.figure.PatchFigures;
import eigentone.bench.measure.Effort;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `eigentone bench`: how fast kernels and patches are on this machine, and how exact.
@Command(
        name = "eigentone bench",
        description = "Measures kernels and patches: CPU time per sample, error, bytes allocated.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone bench kernels                     recurrent cells of all sizes, in a minute or two",
            "  eigentone bench patches --json              four whole patches, for programs",
            "  eigentone bench kernels --only 'lstm-.*' --quick"
        })
public final class BenchCommand {
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    private BenchCommand() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new BenchCommand());
        line.setUsageHelpWidth(100);
        System.exit(line.execute(args));
    }

    @Command(
            description = "Recurrent cells as single kernels, mono in and out.",
            mixinStandardHelpOptions = true)
    int kernels(
            @Option(names = "--quick", description = QUICK) boolean quick,
            @Option(names = "--json", description = JSON) boolean json,
            @Option(names = "--only", paramLabel = "REGEX", defaultValue = ".*", description = ONLY)
                    Pattern only) {
        return print(
                KernelFigures.cases(),
                KernelFigures.Case::id,
                KernelFigures::measure,
                only,
                quick,
                json);
    }

    @Command(description = "Whole patches in blocks of 64 frames.", mixinStandardHelpOptions = true)
    int patches(
            @Option(names = "--quick", description = QUICK) boolean quick,
            @Option(names = "--json", description = JSON) boolean json,
            @Option(names = "--only", paramLabel = "REGEX", defaultValue = ".*", description = ONLY)
                    Pattern only) {
        return print(
                PatchFigures.cases(),
                PatchFigures.Case::id,
                PatchFigures::measure,
                only,
                quick,
                json);
    }

    private static final String QUICK = "Fewer rounds and a short warm-up: for a look only.";
    private static final String JSON = "One JSON array instead of a table.";
    private static final String ONLY = "Those whose name matches, e.g. 'lstm-16|gru-.*'.";

    private interface Measure<C> {
        Figure of(C one, Effort effort);
    }

    private <C> int print(
            List<C> cases,
            Function<C, String> id,
            Measure<C> measure,
            Pattern only,
            boolean quick,
            boolean json) {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        List<Figure> figures =
                cases.stream()
                        .filter(c -> only.matcher(id.apply(c)).matches())
                        .map(c -> measure.of(c, effort))
                        .toList();
        if (json) {
            println(Json.text(figures.stream().map(Figure::json).toList()));
            return 0;
        }
        Table table = new Table().row("", "size", "lanes", "ns/sample", "error", "bytes");
        for (Figure f : figures) {
            table.row(
                    f.name(),
                    Integer.toString(f.size()),
                    Integer.toString(f.lanes()),
                    String.format(Locale.ROOT, "%.1f", f.nsPerSample()),
                    String.format(Locale.ROOT, "%.1e", f.error()),
                    Long.toString(f.allocatedBytes()));
        }
        println(table.toString().stripTrailing());
        return 0;
    }

    private void println(String text) {
        spec.commandLine().getOut().println(text);
    }
}
