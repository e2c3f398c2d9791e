package eigentone.app;

import eigentone.app.command.CellsCommand;
import eigentone.app.command.CompletionCommand;
import eigentone.app.command.DevicesCommand;
import eigentone.app.command.EvaluateCommand;
import eigentone.app.command.ExplainCommand;
import eigentone.app.command.FuzzCommand;
import eigentone.app.command.ModelsCommand;
import eigentone.app.command.NodesCommand;
import eigentone.app.command.OscCommand;
import eigentone.app.command.PlayCommand;
import eigentone.app.command.PresetsCommand;
import eigentone.app.command.RenderCommand;
import eigentone.app.command.ReplayCommand;
import eigentone.app.command.TrainCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/// What Eigentone can be told to do.
///
/// Reading the annotations of a command takes a while before the first sound: where the command
/// line begins with a command, the others are left out. Help, completion and mistakes know all.
final class Subcommands {
    private static final String COMPLETION = "completion";

    /// In the order of the help.
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("render", RenderCommand.class);
        ALL.put("play", PlayCommand.class);
        ALL.put("replay", ReplayCommand.class);
        ALL.put("train", TrainCommand.class);
        ALL.put("evaluate", EvaluateCommand.class);
        ALL.put("models", ModelsCommand.class);
        ALL.put("presets", PresetsCommand.class);
        ALL.put("nodes", NodesCommand.class);
        ALL.put("cells", CellsCommand.class);
        ALL.put("explain", ExplainCommand.class);
        ALL.put("devices", DevicesCommand.class);
        ALL.put("osc", OscCommand.class);
        ALL.put("fuzz", FuzzCommand.class);
        ALL.put(COMPLETION, CompletionCommand.class);
    }

    private Subcommands() {}

    /// Adds those to `line` that `args` can be about.
    static void addTo(CommandLine line, String[] args) {
        String first = args.length == 0 ? COMPLETION : args[0];
        Class<?> only = first.equals(COMPLETION) ? null : ALL.get(first);
        if (only == null) {
            ALL.forEach(line::addSubcommand);
        } else {
            line.addSubcommand(first, only);
        }
    }
}
