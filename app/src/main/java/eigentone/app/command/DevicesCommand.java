package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Table;
import eigentone.audioio.device.AudioBackend;
import eigentone.audioio.device.Backends;
import eigentone.audioio.device.DeviceInfo;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `eigentone devices`: what can be played on, and what is missing where nothing can.
@Command(
        name = "devices",
        description = "The sound and MIDI devices that can be played on, and what is missing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone devices             every backend with its devices",
            "  eigentone devices --json      the same for programs: an array of backends"
        })
public final class DevicesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "One JSON array instead of text.")
    private boolean json;

    private record Found(AudioBackend backend, String missing, List<DeviceInfo> devices) {
        static Found of(AudioBackend backend) {
            String missing = backend.whyNot();
            return new Found(backend, missing, missing.isEmpty() ? backend.devices() : List.of());
        }
    }

    @Override
    public Integer call() {
        List<Found> all = Backends.all().stream().map(Found::of).toList();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(all.stream().map(DevicesCommand::json).toList()));
        } else {
            out.print(text(all));
        }
        out.flush();
        return 0;
    }

    private static String text(List<Found> all) {
        Table table = new Table();
        StringBuilder missing = new StringBuilder();
        for (Found found : all) {
            if (!found.missing.isEmpty()) {
                missing.append("Not usable: ").append(found.missing).append('\n');
            }
            for (DeviceInfo d : found.devices) {
                table.row(
                        d.backend(),
                        d.name(),
                        kind(d.kind()),
                        d.kind() == DeviceInfo.Kind.AUDIO ? channels(d) : "",
                        d.kind() == DeviceInfo.Kind.AUDIO ? rates(d) : "",
                        d.description());
            }
        }
        return table.toString() + missing;
    }

    private static String kind(DeviceInfo.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String channels(DeviceInfo d) {
        return d.inputChannels() + " in, " + d.outputChannels() + " out";
    }

    private static String rates(DeviceInfo d) {
        String latency =
                d.latencyFrames() < 0
                        ? "unknown latency"
                        : "latency "
                                + d.latencyFrames()
                                + (d.ratesHz().isEmpty()
                                        ? ""
                                        : " (%.1f ms)"
                                                .formatted(
                                                        1000.0
                                                                * d.latencyFrames()
                                                                / d.ratesHz().getFirst()));
        return "%s Hz, blocks of %s, %s"
                .formatted(numbers(d.ratesHz()), numbers(d.blockFrames()), latency);
    }

    private static String numbers(List<Integer> values) {
        return values.isEmpty()
                ? "any"
                : values.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }

    private static Object json(Found found) {
        return Json.object(
                "backend",
                found.backend.id(),
                "usable",
                found.missing.isEmpty(),
                "missing",
                found.missing.isEmpty() ? null : found.missing,
                "devices",
                found.devices.stream().map(DevicesCommand::json).toList());
    }

    private static Object json(DeviceInfo d) {
        return Json.object(
                "name", d.name(),
                "description", d.description(),
                "kind", kind(d.kind()),
                "ratesHz", d.ratesHz(),
                "blockFrames", d.blockFrames(),
                "inputChannels", d.inputChannels(),
                "outputChannels", d.outputChannels(),
                "latencyFrames", d.latencyFrames() < 0 ? null : d.latencyFrames());
    }
}
