package eigentone.presets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import eigentone.engine.language.ControlSpec;
import eigentone.models.online.Teaching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeachingFileTest {
    private static final Map<String, ControlSpec> CONTROLS =
            Map.of(
                    "filter.cutoff",
                    ControlSpec.exponential("cutoff", "Hz", 20, 20_000, 800, ""),
                    "amp.gain",
                    ControlSpec.linear("gain", "dB", -60, 12, 0, ""));

    @TempDir Path folder;

    private static Teaching taught() {
        Teaching t =
                new Teaching(
                        List.of(
                                new Teaching.Input("cc1", 0, 127),
                                new Teaching.Input("loudness", 0, 1)),
                        List.of(
                                new Teaching.Target("filter.cutoff", CONTROLS.get("filter.cutoff")),
                                new Teaching.Target("amp.gain", CONTROLS.get("amp.gain"))),
                        Teaching.Shape.QUADRATIC,
                        0.999);
        for (int i = 0; i < 30; i++) {
            double[] hands = {i * 4.3, i * i % 11 / 11.0};
            t.demonstrate(hands, new double[] {300 + 40 * i, -i / 3.0});
        }
        t.learn();
        return t;
    }

    @Test
    void whatWasTaughtIsPlayedToTheSameBitsAfterwards() throws IOException {
        Path file = folder.resolve("hands.json");
        Teaching before = taught();
        TeachingFile.write(before, file);
        Teaching after = TeachingFile.read(file, CONTROLS);
        assertThat(after.demonstrations()).isEqualTo(before.demonstrations());
        assertThat(after.inputs()).isEqualTo(before.inputs());
        for (double hand = 0; hand <= 127; hand += 9) {
            double[] first = new double[2], second = new double[2];
            before.play(new double[] {hand, 0.3}, first);
            after.play(new double[] {hand, 0.3}, second);
            assertThat(second).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"filter.cutoff\"|\"filter.cutof\"|filter.cutoff",
                "\"quadratic\"|\"cubic\"|expected a shape",
                "\"forgetting\": 0.999|\"forgetting\": 2|0.5..1",
                "\"eigentoneTeaching\": 1|\"eigentoneTeaching\": 2|format 1",
                "[0, 127]|[127, 0]|min < max",
                "[[0, 0], [300, 0]]|[[0], [300, 0]]|expected 2 inputs, got 1",
                "[[0, 0], [300, 0]]|[[0, 0]]|[[inputs], [values]]",
                "\"controls\"|\"control\"|controls",
            })
    void aMistakeNamesTheFileAndTheRemedy(String right, String wrong, String remedy)
            throws IOException {
        String json = TeachingFile.toJson(taught());
        assertThat(json).contains(right);
        Path file = folder.resolve("hands.json");
        Files.writeString(file, json.replace(right, wrong));
        assertThatExceptionOfType(PresetException.class)
                .isThrownBy(() -> TeachingFile.read(file, CONTROLS))
                .withMessageContaining("hands.json")
                .withMessageContaining(remedy);
    }
}
