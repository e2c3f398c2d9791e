package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Table;
import eigentone.app.console.UsageException;
import eigentone.app.control.PresetParameters;
import eigentone.app.render.GeneralMidi;
import eigentone.audioio.osc.OscAddress;
import eigentone.audioio.osc.OscTarget.Parameter;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone osc`: the addresses by which other programs control what plays.
@Command(
        name = "osc",
        description = "Lists the Open Sound Control addresses of a preset: see docs/control.md.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone osc                      addresses of the usual preset",
            "  eigentone osc hall                 of another",
            "  eigentone osc mine.json --json     the same for programs"
        })
public final class OscCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|FILE",
            defaultValue = GeneralMidi.DEFAULT,
            description = "A preset's name or file; ${DEFAULT-VALUE} unless said.")
    private String preset;

    @Option(names = "--json", description = "One JSON array instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<OscAddress> all;
        try {
            all =
                    OscAddress.all(
                            PresetParameters.of(PresetLibrary.standard().load(preset), Map.of()));
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(all.stream().map(OscCommand::object).toList()));
        } else {
            Table table = new Table();
            all.forEach(a -> table.row(a.path(), a.types(), a.range(), a.help()));
            out.print(table);
        }
        out.flush();
        return 0;
    }

    private static Object object(OscAddress a) {
        @Nullable Parameter p = a.parameter().orElse(null);
        return p == null
                ? Json.object("address", a.path(), "types", a.types(), "help", a.help())
                : Json.object(
                        "address", a.path(),
                        "types", a.types(),
                        "unit", p.spec().unit(),
                        "min", p.spec().min(),
                        "max", p.spec().max(),
                        "value", p.value(),
                        "help", a.help());
    }
}
