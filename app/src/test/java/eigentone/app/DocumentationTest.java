package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.app.render.GeneralMidi;
import eigentone.audioio.osc.OscAddress;
import eigentone.models.recipe.Key;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables in the documentation say what the program does. With `-Deigentone.update=true` they are
/// written anew.
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void readmeHasTheTableOfPresets() throws IOException {
        check("README.md", "presets", presets());
    }

    @Test
    void presetsPageHasTheTableOfPresets() throws IOException {
        check("docs/presets.md", "presets", presets());
    }

    @Test
    void renderPageHasTheTableOfPrograms() throws IOException {
        StringBuilder table =
                new StringBuilder("| programs | General MIDI family | preset |\n|---|---|---|\n");
        int program = 1;
        for (GeneralMidi.Family family : GeneralMidi.FAMILIES) {
            table.append(
                    "| %d-%d | %s | `%s` |\n"
                            .formatted(program, program + 7, family.name(), family.preset()));
            program += 8;
        }
        check("docs/render.md", "programs", table.toString());
    }

    @Test
    void programsAndChannelTenArePlayedByBundledInstruments() throws IOException {
        PresetLibrary library = PresetLibrary.standard();
        for (GeneralMidi.Family family : GeneralMidi.FAMILIES) {
            assertThat(library.load(family.preset()).kind()).isEqualTo(Preset.Kind.INSTRUMENT);
        }
        assertThat(library.load(GeneralMidi.DEFAULT).pitched()).isTrue();
        assertThat(library.load(GeneralMidi.PERCUSSION).tags()).contains(Preset.PERCUSSION);
    }

    @Test
    void controlPageHasTheTableOfOscAddresses() throws IOException {
        StringBuilder table =
                new StringBuilder("| address | arguments | what it does |\n|---|---|---|\n");
        for (OscAddress a : OscAddress.all(List.of())) {
            table.append("| `%s` | %s | %s |\n".formatted(a.path(), a.types(), a.help()));
        }
        check("docs/control.md", "osc", table.toString());
    }

    @Test
    void trainingPageHasTheTableOfKeys() throws IOException {
        StringBuilder table =
                new StringBuilder(
                        "| key | value | unless said (sound / music) | what it is |\n|---|---|---|---|\n");
        for (Key key : Key.values()) {
            table.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    key.id(),
                                    key.form().range().replace("|", "\\|"),
                                    key.initial(),
                                    key.help()));
        }
        check("docs/training.md", "keys", table.toString());
    }

    private static String presets() throws IOException {
        StringBuilder table =
                new StringBuilder("| preset | kind | cells | how it sounds |\n|---|---|---|---|\n");
        for (Preset p : PresetLibrary.standard().all()) {
            List<String> cells =
                    p.cells().stream().map(id -> p.wiring().node(id).type()).distinct().toList();
            table.append(
                    "| `%s` | %s%s | %s | %s |\n"
                            .formatted(
                                    p.name(),
                                    p.kind().id(),
                                    p.pitched() ? ", pitched" : "",
                                    String.join(", ", cells),
                                    p.sound()));
        }
        return table.toString();
    }

    private static void check(String file, String name, String table) throws IOException {
        Path path = ROOT.resolve(file);
        String text = Files.readString(path);
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        assertThat(from).as("marker %s in %s", begin.strip(), file).isNotNegative();
        assertThat(to).as("marker %s in %s", end, file).isGreaterThan(from);
        String fresh = text.substring(0, from + begin.length()) + table + text.substring(to);
        if (Boolean.getBoolean("eigentone.update")) {
            Files.writeString(path, fresh);
        } else {
            assertThat(text)
                    .as(
                            "%s; mend it with: ./eigentone test -- -pl app -am -Dtest=DocumentationTest -Dsurefire.failIfNoSpecifiedTests=false -Deigentone.update=true",
                            file)
                    .isEqualTo(fresh);
        }
    }
}
