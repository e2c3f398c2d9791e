package eigentone.models.playing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.Network;
import eigentone.models.cell.TrainedModel;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.DenseSequence;
import eigentone.models.data.Pair;
import eigentone.models.file.ModelDescription;
import eigentone.models.file.ModelDescription.Port;
import eigentone.models.file.ModelFile;
import eigentone.models.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model file in a patch plays what the model says.
class TrainedModelTest {
    private static final int FRAMES = 3000, BLOCK = 160;
    private static final double RATE_HZ = 44100;

    @TempDir private Path folder;
    private Path file;
    private float[] input;

    @BeforeEach
    void prepare() {
        file = folder.resolve("model.safetensors");
        SplittableRandom random = new SplittableRandom(4);
        input = new float[FRAMES];
        for (int t = 0; t < FRAMES; t++) {
            input[t] = (float) (2 * random.nextDouble() - 1);
        }
    }

    private static ModelDescription about(Network n, Port in, Port out, double rateHz) {
        return new ModelDescription(
                TrainedModel.describe(n),
                List.of(in),
                List.of(out),
                rateHz,
                1,
                "",
                "",
                List.of(),
                List.of());
    }

    private Weights write(Network n, Port in, Port out, double rateHz) throws IOException {
        Program program = Program.of(n, RATE_HZ);
        Weights weights = Weights.initial(program, 9);
        ModelFile.of(about(n, in, out, rateHz), program, weights).write(file);
        return weights;
    }

    private Plan plan(double rateHz) {
        NodeSpec node = NodeSpec.of("amp", "model", false, Map.of("file", file), Map.of());
        Patch patch =
                new Patch(
                        "capture",
                        0,
                        1,
                        1,
                        List.of(node),
                        List.of(Connection.of("in", "amp"), Connection.of("amp", "out")));
        return Plan.compile(patch, rateHz, BLOCK, 3);
    }

    private float[] played(Plan plan) {
        float[] played = new float[FRAMES];
        float[][] in = new float[1][BLOCK], out = new float[1][BLOCK];
        for (int t = 0; t < FRAMES; t += BLOCK) {
            int n = Math.min(BLOCK, FRAMES - t);
            System.arraycopy(input, t, in[0], 0, n);
            plan.process(in, out, n);
            System.arraycopy(out[0], 0, played, t, n);
        }
        return played;
    }

    private float[] evaluated(Network n, Weights weights, float[] x) {
        float[] made = new float[FRAMES];
        DenseSequence sound = new DenseSequence("x", 1, x);
        new Evaluation(Program.of(n, RATE_HZ), weights, 1)
                .run(
                        new ConsecutiveSegments(List.of(Pair.of("x", sound, sound)), 512, 1, 0),
                        (batch, y) ->
                                System.arraycopy(
                                        y.values(),
                                        0,
                                        made,
                                        batch.segments().getFirst().from(),
                                        batch.segments().getFirst().frames()));
        return made;
    }

    @ParameterizedTest
    @CsvSource({"gru, 8, 1, true", "lstm, 6, 2, false", "elman, 16, 1, true"})
    void aPatchPlaysWhatEvaluationHearsToTheBit(String cell, int units, int layers, boolean skip)
            throws IOException {
        Network n = new Network(cell, 1, units, layers, 1, skip, false);
        Weights weights = write(n, Port.of("in", 1), Port.of("out", 1), RATE_HZ);
        assertThat(played(plan(RATE_HZ))).isEqualTo(evaluated(n, weights, input));
    }

    @Test
    void scalesAndOffsetsOfTheDescriptionAreApplied() throws IOException {
        Network n = new Network("gru", 1, 8, 1, 1, false, false);
        Port in = new Port("in", 1, List.of(0.5), List.of(-0.25));
        Port out = new Port("out", 1, List.of(2.0), List.of(0.125));
        Weights weights = write(n, in, out, RATE_HZ);
        float[] normalised = new float[FRAMES];
        for (int t = 0; t < FRAMES; t++) {
            normalised[t] = (input[t] + 0.25f) / 0.5f;
        }
        float[] expected = evaluated(n, weights, normalised);
        for (int t = 0; t < FRAMES; t++) {
            expected[t] = expected[t] * 2 + 0.125f;
        }
        assertThat(played(plan(RATE_HZ))).isEqualTo(expected);
    }

    @Test
    void anotherRateThanItsOwnIsRefusedByName() throws IOException {
        Network n = new Network("gru", 1, 8, 1, 1, false, false);
        write(n, Port.of("in", 1), Port.of("out", 1), RATE_HZ);
        assertThatThrownBy(() -> plan(48000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node 'amp': model '" + file + "'")
                .hasMessageContaining("44100.0 Hz, got 48000.0 Hz; try");
    }

    @Test
    void aModelOfEventsIsNoSound() throws IOException {
        Network n = new Network("gru", 88, 8, 1, 88, false, false);
        write(n, Port.of("in", 88), Port.of("out", 88), 0);
        assertThatThrownBy(() -> plan(48000))
                .hasMessageContaining("expected a model of sound, got one of events");
    }

    @Test
    void aDamagedFileIsToldInOneLine() throws IOException {
        Network n = new Network("gru", 1, 8, 1, 1, false, false);
        write(n, Port.of("in", 1), Port.of("out", 1), RATE_HZ);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> plan(RATE_HZ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model file '" + file + "'")
                .hasMessageContaining("; try");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cell|lstn|network 'cell': expected one of",
                "units|9|expected shape",
                "units|0|network 'units': expected 1..4096, got 0",
                "units|1e9|network 'units': expected 1..4096",
                "layers|x|setting 'layers': expected a whole number, got x",
                "outputs|2|expected one port 'out' of 2 channels, got [out of 1]"
            })
    void aDescriptionThatDoesNotFitIsRefused(String setting, String value, String told)
            throws IOException {
        Network n = new Network("gru", 1, 8, 1, 1, false, false);
        Program program = Program.of(n, RATE_HZ);
        ModelDescription good = about(n, Port.of("in", 1), Port.of("out", 1), RATE_HZ);
        Map<String, Object> settings = new HashMap<>(good.cell().settings());
        settings.put(setting, value.matches("[0-9e]+") ? Double.valueOf(value) : value);
        ModelDescription bad =
                new ModelDescription(
                        new ModelDescription.Cell(TrainedModel.NETWORK, settings),
                        good.inputs(),
                        good.outputs(),
                        RATE_HZ,
                        1,
                        "",
                        "",
                        List.of(),
                        List.of());
        ModelFile.of(bad, program, Weights.initial(program, 1)).write(file);
        assertThatThrownBy(() -> TrainedModel.of(ModelFile.read(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(told);
    }

    @Test
    void withoutAFileItIsAnUntrainedNetwork() {
        assertThat(Nodes.type("model").create(Map.of())).isInstanceOf(Network.class);
    }
}
