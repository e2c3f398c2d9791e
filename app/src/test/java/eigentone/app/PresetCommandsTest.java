package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PresetCommandsTest {
    @Test
    void everyPresetIsListed() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode p : Cli.run("presets", "list", "--json").json()) {
            names.add(p.get("name").asString());
            assertThat(p.get("kind").asString()).isIn("instrument", "effect", "generator");
            assertThat(p.get("pitched").isBoolean()).isTrue();
            assertThat(p.get("cells").isArray()).isTrue();
        }
        assertThat(names).containsExactlyElementsOf(PresetLibrary.standard().names());
    }

    @Test
    void aPresetIsShownWithItsKnobs() {
        String marimba = RenderTest.preset("test-marimba");
        assertThat(Cli.run("presets", "show", marimba).succeeds().out())
                .contains("Test marimba", "ring", "0.1..8 s", "bar.out -> out.in");
        JsonNode json = Cli.run("presets", "show", marimba, "--json").json();
        assertThat(json.get("knobs").get(0).get("id").asString()).isEqualTo("ring");
        assertThat(json.get("controls").valueStream().map(JsonNode::asString))
                .contains("bar.hardness");
    }

    @Test
    void aPresetInTuneIsInOrder() {
        Cli.run("presets", "check", RenderTest.preset("test-marimba")).succeeds();
        JsonNode report =
                Cli.run("presets", "check", RenderTest.preset("test-marimba"), "--json")
                        .json()
                        .get(0);
        assertThat(report.get("problems")).isEmpty();
        assertThat(Math.abs(report.get("worstCents").asDouble())).isLessThan(3);
    }

    @Test
    void aPresetOutOfTuneIsNot() throws IOException {
        Cli cli = Cli.run("presets", "check", RenderTest.preset("test-detuned"));
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).contains("cents off");
    }
}
