package eigentone.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
    private static final Path FOLDER = Path.of("/studio");
    private static final String PAIR = "input = di.wav\ntarget = amp.wav\n";

    private static Recipe parse(String text, Map<String, String> overrides) throws RecipeException {
        return Recipe.parse(text, "amp.txt", FOLDER, overrides);
    }

    private static Recipe parse(String text) throws RecipeException {
        return parse(text, Map.of());
    }

    @Test
    void threeLinesCaptureAnAmplifier() throws RecipeException {
        Recipe r = parse("# mine\n input=di.wav # clean\ntarget = my amp.wav\n\nmodel = lstm 8");
        assertThat(r.isMusic()).isFalse();
        assertThat(r.path(Key.INPUT)).isEqualTo(Path.of("/studio/di.wav"));
        assertThat(r.text(Key.TARGET)).isEqualTo("my amp.wav");
        assertThat(r.text(Key.CELL)).isEqualTo("lstm");
        assertThat(r.whole(Key.UNITS)).isEqualTo(8);
        assertThat(r.text(Key.LOSS)).isEqualTo("esr");
        assertThat(r.isYes(Key.SKIP)).isTrue();
        assertThat(r.text(Key.NAME)).isEqualTo("amp");
    }

    @Test
    void oneLineLearnsAStyle() throws RecipeException {
        Recipe r = parse("music = chorales.json");
        assertThat(r.isMusic()).isTrue();
        assertThat(r.text(Key.LOSS)).isEqualTo("bernoulli");
        assertThat(r.whole(Key.UNITS)).isEqualTo(64);
        assertThat(r.isYes(Key.SKIP)).isFalse();
    }

    @Test
    void settingsStandInForLines() throws RecipeException {
        Recipe r = parse(PAIR + "units = 4", Map.of("model", "elman 5", "epochs", "7"));
        assertThat(r.whole(Key.UNITS)).isEqualTo(5);
        assertThat(r.text(Key.CELL)).isEqualTo("elman");
        assertThat(r.whole(Key.EPOCHS)).isEqualTo(7);
    }

    @Test
    void itsTextReadsBack() throws RecipeException {
        Recipe r = parse(PAIR + "model = lstm 8\nloss = esr + 0.5 stft");
        assertThat(parse(r.text()).text()).isEqualTo(r.text());
        assertThat(r.differences(parse(r.text()))).isEmpty();
        assertThat(r.differences(parse(PAIR))).containsExactly("cell", "units", "loss");
    }

    @Test
    void everyKeyFitsItsOwnForm() {
        for (Key key : Key.values()) {
            for (boolean music : new boolean[] {false, true}) {
                String initial = key.initial(music);
                boolean none = initial.isEmpty() || key == Key.NAME;
                assertThat(none || key.form().fits(initial)).as(key.id()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unit = 8 | line 3: expected a key, got 'unit'; did you mean 'units'?",
                "rate = 1 | line 3: expected a key, got 'rate'; try one of input, target",
                "units = 0 | line 3: units: expected 1..1024, got '0'",
                "units = many | line 3: units: expected 1..1024, got 'many'",
                "cell = lstn | line 3: cell: expected elman | gru | lstm, got 'lstn'; did you mean",
                "model = gru | line 3: model: expected a cell and its units, like 'gru 16', got 'gru'",
                "model = gro 8 | line 3: cell: expected elman",
                "units 8 | line 3: expected key = value, got 'units 8'",
                "input = b.wav | line 3: expected 'input' once, got it twice",
                "loss = ear | loss: expected one for sound, got 'ear'; did you mean 'esr'?",
                "loss = bernoulli | loss: expected one for sound, got 'bernoulli'",
                "loss = esr + | loss: expected a sum like 'esr + 0.5 stft', got 'esr +'",
                "music = c.json | expected either input and target, or music, got both",
                "valid-input = v.wav | expected valid-input and valid-target, got one of them",
                "segment-frames = 512 | settle-frames: expected fewer than segment-frames, 512, got 512",
                "loss = stft#segment-frames = 1024#settle-frames = 0 | segment-frames: expected more than 1024, half a transform",
                "learning-rate = NaN | line 3: learning-rate: expected 0.0000001..10, got 'NaN'"
            })
    void mistakesAreToldWithTheirLine(String line, String told) {
        String wanted = told.replace(" | ", "|");
        assertThatThrownBy(() -> parse(PAIR + line.strip().replace('#', '\n')))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith("recipe 'amp.txt'")
                .satisfies(e ->
                        assertThat(e.getMessage().replace(" | ", "|")).contains(wanted.strip()));
    }

    @Test
    void overridesAreToldAsSuch() {
        assertThatThrownBy(() -> parse(PAIR, Map.of("epoch", "3")))
                .hasMessageContaining("--set: expected a key, got 'epoch'; did you mean 'epochs'?");
        assertThatThrownBy(() -> parse(PAIR, Map.of("epochs", "0")))
                .hasMessageContaining("--set epochs: epochs: expected 1..10000, got '0'");
    }

    @Test
    void anEmptyOrMissingRecipeIsRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> parse("# nothing"))
                .hasMessageContaining("got neither; try `input = di.wav` and `target = amp.wav`");
        assertThatThrownBy(() -> Recipe.read(folder.resolve("none.txt"), Map.of()))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("none.txt");
        Path bytes = folder.resolve("bytes.txt");
        Files.write(bytes, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> Recipe.read(bytes, Map.of()))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("UTF-8");
    }
}
