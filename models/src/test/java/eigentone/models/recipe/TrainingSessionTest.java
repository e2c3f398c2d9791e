package eigentone.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.program.Weights;
import eigentone.models.cell.TrainedModel;
import eigentone.models.file.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSessionTest {
    private static final String TINY =
            """
            input = in.wav
            target = out.wav
            model = gru 4
            segment-frames = 256
            settle-frames = 64
            lanes = 8
            epochs = 5
            threads = 1
            """;

    @TempDir private Path folder;

    @BeforeEach
    void record() throws IOException {
        Device.record(folder, 3);
    }

    private Recipe recipe(String more) throws IOException {
        return Recipe.parse(TINY + more, "tiny.txt", folder, Map.of());
    }

    private static TrainingSession session(Recipe recipe) throws IOException {
        return new TrainingSession(recipe, RecipeData.read(recipe));
    }

    private static void epochs(TrainingSession s, int until) {
        while (s.end() == null && s.history().size() < until) {
            s.epoch((done, of, loss, norm) -> true);
        }
    }

    private static void assertSame(TrainingSession a, TrainingSession b) {
        assertThat(a.bestEpoch()).isEqualTo(b.bestEpoch());
        assertThat(a.end()).isEqualTo(b.end());
        for (int i = 0; i < a.history().size(); i++) {
            EpochRecord x = a.history().get(i), y = b.history().get(i);
            assertThat(x.loss()).isEqualTo(y.loss());
            assertThat(x.valid()).isEqualTo(y.valid());
        }
        Weights v = a.best().weights(), w = b.best().weights();
        for (String name : v.names()) {
            assertThat(v.get(name)).isEqualTo(w.get(name));
        }
    }

    /// What differs between kinds of training is remembered too: moments, averages, plateaus,
    /// dropout.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "average = 0.9\nschedule = plateau\npatience = 3\ndropout = 0.2",
                "optimiser = rmsprop\nloss = mse\nlearning-rate = 0.001",
                "optimiser = sgd\nschedule = constant\nlayers = 2"
            })
    void continuesToTheSameBitsOnMoreThreads(String more) throws IOException {
        Recipe recipe = recipe(more);
        Path file = folder.resolve("checkpoint.safetensors");
        try (TrainingSession whole = session(recipe);
                TrainingSession first = session(recipe);
                TrainingSession second =
                        session(Recipe.parse(TINY + more, "t", folder, Map.of("threads", "2")))) {
            epochs(whole, 5);
            epochs(first, 2);
            first.save().write(file);
            second.restore(Checkpoint.read(file));
            assertSame(first, second);
            epochs(second, 5);
            assertThat(second.history()).hasSizeGreaterThan(2);
            assertSame(whole, second);
        }
    }

    @Test
    void learns() throws IOException {
        Map<String, String> fast =
                Map.of("epochs", "12", "learning-rate", "0.02", "warm-up-steps", "5");
        try (TrainingSession s = session(Recipe.parse(TINY, "tiny.txt", folder, fast))) {
            epochs(s, 12);
            assertThat(s.end()).isEqualTo(TrainingSession.End.EPOCHS);
            assertThat(s.history().getLast().valid())
                    .isLessThan(0.3 * s.history().getFirst().valid());
            Map<String, Double> scores = Scores.of(s.best(), s.data().test(), false);
            assertThat(scores.get("esr")).isBetween(0.0, 0.2);
        }
    }

    @Test
    void anEpochThatIsStoppedDoesNotCount() throws IOException {
        try (TrainingSession s = session(recipe(""))) {
            epochs(s, 1);
            assertThat(s.epoch((done, of, loss, norm) -> false)).isNull();
            assertThat(s.history()).hasSize(1);
            assertThat(s.end()).isNull();
        }
    }

    @Test
    void sizesThatDoNotGoTogetherAreTold() {
        assertThatThrownBy(() -> session(recipe("clip-frames = 1000\nwarm-up-frames = 1000")))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("recipe 'tiny.txt'")
                .hasMessageContaining("expected 0 or more and less than a clip, got 1000 of 1000");
        assertThatThrownBy(() -> session(recipe("valid-share = 0.5\ntest-share = 0.5")))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("split: expected shares from 0, below 1 together");
    }

    @Test
    void anotherRecipeCannotContinue() throws IOException {
        Path file = folder.resolve("checkpoint.safetensors");
        try (TrainingSession s = session(recipe(""))) {
            epochs(s, 1);
            s.save().write(file);
        }
        Checkpoint saved = Checkpoint.read(file);
        try (TrainingSession other = session(recipe("seed = 2\nclip = 3"))) {
            assertThatThrownBy(() -> other.restore(saved))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining("got another clip, seed; try without --resume");
        }
    }

    @Test
    void theModelFileHoldsAllThatEvaluationNeeds() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (TrainingSession s = session(recipe("licence = CC0-1.0"))) {
            epochs(s, 2);
            s.model().write(file);
            ModelFile read = ModelFile.read(file);
            assertThat(read.description().sampleRateHz()).isEqualTo(Device.RATE_HZ);
            assertThat(read.description().history()).hasSize(2);
            assertThat(read.description().licence()).isEqualTo("CC0-1.0");
            assertThat(read.description().recipe()).isEqualTo(s.recipe().text());
            assertThat(TrainedModel.of(read).network()).isEqualTo(s.network());
        }
    }

    @Test
    void patienceEndsIt() throws IOException {
        // Steps so long that the validation cannot always become better.
        Map<String, String> wild =
                Map.of("learning-rate", "1", "patience", "1", "epochs", "50", "clip", "100");
        try (TrainingSession s = session(Recipe.parse(TINY, "tiny.txt", folder, wild))) {
            epochs(s, 50);
            assertThat(s.end()).isEqualTo(TrainingSession.End.PATIENCE);
            assertThat(s.bestEpoch()).isEqualTo(s.history().size() - 1);
        }
    }
}
