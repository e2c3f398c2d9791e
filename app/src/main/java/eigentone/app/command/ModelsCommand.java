package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Progress;
import eigentone.app.console.Table;
import eigentone.app.train.ModelFolder;
import eigentone.models.file.ModelDescription;
import eigentone.models.file.ModelDescription.Epoch;
import eigentone.models.file.ModelDescription.Port;
import eigentone.models.file.ModelFile;
import eigentone.models.file.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone models`: trained networks, listed and shown.
@Command(
        name = "models",
        description = "Trained networks: those there are, and what one is.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone models list              the bundled ones, and those in this folder",
            "  eigentone models show amp          one, by its file or its training's folder"
        })
public final class ModelsCommand {
    @Spec private CommandSpec spec;

    @Command(
            name = "list",
            description = "Lists models: the bundled ones, and those in a folder and one below it.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  eigentone models list",
                "  eigentone models list captures --json"
            })
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FOLDER",
                            defaultValue = ".",
                            description = "Where to look (default: here).")
                    String folder,
            @Option(names = "--json", description = "One JSON array instead of text.") boolean json)
            throws IOException {
        List<ModelFile> models = ModelFolder.models(OptionChecks.path("FOLDER", folder));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(models.stream().map(ModelsCommand::brief).toList()));
        } else {
            out.println("Bundled: none yet.");
            Table table = new Table();
            for (ModelFile m : models) {
                table.row(m.name(), cell(m), rate(m.description()), best(m.description()));
            }
            out.print(models.isEmpty() ? "In '%s': none.%n".formatted(folder) : table.toString());
        }
        out.flush();
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows a model: what it is, its size, and how it was trained.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  eigentone models show amp/model.safetensors",
                "  eigentone models show amp --json"
            })
    int show(
            @Parameters(
                            paramLabel = "FILE|FOLDER",
                            description = "A model file, or the folder of a training.")
                    String name,
            @Option(names = "--json", description = "One JSON object instead of text.")
                    boolean json)
            throws IOException {
        Path file = ModelFolder.model(OptionChecks.path("FILE", name));
        ModelFile model = ModelFile.read(file);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(whole(model)));
        } else {
            print(out, model);
        }
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, ModelFile m) {
        ModelDescription d = m.description();
        Table table = new Table();
        table.row("model", m.name());
        table.row("recurrence", cell(m));
        table.row("parameters", Long.toString(parameters(m)));
        table.row("input", ports(d.inputs()));
        table.row("output", ports(d.outputs()));
        table.row("rate", rate(d));
        d.data().forEach(line -> table.row("data", line));
        table.row("training", best(d));
        double seconds = d.history().stream().mapToDouble(Epoch::seconds).sum();
        table.row("time", Progress.clock(seconds));
        table.row("seed", Long.toString(d.seed()));
        table.row("licence", d.licence().isEmpty() ? "unknown" : d.licence());
        d.recipe().lines().forEach(line -> table.row("recipe", line));
        out.print(table);
    }

    private static String cell(ModelFile m) {
        Map<String, Object> s = m.description().cell().settings();
        if (!s.containsKey("cell")) {
            return m.description().cell().type();
        }
        return "%s %s, layers %s".formatted(s.get("cell"), plain(s, "units"), plain(s, "layers"));
    }

    private static String plain(Map<String, Object> settings, String id) {
        return settings.get(id) instanceof Double v ? SettingText.number(v) : "?";
    }

    private static String rate(ModelDescription d) {
        return d.sampleRateHz() == 0 ? "events" : SettingText.number(d.sampleRateHz()) + " Hz";
    }

    private static String ports(List<Port> ports) {
        return String.join(
                ", ",
                ports.stream().map(p -> "%s, %d channels".formatted(p.name(), p.width())).toList());
    }

    private static long parameters(ModelFile m) {
        return m.tensors().values().stream().mapToLong(t -> t.entries().length).sum();
    }

    private static String best(ModelDescription d) {
        List<String> parts = new ArrayList<>();
        parts.add(d.history().size() + " epochs");
        d.history().stream()
                .filter(e -> e.losses().containsKey("valid"))
                .min((a, b) -> Double.compare(valid(a), valid(b)))
                .ifPresent(e ->
                        parts.add(
                                String.format(
                                        Locale.ROOT,
                                        "valid %.6g at epoch %d",
                                        valid(e),
                                        e.number())));
        return String.join(", ", parts);
    }

    private static double valid(Epoch e) {
        return e.losses().getOrDefault("valid", Double.POSITIVE_INFINITY);
    }

    private static Map<String, ?> brief(ModelFile m) {
        return Json.object(
                "file", m.name(),
                "recurrence", m.description().cell().type(),
                "settings", m.description().cell().settings(),
                "parameters", parameters(m),
                "sampleRateHz", m.description().sampleRateHz(),
                "epochs", m.description().history().size());
    }

    private static Object whole(ModelFile m) {
        ModelDescription d = m.description();
        return Json.object(
                "file", m.name(),
                "recurrence", d.cell().type(),
                "settings", d.cell().settings(),
                "parameters", parameters(m),
                "sampleRateHz", d.sampleRateHz(),
                "seed", d.seed(),
                "licence", d.licence(),
                "recipe", d.recipe(),
                "data", d.data(),
                "tensors",
                        m.tensors().entrySet().stream()
                                .map(e -> tensor(e.getKey(), e.getValue()))
                                .toList(),
                "epochs",
                        d.history().stream()
                                .map(e ->
                                        Json.object(
                                                "epoch", e.number(),
                                                "seconds", e.seconds(),
                                                "losses", e.losses()))
                                .toList());
    }

    private static Object tensor(String name, Tensor t) {
        return Json.object("name", name, "type", t.type().name(), "shape", t.shape());
    }
}
