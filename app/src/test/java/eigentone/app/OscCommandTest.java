package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OscCommandTest {
    @Test
    void knobsControlsAndActionsAreListed() {
        String marimba = RenderTest.preset("test-marimba");
        assertThat(Cli.run("osc", marimba).succeeds().out())
                .contains("/eigentone/note/on", "/eigentone/knob/ring", "0.1..8 s");
        Map<String, JsonNode> found = new HashMap<>();
        Cli.run("osc", marimba, "--json")
                .json()
                .forEach(a -> found.put(a.get("address").asString(), a));
        JsonNode knob = found.get("/eigentone/knob/ring");
        assertThat(knob.get("unit").asString()).isEqualTo("s");
        assertThat(knob.get("max").asDouble()).isEqualTo(8);
        assertThat(found).containsKeys("/eigentone/control/bar/hardness", "/eigentone/panic");
        assertThat(Cli.run("osc").succeeds().out()).contains("/eigentone/knob/brightness");
    }

    @Test
    void anUnknownPresetIsMisuse() {
        Cli.run("osc", "no-such-preset").fails(2, "no-such-preset");
    }
}
