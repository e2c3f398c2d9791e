package eigentone.bench;

import eigentone.app.console.Json;
import eigentone.app.console.Table;
import eigentone.app.console.UsageException;
import eigentone.bench.result.Run;
import eigentone.bench.result.Score;
import eigentone.bench.result.Task;
import eigentone.bench.result.Tasks;
import eigentone.models.data.DataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone bench results`: learns a task of the literature and scores it.
@Command(
        name = "results",
        description = {
            "Learns a task of the literature and gives our figure beside published ones; without a",
            "name, lists the tasks. docs/results.md holds what was reached."
        },
        mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "A task, e.g. klon-gru-8.")
    private @Nullable String name;

    @Option(names = "--json", description = "One JSON array instead of a table.")
    private boolean json;

    @Option(names = "--epochs", description = "How often the data are gone over.")
    private int epochs;

    @Option(names = "--seed", defaultValue = "1", description = "Another training (default 1).")
    private long seed;

    @Option(names = "--threads", defaultValue = "1", description = "Default 1.")
    private int threads;

    @Option(names = "--data", paramLabel = "FILE", description = "A corpus, for 'piano'.")
    private @Nullable Path data;

    @Option(names = "--output", paramLabel = "FOLDER", description = "For pictures.")
    private @Nullable Path output;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    ResultsCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut(), err = spec.commandLine().getErr();
        if (name == null) {
            Table table = new Table();
            Tasks.all().forEach(t -> table.row(t.name(), t.about()));
            out.print(table);
            out.flush();
            return 0;
        }
        Run run =
                new Run(
                        epochs,
                        seed,
                        threads,
                        data,
                        output,
                        line -> {
                            err.println(line);
                            err.flush();
                        });
        List<Score> scores;
        try {
            scores = task(name).run(run);
        } catch (UsageException | DataException e) {
            err.println(e.getMessage());
            err.flush();
            return 2;
        }
        if (json) {
            out.println(Json.text(scores.stream().map(Score::json).toList()));
        } else {
            out.print(table(scores));
        }
        out.flush();
        return 0;
    }

    private static Task task(String name) {
        List<Task> all = Tasks.all();
        return all.stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException(
                                "task '%s': expected one of %s"
                                        .formatted(name, all.stream().map(Task::name).toList())));
    }

    private static Table table(List<Score> scores) {
        Table table =
                new Table()
                        .row("", "model", "", "ours", "goal", "seed", "epochs", "s", "published");
        for (Score s : scores) {
            table.row(
                    s.task(),
                    s.model(),
                    s.metric(),
                    format("%.4g", s.value()),
                    Double.isNaN(s.goal()) ? "" : format("%.4g", s.goal()),
                    Long.toString(s.seed()),
                    Integer.toString(s.epochs()),
                    format("%.0f", s.seconds()),
                    s.published());
        }
        return table;
    }

    private static String format(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
