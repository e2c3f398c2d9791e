package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Nearest;
import eigentone.app.console.Table;
import eigentone.app.console.UsageException;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Lists node types as a table or as JSON.
final class NodeListing {
    /// In the order in which a sound passes them.
    private static final List<String> FAMILIES =
            List.of("source", "cell", "modulation", "filter", "time", "level", "analysis");

    private NodeListing() {}

    /// @param family an id, or empty for all
    static void print(CommandSpec spec, String family, boolean json) {
        List<String> families =
                Nodes.all().stream().map(NodeType::family).distinct().sorted().toList();
        if (!family.isEmpty() && !families.contains(family)) {
            throw new UsageException(
                    "family '%s': expected one of %s; try %s"
                            .formatted(
                                    family,
                                    String.join(", ", families),
                                    Nearest.remedy(family, families, "no family, for all nodes")));
        }
        List<NodeType> types =
                Nodes.all().stream()
                        .filter(t -> family.isEmpty() || t.family().equals(family))
                        .sorted(
                                Comparator.comparingInt(
                                                (NodeType t) -> FAMILIES.indexOf(t.family()))
                                        .thenComparing(NodeType::family)
                                        .thenComparing(NodeType::id))
                        .toList();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(types.stream().map(NodeListing::json).toList()));
            return;
        }
        Table table = new Table();
        for (NodeType t : types) {
            table.row(t.id(), t.family(), t.summary());
        }
        out.print(table);
        out.flush();
    }

    private static Object json(NodeType type) {
        return Json.object(
                "id", type.id(),
                "family", type.family(),
                "source", type.source(),
                "summary", type.summary());
    }
}
