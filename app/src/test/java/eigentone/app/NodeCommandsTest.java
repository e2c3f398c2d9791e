package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NodeCommandsTest {
    @Test
    void everyNodeIsListedOnce() {
        List<String> ids = new ArrayList<>();
        for (JsonNode node : Cli.run("nodes", "list", "--json").json()) {
            ids.add(node.get("id").asString());
            assertThat(node.get("family").asString()).isNotEmpty();
            assertThat(node.has("source")).isTrue();
        }
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        Nodes.all().stream().map(NodeType::id).toList());
        assertThat(Cli.run("nodes", "list").succeeds().out()).contains("sine");
    }

    @Test
    void aFamilyCanBeListedByItself() {
        for (JsonNode node : Cli.run("nodes", "list", "source", "--json").json()) {
            assertThat(node.get("family").asString()).isEqualTo("source");
        }
        Cli.run("nodes", "list", "sauce").fails(2, "family 'sauce'", "'source'");
    }

    @Test
    void everyNodeCanBeExplained() {
        for (NodeType type : Nodes.all()) {
            assertThat(Cli.run("explain", type.id()).succeeds().out())
                    .contains(type.id(), type.summary().split(" ")[0], "operations per frame");
        }
    }

    @Test
    void explanationAsJsonHasKnobsAndCost() {
        JsonNode sine = Cli.run("explain", "sine", "--json").json();
        assertThat(sine.get("controls").get(0).get("id").asString()).isEqualTo("pitch");
        assertThat(sine.get("stateFloats").asLong()).isPositive();
        assertThat(sine.get("operationsPerFrame").asLong()).isPositive();
        assertThat(sine.get("program").asString()).contains("recurrence");
    }

    @Test
    void unknownNamesAreAnsweredByTheNearest() {
        Cli.run("explain", "sinne").fails(2, "node 'sinne'", "'sine'");
        Cli.run("expain").fails(2, "'expain'", "'explain'");
        Cli.run("explain", "sine", "--set", "unitz=3").fails(2, "setting 'unitz'", "sine");
        Cli.run("explain", "sine", "--rate", "-1").fails(2, "--rate", "-1");
        Cli.run("explain", "sine", "--rate", "high").fails(2, "--rate", "high");
        Cli.run("nodes").fails(2, "subcommand");
    }
}
