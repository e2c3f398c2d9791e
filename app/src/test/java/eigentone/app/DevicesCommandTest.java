package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whatever the machine has: a device, or a sentence about what is missing.
class DevicesCommandTest {
    @Test
    void everyBackendIsListedWithItsDevicesOrWhatIsMissing() {
        List<String> ids = new ArrayList<>();
        for (JsonNode backend : Cli.run("devices", "--json").json()) {
            ids.add(backend.get("backend").asString());
            boolean usable = backend.get("usable").asBoolean();
            assertThat(backend.get("missing").isNull()).isEqualTo(usable);
            for (JsonNode device : backend.get("devices")) {
                assertThat(usable).isTrue();
                assertThat(device.get("name").asString()).isNotEmpty();
                assertThat(device.get("kind").asString()).isIn("audio", "midi in", "midi out");
                assertThat(device.get("outputChannels").asInt()).isBetween(0, 1024);
            }
        }
        assertThat(ids).containsExactly("jack", "javasound", "null");
    }

    @Test
    void textSaysTheSame() {
        String text = Cli.run("devices").succeeds().out();
        assertThat(text).contains("null", "any Hz, blocks of any", "jack");
    }
}
