package eigentone.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone nodes`: what a patch can be built of.
@Command(
        name = "nodes",
        description = "The nodes that a patch can be built of.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone nodes list               all nodes, with a sentence about each",
            "  eigentone nodes list filter        those of one family",
            "  eigentone nodes list --json        the same for programs"
        })
public final class NodesCommand {
    @Spec private CommandSpec spec;

    @Command(
            name = "list",
            description = "Lists nodes with their family and a sentence about each.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  eigentone nodes list",
                "  eigentone nodes list time",
                "  eigentone nodes list --json"
            })
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FAMILY",
                            defaultValue = "",
                            description =
                                    "Only this family: source, modulation, filter, time, level,"
                                            + " analysis or cell.")
                    String family,
            @Option(names = "--json", description = "One JSON array instead of text.")
                    boolean json) {
        NodeListing.print(spec, family, json);
        return 0;
    }
}
