package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.UsageException;
import eigentone.app.train.ModelData;
import eigentone.app.train.ModelFolder;
import eigentone.models.cell.TrainedModel;
import eigentone.models.file.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone evaluate`: how good a model is on data, in the numbers that are published.
@Command(
        name = "evaluate",
        description = {
            "Measures a model on data: for sound the error-to-signal ratio (esr) and the mean square"
                    + " error (mse), for scores the negative log likelihood in nats a step (nll)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "DATA is an input and its target, or a recipe (its test set), or a corpus of scores (its",
            "test set), or a folder of MIDI files (all of them).",
            "",
            "Examples:",
            "  eigentone evaluate amp/model.safetensors di.wav amp.wav",
            "  eigentone evaluate amp amp.txt --json",
            "  eigentone evaluate chorales chorales.json"
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model file, or the folder of a training.")
    private String model = "";

    @Parameters(index = "1..2", arity = "1..2", paramLabel = "DATA", description = "See below.")
    private List<String> data = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object, metric name to value.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (data.size() > 2) {
            throw new UsageException(
                    "DATA: expected a recipe, a corpus, or an input and a target, got %d files; try two"
                            .formatted(data.size()));
        }
        Path file = ModelFolder.model(OptionChecks.path("MODEL", model));
        List<Path> paths = data.stream().map(d -> OptionChecks.path("DATA", d)).toList();
        TrainedModel trained = TrainedModel.of(ModelFile.read(file));
        Map<String, Double> scores = ModelData.scores(trained, paths);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(scores) : line(scores));
        out.flush();
        return 0;
    }

    /// `esr 0.0123 mse 4.5e-06`.
    static String line(Map<String, Double> scores) {
        List<String> parts = new ArrayList<>();
        scores.forEach((name, v) -> parts.add(String.format(Locale.ROOT, "%s %.6g", name, v)));
        return String.join("  ", parts);
    }
}
