package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Nearest;
import eigentone.app.console.Table;
import eigentone.app.console.UsageException;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Simd;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone explain NODE`: a node's equations, knobs, memory and cost, from the program itself.
@Command(
        name = "explain",
        description = "Explains a node or cell: equations, knobs, memory, operations per frame.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone explain sine",
            "  eigentone explain gru --set units=16",
            "  eigentone explain svf --rate 96000 --json",
            "",
            "Equations read as in a paper: x' is the next value of the state x, [n] a width or a",
            "channel, line[-d] a delay line d frames back, W * x a matrix product."
        })
public final class ExplainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NODE", description = "Its id, as in `eigentone nodes list`.")
    private String node;

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "A setting that is fixed when a patch is built, e.g. units=16.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            defaultValue = "48000",
            description = "Frames per second (default ${DEFAULT-VALUE}).")
    private double rateHz;

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    /// Voices for which `explain` shows the schedules.
    private static final int[] LANES = {1, 8};

    @Override
    public Integer call() {
        NodeType type = type(node);
        if (!(rateHz >= 1000 && rateHz <= 768_000)) {
            throw new UsageException(
                    "--rate: expected 1000..768000 Hz, got " + rateHz + " Hz; try 48000");
        }
        Map<String, Object> given = new LinkedHashMap<>();
        settings.forEach((id, value) -> given.put(id, SettingText.parse(type, id, value)));
        Program program = UsageException.of(() -> Program.of(type.create(given), rateHz));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(object(type, program)));
        } else {
            print(out, type, program);
        }
        out.flush();
        return 0;
    }

    static NodeType type(String id) {
        List<String> ids = Nodes.all().stream().map(NodeType::id).toList();
        if (!ids.contains(id)) {
            throw new UsageException(
                    "node '%s': expected one of the %d of `eigentone nodes list`; try %s"
                            .formatted(
                                    id, ids.size(), Nearest.remedy(id, ids, "one of that list")));
        }
        return Nodes.type(id);
    }

    private static void print(PrintWriter out, NodeType type, Program program) {
        out.println(type.id() + " (" + type.family() + ")");
        out.println(type.summary());
        if (!type.source().isEmpty()) {
            out.println("Source: " + type.source());
        }
        if (!type.settings().isEmpty()) {
            out.println();
            out.println("Settings, fixed when a patch is built:");
            Table table = new Table();
            type.settings().forEach(s -> table.row("  " + s.id(), SettingText.range(s), s.help()));
            out.print(table);
        }
        if (!program.controls().isEmpty()) {
            out.println();
            out.println("Knobs (range, initial value):");
            Table table = new Table();
            for (Slot.Control c : program.controls()) {
                ControlSpec s = c.spec();
                table.row("  " + s.id(), s.range(), SettingText.number(s.initial()), s.help());
            }
            out.print(table);
        }
        out.println();
        out.print(program);
        out.println();
        out.println("Compiled, by its cost on this machine (cheapest first):");
        for (int lanes : LANES) {
            for (CostRule.Choice choice : choices(program, lanes)) {
                out.println("  " + lanes + (lanes == 1 ? " lane:  " : " lanes: ") + choice);
            }
        }
    }

    private static List<CostRule.Choice> choices(Program program, int lanes) {
        return CostRule.choices(program, lanes, Simd.width());
    }

    private static Object object(NodeType type, Program program) {
        return Json.object(
                "id", type.id(),
                "family", type.family(),
                "source", type.source(),
                "summary", type.summary(),
                "settings",
                        type.settings().stream()
                                .map(s ->
                                        Json.object(
                                                "id", s.id(),
                                                "range", SettingText.range(s),
                                                "help", s.help()))
                                .toList(),
                "controls", program.controls().stream().map(c -> control(c.spec())).toList(),
                "inputs",
                        program.inputs().stream()
                                .map(i -> Json.object("id", i.name(), "width", i.width()))
                                .toList(),
                "outputs",
                        program.outputs().keySet().stream()
                                .map(o -> Json.object("id", o.name(), "width", o.width()))
                                .toList(),
                "stateFloats", program.stateEntries(),
                "operationsPerFrame", program.operationsPerStep(),
                "schedules", schedules(program),
                "program", program.toString());
    }

    private static List<Object> schedules(Program program) {
        List<Object> all = new ArrayList<>();
        for (int lanes : LANES) {
            for (CostRule.Choice c : choices(program, lanes)) {
                all.add(
                        Json.object(
                                "lanes",
                                lanes,
                                "schedule",
                                c.schedule().name().toLowerCase(Locale.ROOT),
                                "registerBits",
                                c.width() * Float.SIZE,
                                "operations",
                                c.operations()));
            }
        }
        return all;
    }

    static Object control(ControlSpec s) {
        return Json.object(
                "id", s.id(),
                "unit", s.unit(),
                "min", s.min(),
                "max", s.max(),
                "initial", s.initial(),
                "curve", s.curve().name().toLowerCase(Locale.ROOT),
                "smoothingSeconds", s.smoothingSeconds(),
                "help", s.help());
    }
}
