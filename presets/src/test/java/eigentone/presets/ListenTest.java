package eigentone.presets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenTest {
    private static final String WORDS =
            "{\"gate\": -40, \"pitch\": {\"lowest\": 90, \"snap\": 0.5}, \"onsets\": {\"key\": 36, \"gap\": 0.1}, \"tempo\": true}";

    private static String preset(String listen) {
        return """
        {"eigentone": 1, "name": "ear", "title": "Ear", "kind": "effect", "author": "Me",
         "licence": "CC0-1.0", "sound": "None.", "voices": 2, "inputs": 1,
         "voice": {"osc": {"type": "sine", "pitch": 0}},
         "shared": {"heard": {"type": "hearing"}},
         "connect": ["note.pitch -> osc.pitch", "heard.pitch -> osc.pitch * 0", "osc -> out"],
         "listen": %s}
        """
                .formatted(listen);
    }

    private static Preset read(String json) throws PresetException {
        return PresetReader.read(json.getBytes(StandardCharsets.UTF_8), "ear.json");
    }

    private static List<?> complaints(String json) throws IOException {
        try (InputStream in = Preset.class.getResourceAsStream("preset.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in)
                    .validate(json, InputFormat.JSON);
        }
    }

    @Test
    void isReadWrittenAndReadBack() throws IOException {
        Preset p = read(preset(WORDS));
        assertThat(p.listen())
                .isEqualTo(
                        new Listen(
                                -40,
                                new Listen.Pitch(90, 1200, 0.5),
                                new Listen.Onsets(36, 0.1, 0.1),
                                true));
        String written = PresetWriter.toJson(p);
        assertThat(read(written)).isEqualTo(p);
        assertThat(complaints(written)).isEmpty();
        assertThat(complaints(preset(WORDS))).isEmpty();
        assertThat(read(preset("{}")).listen())
                .isEqualTo(new Listen(Listen.USUAL_GATE_DB, null, null, false));
    }

    /// By schema and reader alike.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-40|-140|gate: expected -90..0 dBFS, got -140",
                "90|10|lowest: expected 40..1000 Hz, got 10",
                "0.5|5|snap: expected 0..1, got 5",
                "36|136|0..127",
                "0.1|0.001|gap: expected 0.03..5 s",
                "true|1|true or false",
                "\"pitch\"|\"pich\"|pitch",
            })
    void aMistakeNamesThePlace(String right, String wrong, String message) throws IOException {
        String json = preset(WORDS.replace(right, wrong));
        assertThat(complaints(json)).isNotEmpty();
        assertThatExceptionOfType(PresetException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining("ear.json")
                .withMessageContaining("listen")
                .withMessageContaining(message);
    }

    @Test
    void needsAnInputAndForNotesAVoice() {
        assertThatExceptionOfType(PresetException.class)
                .isThrownBy(() ->
                        read(
                                preset(WORDS)
                                        .replace("\"inputs\": 1", "\"inputs\": 0")
                                        .replace("effect", "instrument")))
                .withMessageContaining("at least 1 input");
    }
}
