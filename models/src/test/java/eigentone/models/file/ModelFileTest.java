package eigentone.models.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.gated.Gru;
import eigentone.models.file.ModelDescription.Cell;
import eigentone.models.file.ModelDescription.Epoch;
import eigentone.models.file.ModelDescription.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
    @TempDir private Path folder;
    private Path file;
    private final Program program = Program.of(new Gru(1, 8), 44100);
    private final Weights weights = Weights.initial(program, 3);

    private static final ModelDescription ABOUT =
            new ModelDescription(
                    new Cell("gru", Map.of("units", 8, "kind", "plain", "ratios", List.of(1, 2.5))),
                    List.of(new Port("x", 1, List.of(0.5), List.of(-0.25))),
                    List.of(Port.of("y", 8)),
                    44100,
                    Long.MIN_VALUE + 1,
                    "BSD-3-Clause",
                    "recipe: \"capture\"\nunits = 8\n",
                    List.of("in.wav -> out.wav, 60 s"),
                    List.of(
                            new Epoch(1, 1.25, Map.of("train", 0.5)),
                            new Epoch(2, 1, Map.of("train", 0.25, "valid", 1e-300))));

    @BeforeEach
    void name() {
        file = folder.resolve("gru.safetensors");
    }

    @Test
    void weightsAndDescriptionComeBackToTheBit() throws IOException {
        ModelFile.of(ABOUT, program, weights).write(file);
        ModelFile read = ModelFile.read(file);
        assertThat(read.description()).isEqualTo(ABOUT);
        Weights back = read.weights(program);
        assertThat(back.names()).isEqualTo(weights.names());
        for (String name : weights.names()) {
            assertThat(back.get(name)).isEqualTo(weights.get(name));
        }
        assertThat(read.name()).isEqualTo(file.toString());
    }

    @Test
    void weightsOfAnotherSizeAreRefusedByName() throws IOException {
        ModelFile.of(ABOUT, program, weights).write(file);
        ModelFile read = ModelFile.read(file);
        assertThatThrownBy(() -> read.weights(Program.of(new Gru(1, 9), 44100)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith("model file '" + file + "', tensor '")
                .hasMessageContaining(
                        "expected shape 9 for 'Gru', got [8]; try the settings it was");
    }

    @Test
    void missingAndUnknownTensorsAreRefusedByName() throws IOException {
        Map<String, Tensor> one = Map.of("reset.weigth", Tensor.of(new float[8], 8));
        assertThatThrownBy(() -> new ModelFile("m", ABOUT, one).weights(program))
                .hasMessage(
                        "model file 'm', tensor 'reset.weigth': expected none of that name in"
                                + " 'Gru'; did you mean 'reset.weight'?");
        assertThatThrownBy(() -> new ModelFile("m", ABOUT, Map.of()).weights(program))
                .hasMessageContaining("for 'Gru', got none");
    }

    @Test
    void aMatrixOfOneColumnIsAVector() throws IOException {
        Map<String, Tensor> tensors =
                new java.util.HashMap<>(ModelFile.of(ABOUT, program, weights).tensors());
        Tensor vector = tensors.get("reset.weight");
        assertThat(vector.shape()).containsExactly(8);
        tensors.put("reset.weight", new Tensor(vector.type(), List.of(8, 1), vector.entries()));
        assertThat(new ModelFile("m", ABOUT, tensors).weights(program).get("reset.weight"))
                .isEqualTo(weights.get("reset.weight"));
        tensors.put("reset.weight", new Tensor(vector.type(), List.of(1, 8), vector.entries()));
        assertThatThrownBy(() -> new ModelFile("m", ABOUT, tensors).weights(program))
                .hasMessageContaining(
                        "tensor 'reset.weight': expected shape 8 for 'Gru', got [1, 8]");
    }

    /// What is replaced in the description, by what, and a part of the complaint.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "format":1            | "format":2              | description format: expected version 1, got 2; try a newer Eigentone
                    "sampleRateHz":44100  | "sampleRateHz":-1       | expected 0 or 1..1536000 Hz, got -1.0 Hz
                    "sampleRateHz":44100  | "sampleRateHz":1e999    | description sampleRateHz: expected a finite number
                    "type":"gru"          | "type":5                | description recurrence.type: expected a text, got 5
                    "units":8             | "units":true            | description recurrence.settings.units: expected a finite number, got true
                    "units":8             | "units":8,"units":9     | Duplicate
                    "scale":[0.5]         | "scale":[0]             | description inputs[0]: port 'x': expected a scale other than 0
                    "scale":[0.5]         | "scale":[1,1]           | description inputs[0]: port 'x'
                    "width":1             | "width":0               | description inputs[0].width: expected a whole number in 1..65536, got 0
                    "licence":            | "license":              | expected no field 'license'; did you mean 'licence'?
                    [1,1.25,              | [1,                     | description history.epochs[0]: expected a list of 4 numbers
                    [1,1.25,              | [0,1.25,                | description history.epochs[0][0]: expected a whole number in 1..
                    """)
    void aWrongDescriptionIsRefusedByPlace(String from, String to, String complaint)
            throws IOException {
        String description = DescriptionJson.write(ABOUT);
        assertThat(description).contains(from);
        new SafeTensors(Map.of("eigentone", description.replace(from, to)), Map.of()).write(file);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith("model file '" + file + "'")
                .hasMessageContaining(complaint);
    }

    @Test
    void aFileOfOthersIsRefusedWithAWord() throws IOException {
        new SafeTensors(Map.of("format", "pt"), Map.of()).write(file);
        assertThatThrownBy(() -> ModelFile.read(file))
                .hasMessageContaining("expected a description under 'eigentone', got [format]");
    }

    @Test
    void aDescriptionThatWouldNotReadBackIsNotWritten() {
        ModelDescription huge =
                new ModelDescription(
                        ABOUT.cell(),
                        List.of(),
                        List.of(),
                        0,
                        0,
                        "",
                        "x".repeat(1 << 20),
                        List.of(),
                        List.of());
        assertThatThrownBy(() -> new ModelFile("m", huge, Map.of()).write(file))
                .hasMessageContaining("expected a header of at most 1 MB");
        assertThat(file).doesNotExist();
    }
}
