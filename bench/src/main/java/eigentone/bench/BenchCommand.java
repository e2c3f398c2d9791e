package eigentone.bench;

import eigentone.app.console.Json;
import eigentone.app.console.Table;
import eigentone.bench.figure.Figure;
import eigentone.bench.figure.KernelFigures;
import eigentone.bench.figure.PatchFigures;
import eigentone.bench.figure.PresetFigures;
import eigentone.bench.live.LiveBench;
import eigentone.bench.measure.Effort;
import eigentone.bench.soak.Soak;
import eigentone.bench.soak.Start;
import eigentone.bench.training.TrainingBench;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone bench`: how fast kernels and patches are on this machine, and how exact.
@Command(
        name = "eigentone bench",
        description = "Measures kernels and patches: CPU time per sample, error, bytes allocated.",
        mixinStandardHelpOptions = true,
        subcommands = ResultsCommand.class,
        footer = {
            "",
            "Examples:",
            "  eigentone bench kernels                     recurrent cells of all sizes, in a minute or two",
            "  eigentone bench patches --json              four whole patches, for programs",
            "  eigentone bench kernels --only 'lstm-.*' --quick",
            "  eigentone bench training --quick            beside PyTorch, where it is installed",
            "  eigentone bench results adding              a task of the literature, learnt and scored",
            "  eigentone bench presets --only 'c.*'        bundled presets on plain loops and in registers",
            "  eigentone bench start chorale               how soon a preset is at full speed",
            "  eigentone bench live                        on JACK, beside an empty client",
            "  eigentone bench soak --length 600           ten minutes of sound beside a garbage maker"
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

    @Command(
            description = {
                "Bundled presets with all voices sounding, in blocks of 256 frames: on plain loops, and in",
                "registers."
            },
            mixinStandardHelpOptions = true)
    int presets(
            @Option(names = "--quick", description = QUICK) boolean quick,
            @Option(names = "--json", description = JSON) boolean json,
            @Option(names = "--only", paramLabel = "REGEX", defaultValue = ".*", description = ONLY)
                    Pattern only)
            throws IOException {
        PresetLibrary library = PresetLibrary.standard();
        List<PresetFigures.Result> results = new ArrayList<>();
        for (String name : library.names()) {
            if (only.matcher(name).matches()) {
                results.add(PresetFigures.measure(library.load(name).patch(), effort(quick)));
            }
        }
        if (json) {
            println(Json.text(results.stream().map(PresetFigures.Result::json).toList()));
            return 0;
        }
        Table table = new Table().row("", "voices", "plain ns", "registers ns", "ratio", "bytes");
        for (PresetFigures.Result r : results) {
            table.row(
                    r.preset(),
                    Integer.toString(r.voices()),
                    String.format(Locale.ROOT, "%.0f", r.plainNs()),
                    String.format(Locale.ROOT, "%.0f", r.registersNs()),
                    String.format(Locale.ROOT, "%.2f", r.ratio()),
                    Long.toString(r.allocatedBytes()));
        }
        println(table.toString().stripTrailing());
        return 0;
    }

    private static Effort effort(boolean quick) {
        return quick ? Effort.QUICK : Effort.FULL;
    }

    @Command(
            description = {
                "A preset played for an hour, as fast as it goes, beside a thread that makes garbage:",
                "the time of each block, and what the JVM takes back of what it had compiled."
            },
            mixinStandardHelpOptions = true)
    int soak(
            @Option(names = "--preset", paramLabel = "NAME", defaultValue = "chorale")
                    String preset,
            @Option(
                            names = "--length",
                            paramLabel = "SECONDS",
                            defaultValue = "3600",
                            description = "Seconds of sound (default 3600).")
                    double seconds,
            @Option(names = "--json", description = "One JSON object instead of text.")
                    boolean json)
            throws IOException {
        Soak.Result r =
                Soak.run(PresetLibrary.standard().load(preset).patch(), WARM_UP_SECONDS, seconds);
        if (json) {
            println(Json.text(r.json()));
            return 0;
        }
        println(
                String.format(
                        Locale.ROOT,
                        "%s: %.0f s in blocks of %.0f us: median %.0f, 99.9 %% %.0f, longest %.0f us, %d late%n%d collections in %.2f s; deoptimised: %s",
                        preset,
                        r.seconds(),
                        r.periodMicros(),
                        r.medianMicros(),
                        r.p999Micros(),
                        r.maxMicros(),
                        r.lateBlocks(),
                        r.collections(),
                        r.collectionSeconds(),
                        r.deoptimizations().isEmpty() ? "nothing" : r.deoptimizations()));
        return 0;
    }

    @Command(
            description = "From a definition to full speed: in this fresh process, then once more.",
            mixinStandardHelpOptions = true)
    int start(
            @Parameters(
                            paramLabel = "lstm|PRESET",
                            defaultValue = "lstm",
                            description = "An LSTM of 16 units (default), or a preset.")
                    String what,
            @Option(names = "--json", description = "One JSON object instead of text.")
                    boolean json)
            throws IOException {
        Start.Result r =
                what.equals("lstm")
                        ? Start.lstm()
                        : Start.patch(PresetLibrary.standard().load(what).patch());
        String text =
                String.format(
                        Locale.ROOT,
                        "%s: %.2f s from the start of the process, %.2f s once more",
                        r.what(),
                        r.freshSeconds(),
                        r.runningSeconds());
        println(json ? Json.text(r.json()) : text);
        return 0;
    }

    @Command(
            description = {
                "Training steps a second: a recurrent layer with a dense read-out, 40 sequences of 2048",
                "steps, forward, backward and Adam; in turns with PyTorch where python3 has it."
            },
            mixinStandardHelpOptions = true)
    int training(
            @Option(names = "--quick", description = QUICK) boolean quick,
            @Option(names = "--json", description = JSON) boolean json,
            @Option(names = "--only", paramLabel = "REGEX", defaultValue = ".*", description = ONLY)
                    Pattern only)
            throws IOException {
        if (!TrainingBench.hasTorch()) {
            spec.commandLine()
                    .getErr()
                    .println("PyTorch is missing (Debian: python3-torch): only ours is measured.");
        }
        List<TrainingBench.Result> results = TrainingBench.run(only, quick);
        if (json) {
            println(Json.text(results.stream().map(TrainingBench.Result::json).toList()));
            return 0;
        }
        Table table =
                new Table()
                        .row(
                                "",
                                "size",
                                "threads",
                                "samples/s",
                                "PyTorch",
                                "ratio",
                                "loss differs");
        for (TrainingBench.Result r : results) {
            table.row(
                    r.cell(),
                    Integer.toString(r.size()),
                    Integer.toString(r.threads()),
                    String.format(Locale.ROOT, "%.0f", r.samplesPerSecond()),
                    String.format(Locale.ROOT, "%.0f", r.torchSamplesPerSecond()),
                    String.format(Locale.ROOT, "%.1f", r.ratio()),
                    String.format(Locale.ROOT, "%.1e", r.curveDifference()));
        }
        println(table.toString().stripTrailing());
        return 0;
    }

    @Command(
            description =
                    "A preset on a JACK server without a sound card, in turns with a client that does nothing.",
            mixinStandardHelpOptions = true)
    int live(
            @Parameters(
                            paramLabel = "PRESET",
                            defaultValue = "chorale",
                            description = "A preset (default: ${DEFAULT-VALUE}).")
                    String preset,
            @Option(
                            names = "--length",
                            paramLabel = "SECONDS",
                            defaultValue = "60",
                            description = "Of each (default: ${DEFAULT-VALUE}).")
                    double length,
            @Option(
                            names = "--block",
                            paramLabel = "FRAMES",
                            split = ",",
                            defaultValue = "256,64",
                            description = "Block sizes (default: ${DEFAULT-VALUE}).")
                    List<Integer> blocks,
            @Option(names = "--json", description = JSON) boolean json)
            throws Exception {
        List<LiveBench.Result> results = new ArrayList<>();
        for (int block : blocks) {
            LiveBench.Result r = LiveBench.run(preset, block, length);
            results.add(r);
            if (!json) {
                println(
                        String.format(
                                Locale.ROOT,
                                "%s, blocks of %d frames (%.0f us), %.0f s: xruns %d, beside %d of an empty client; late %.3f %%; a block took %.0f us (median), %.0f (99 %%), %.0f (99.9 %%), %.0f at most; %d bytes allocated",
                                r.preset(),
                                r.blockFrames(),
                                r.periodMicros(),
                                r.seconds(),
                                r.xruns(),
                                r.emptyXruns(),
                                r.latePercent(),
                                r.p50Micros(),
                                r.p99Micros(),
                                r.p999Micros(),
                                r.maxMicros(),
                                r.allocatedBytes()));
            }
        }
        if (json) {
            println(Json.text(results.stream().map(LiveBench.Result::json).toList()));
        }
        return 0;
    }

    /// Seconds of sound after which everything is compiled.
    private static final double WARM_UP_SECONDS = 60;

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
        Effort effort = effort(quick);
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
