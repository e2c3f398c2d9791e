package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Three renders whose samples never change by accident. What to do when one is to change:
/// docs/decisions/golden-renders.md.
class GoldenRenderTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden-renders.json");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bundled:jesu-meine-freude --length 4",
                "bundled:minuet-in-g --preset gerzon-harp --channel 2=lstm-clarinet --length 4",
                "--preset tide --length 4 --seed 7",
            })
    void samplesAreWhatTheyWere(String arguments) throws IOException {
        List<String> args = new ArrayList<>(List.of("render", "--json"));
        args.addAll(Arrays.asList(arguments.split(" ")));
        args.addAll(List.of("--output", folder.resolve("golden.wav").toString()));
        String sha = Cli.run(args.toArray(String[]::new)).json().get("sha256").asString();
        ObjectNode golden = (ObjectNode) JsonMapper.shared().readTree(Files.readString(GOLDEN));
        if (Boolean.getBoolean("eigentone.update")) {
            golden.put(arguments, sha);
            Files.writeString(GOLDEN, golden.toPrettyString() + "\n");
        } else {
            String expected = Objects.requireNonNull(golden.get(arguments), arguments).asString();
            assertThat(sha).as("render %s", arguments).isEqualTo(expected);
        }
    }
}
