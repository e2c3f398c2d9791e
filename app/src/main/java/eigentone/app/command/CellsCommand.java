package eigentone.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `eigentone cells`: the nodes whose matter is a recurrent network.
@Command(
        name = "cells",
        description = "The recurrent cells: nodes whose matter is a network.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone cells list               all cells, with a sentence about each",
            "  eigentone cells list --json        the same for programs",
            "  eigentone explain gru              one cell's equations and knobs"
        })
public final class CellsCommand {
    @Spec private CommandSpec spec;

    @Command(
            name = "list",
            description = "Lists cells with a sentence about each.",
            mixinStandardHelpOptions = true,
            footer = {"", "Examples:", "  eigentone cells list", "  eigentone cells list --json"})
    int list(
            @Option(names = "--json", description = "One JSON array instead of text.")
                    boolean json) {
        NodeListing.print(spec, "cell", json);
        return 0;
    }
}
