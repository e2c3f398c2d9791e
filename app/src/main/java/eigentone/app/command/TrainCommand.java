package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Progress;
import eigentone.app.console.Table;
import eigentone.app.console.TrainingProgress;
import eigentone.app.train.TrainJob;
import eigentone.app.train.TrainRequest;
import eigentone.app.train.TrainResult;
import eigentone.models.recipe.Key;
import eigentone.models.recipe.Recipe;
import eigentone.models.recipe.RecipeData;
import eigentone.models.recipe.TrainingSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone train`: a recipe and recordings in, a model, a preset and a report out.
@Command(
        name = "train",
        description = {
            "Trains a network by a recipe, a text of lines `key = value`, and writes the model, a"
                    + " preset that plays it, previews, loss curves and a report into a folder."
                    + " Ctrl-C keeps the best; --resume goes on after that, or after a crash."
        },
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
    private static final int STOPPED = 130;

    private @Nullable CommandSpec spec;
    private List<String> told = List.of();

    @Parameters(paramLabel = "RECIPE", description = "The recipe's file.")
    private String recipe = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            required = true,
            description = "Where everything goes; it is made if it is not there.")
    private String output = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Stands in for a line of the recipe; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--resume",
            description = "Goes on with the training in the folder, to the same bits.")
    private boolean resume;

    @Option(names = "--json", description = "One JSON object instead of the summary.")
    private boolean json;

    /// Help ends with examples and all keys, from their only home.
    @Spec
    void setSpec(CommandSpec given) {
        spec = given;
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "",
                                "Examples:",
                                "  eigentone train amp.txt --output amp        where amp.txt says",
                                "                                                input = di.wav",
                                "                                                target = amp.wav",
                                "  eigentone train amp.txt -o amp8 --set model=\"gru 8\" --set epochs=400",
                                "  eigentone train amp.txt -o amp --resume",
                                "  eigentone train chorales.txt -o chorales    says music = chorales.json",
                                "",
                                "Keys of a recipe (what they are unless said; for sound / for music):"));
        Table table = new Table();
        for (Key key : Key.values()) {
            String initial = key.initial().isEmpty() ? "" : "(" + key.initial() + ")";
            table.row("  " + key.id(), key.help() + " " + key.form().range() + " " + initial);
        }
        table.toString().lines().forEach(lines::add);
        // picocli formats footers.
        given.usageMessage()
                .footer(lines.stream().map(l -> l.replace("%", "%%")).toArray(String[]::new));
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    @Override
    public Integer call() throws IOException {
        TrainRequest request =
                new TrainRequest(
                        OptionChecks.path("RECIPE", recipe),
                        OptionChecks.path("--output", output),
                        settings,
                        resume);
        TrainResult result = TrainJob.run(request, this::begun);
        PrintWriter out = spec().commandLine().getOut();
        if (json) {
            out.println(Json.text(object(result)));
        } else {
            print(out, result);
            result.notes().stream().filter(n -> !told.contains(n)).forEach(n -> note(out, n));
        }
        out.flush();
        if (result.isInterrupted()) {
            PrintWriter err = spec().commandLine().getErr();
            err.println(
                    "eigentone: stopped after epoch %d; the best, of epoch %d, is kept; go on with the same command and --resume"
                            .formatted(result.epochs(), result.bestEpoch()));
            err.flush();
            return STOPPED;
        }
        return 0;
    }

    private TrainingProgress begun(TrainingSession session) {
        Recipe r = session.recipe();
        RecipeData data = session.data();
        if (!json) {
            PrintWriter out = spec().commandLine().getOut();
            data.lines().forEach(out::println);
            told = data.notes();
            told.forEach(n -> note(out, n));
            out.printf(
                    Locale.ROOT,
                    "%s %d, loss %s, %d batches an epoch%s%n",
                    session.network().cell(),
                    session.network().units(),
                    r.text(Key.LOSS),
                    session.batches(),
                    session.history().isEmpty()
                            ? ""
                            : ", going on after epoch " + session.history().size());
            out.flush();
        }
        return new TrainingProgress(
                spec().commandLine().getErr(),
                Progress.isTerminal(),
                r.whole(Key.EPOCHS),
                session.history().size(),
                session.batchFrames());
    }

    private static void print(PrintWriter out, TrainResult r) {
        out.printf(
                Locale.ROOT,
                "%d epochs in %s (%s samples/s), the best was %d%n",
                r.epochs(),
                Progress.clock(r.seconds()),
                TrainingProgress.thousands(r.samplesPerSecond()),
                r.bestEpoch());
        r.scores().forEach((set, scores) -> out.println(set + ": " + EvaluateCommand.line(scores)));
        out.println(r.model());
        if (r.preset() != null) {
            out.println(
                    r.preset() + "    play it: eigentone render FILE.wav --preset " + r.preset());
        } else {
            out.println("a model of scores: hear the preview; as a preset it cannot be played yet");
        }
        out.println(r.report());
    }

    private static void note(PrintWriter out, String note) {
        out.println("note: " + note);
    }

    private static Object object(TrainResult r) {
        return Json.object(
                "model", r.model().toString(),
                "preset", r.preset() == null ? null : r.preset().toString(),
                "report", r.report().toString(),
                "end", r.end(),
                "epochs", r.epochs(),
                "bestEpoch", r.bestEpoch(),
                "loss", r.loss(),
                "scores", r.scores(),
                "parameters", r.parameters(),
                "samplesPerSecond", r.samplesPerSecond(),
                "seconds", r.seconds(),
                "notes", r.notes());
    }
}
