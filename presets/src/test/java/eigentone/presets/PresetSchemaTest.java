package eigentone.presets;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.catalog.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema and the reader say the same.
class PresetSchemaTest {
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream in = Preset.class.getResourceAsStream("preset.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<?> complaints(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }

    static List<String> bundled() throws IOException {
        return new BundledPresets().names();
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void bundledPresetsFollowTheSchema(String name) throws IOException {
        try (InputStream in = new BundledPresets().open(name)) {
            assertThat(complaints(new String(in.readAllBytes(), StandardCharsets.UTF_8))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void whatTheWriterWritesFollowsTheSchemaAndReadsBack(String name) throws IOException {
        Preset p = PresetLibrary.standard().load(name);
        String json = PresetWriter.toJson(p);
        assertThat(complaints(json)).isEmpty();
        assertThat(PresetReaderTest.read(json)).isEqualTo(p);
    }

    @Test
    void theSchemaTakesTheTestsPreset() {
        assertThat(complaints(PresetReaderTest.GOOD)).isEmpty();
    }

    /// Each mistake that a schema can see.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"eigentone\": 1|\"eigentone\": 2",
                "\"eigentone\": 1,|",
                "two-sines|Two",
                "\"title\"|\"titel\"",
                "instrument|instrumnt",
                "\"pitched\": true|\"pitched\": 1",
                "-6|-66",
                "\"voices\": 4|\"voices\": 65",
                "\"outputs\": 1|\"outputs\": 0",
                "\"type\": \"sine\", \"pitch\": 57|\"pitch\": 57",
                "\"pitch\": 57|\"pitch\": null",
                "\"every\": 32|\"every\": 0",
                "1/16 note|often",
                "\"weightSeed\": 7|\"weightSeed\": -7",
                "\"low\": {|\"out\": {",
                "high -> out|high out",
                "[0, 48]|[0]",
                "[0, 48]|[0, 48, \"curvy\"]",
                "\"initial\": 6,|",
                "\"high.pitch\": [|\"high\": [",
                "\"1\": \"tune\"|\"120\": \"tune\""
            })
    void theSchemaRefusesWhatTheReaderRefuses(String change) {
        String[] parts = change.split("\\|", -1);
        assertThat(PresetReaderTest.GOOD).contains(parts[0]);
        assertThat(complaints(PresetReaderTest.GOOD.replace(parts[0], parts[1]))).isNotEmpty();
    }

    @Test
    void noNodeTypeHasASettingAndAControlOfOneName() {
        for (NodeType type : Nodes.all()) {
            List<String> settings = type.settings().stream().map(Setting::id).toList();
            assertThat(settings)
                    .doesNotContain(NodeReader.TYPE, NodeReader.EVERY, NodeReader.WEIGHT_SEED);
            assertThat(Ports.of(type.create(Map.of())).controls().keySet())
                    .as(type.id())
                    .noneMatch(settings::contains)
                    .doesNotContain(NodeReader.TYPE, NodeReader.EVERY, NodeReader.WEIGHT_SEED);
        }
    }
}
