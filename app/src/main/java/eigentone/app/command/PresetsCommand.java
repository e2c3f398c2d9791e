package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Nearest;
import eigentone.app.console.Table;
import eigentone.app.console.UsageException;
import eigentone.app.render.Knobs;
import eigentone.app.render.PresetCheck;
import eigentone.engine.graph.NodeSpec;
import eigentone.presets.Knob;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone presets`: the sounds there are, their knobs, and whether they are in order.
@Command(
        name = "presets",
        description = "The sounds that can be played, and what their knobs do.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone presets list                    all presets, with a sentence about each",
            "  eigentone presets show chorale            its knobs, nodes and cables",
            "  eigentone presets check mine.json         plays notes and measures them"
        })
public final class PresetsCommand {
    private static final int FAILED = 1;

    @Spec private CommandSpec spec;

    @Command(
            name = "list",
            description = "Lists presets with a sentence about each.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  eigentone presets list",
                "  eigentone presets list effect",
                "  eigentone presets list --json"
            })
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "KIND",
                            defaultValue = "",
                            description = "Only this kind: instrument, effect or generator.")
                    String kind,
            @Option(names = "--json", description = "One JSON array instead of text.") boolean json)
            throws IOException {
        List<String> kinds = Arrays.stream(Preset.Kind.values()).map(Preset.Kind::id).toList();
        if (!kind.isEmpty() && !kinds.contains(kind)) {
            throw new UsageException(
                    "kind '%s': expected one of %s; try %s"
                            .formatted(
                                    kind,
                                    String.join(", ", kinds),
                                    Nearest.remedy(kind, kinds, "no kind, for all presets")));
        }
        List<Preset> presets =
                PresetLibrary.standard().all().stream()
                        .filter(p -> kind.isEmpty() || p.kind().id().equals(kind))
                        .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(presets.stream().map(PresetsCommand::brief).toList()));
        } else {
            Table table = new Table();
            presets.forEach(p -> table.row(p.name(), p.kind().id(), p.sound()));
            out.print(table);
        }
        out.flush();
        return 0;
    }

    private static Object brief(Preset p) {
        return Json.object(
                "name", p.name(),
                "kind", p.kind().id(),
                "pitched", p.pitched(),
                "cells", cells(p),
                "title", p.title(),
                "sound", p.sound(),
                "tags", p.tags());
    }

    /// The types of the cells that make the sound.
    private static List<String> cells(Preset p) {
        return p.cells().stream().map(id -> p.wiring().node(id).type()).distinct().toList();
    }

    @Command(
            name = "show",
            description = "Shows a preset: its knobs, nodes and cables.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  eigentone presets show chorale",
                "  eigentone presets show mine.json --json"
            })
    int show(
            @Parameters(paramLabel = "NAME|FILE", description = "A preset's name or file.")
                    String name,
            @Option(names = "--json", description = "One JSON object instead of text.")
                    boolean json)
            throws IOException {
        Preset preset = load(name);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(whole(preset)));
        } else {
            print(out, preset);
        }
        out.flush();
        return 0;
    }

    private static Preset load(String name) throws IOException {
        try {
            return PresetLibrary.standard().load(name);
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(PrintWriter out, Preset p) {
        out.println(p.title() + " (" + p.name() + ", " + p.kind().id() + ")");
        out.println(p.sound());
        out.printf(
                "By %s, %s. Cells: %s.%n",
                p.author(),
                p.licence(),
                p.cells().isEmpty() ? "none" : String.join(", ", cells(p)));
        if (p.listen() != null) {
            out.println("Listens to " + p.listen().description() + ".");
        }
        if (!p.knobs().isEmpty()) {
            out.println();
            out.println("Knobs, for --set (range, initial value):");
            Table table = new Table();
            for (Knob k : p.knobs()) {
                table.row(
                        "  " + k.id(),
                        k.spec().range(),
                        SettingText.number(k.spec().initial()),
                        controller(p, k.id()),
                        k.spec().help().isEmpty() ? k.title() : k.spec().help());
            }
            out.print(table);
        }
        out.println();
        out.println("Nodes, whose controls can be set as node.control:");
        Table table = new Table();
        for (NodeSpec n : p.patch().nodes()) {
            String controls =
                    Knobs.controls(p.patch()).keySet().stream()
                            .filter(path -> path.startsWith(n.id() + "."))
                            .map(path -> path.substring(n.id().length() + 1))
                            .reduce((a, b) -> a + ", " + b)
                            .orElse("");
            table.row("  " + n.id(), n.type(), n.perVoice() ? "each voice" : "shared", controls);
        }
        out.print(table);
        out.println();
        out.println("Cables:");
        p.wiring()
                .connections()
                .forEach(c ->
                        out.printf(
                                "  %s -> %s%s%n",
                                c.from(),
                                c.to(),
                                c.amount() == 1 ? "" : " * " + SettingText.number(c.amount())));
    }

    private static String controller(Preset p, String knob) {
        for (var e : p.midi().entrySet()) {
            if (e.getValue().equals(knob)) {
                return "CC " + e.getKey();
            }
        }
        return "";
    }

    private static Object whole(Preset p) {
        return Json.object(
                "name", p.name(),
                "kind", p.kind().id(),
                "pitched", p.pitched(),
                "cells", cells(p),
                "title", p.title(),
                "sound", p.sound(),
                "author", p.author(),
                "licence", p.licence(),
                "tags", p.tags(),
                "voices", p.wiring().voices(),
                "inputs", p.wiring().inputChannels(),
                "outputs", p.wiring().outputChannels(),
                "knobs", p.knobs().stream().map(k -> ExplainCommand.control(k.spec())).toList(),
                "controls", List.copyOf(Knobs.controls(p.patch()).keySet()),
                "midi", p.midi(),
                "listens", p.listen() == null ? null : p.listen().description());
    }

    @Command(
            name = "check",
            description = {
                "Plays presets and measures them: pitch over five octaves, peak, speed. Exit code 1"
                        + " if one is silent, out of tune by more than 3 cents, or not finite."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  eigentone presets check                   all presets",
                "  eigentone presets check mine.json",
                "  eigentone presets check --json"
            })
    int check(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "NAME|FILE",
                            description = "Presets' names or files; all presets unless said.")
                    @Nullable List<String> names,
            @Option(names = "--json", description = "One JSON array instead of text.") boolean json)
            throws IOException {
        List<String> asked =
                names == null || names.isEmpty() ? PresetLibrary.standard().names() : names;
        List<PresetCheck.Report> reports = new ArrayList<>();
        for (String name : asked) {
            reports.add(PresetCheck.of(load(name)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(reports.stream().map(PresetsCommand::report).toList()));
        } else {
            Table table = new Table();
            table.row("preset", "pitch", "peak", "speed", "");
            for (PresetCheck.Report r : reports) {
                table.row(
                        r.preset(),
                        Double.isNaN(r.worstCents()) ? "" : number("%+.2f cents", r.worstCents()),
                        number("%.1f dBFS", r.peakDbfs()),
                        number("%.0fx", r.realTimeFactor()),
                        r.problems().isEmpty() ? "in order" : String.join("; ", r.problems()));
            }
            out.print(table);
        }
        out.flush();
        return reports.stream().allMatch(r -> r.problems().isEmpty()) ? 0 : FAILED;
    }

    private static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }

    private static Object report(PresetCheck.Report r) {
        return Json.object(
                "name", r.preset(),
                "worstCents", r.worstCents(),
                "peakDbfs", r.peakDbfs(),
                "realTimeFactor", r.realTimeFactor(),
                "problems", r.problems());
    }
}
