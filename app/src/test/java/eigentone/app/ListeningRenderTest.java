package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Sound in, notes played, sound out: from the command line.
class ListeningRenderTest {
    private static final int RATE = 48_000;

    @TempDir Path folder;

    /// Three notes of a saw that each begin at once and fade.
    private Path tune() throws IOException {
        float[] x = new float[RATE];
        double phase = 0;
        for (int t = 0; t < x.length; t++) {
            int note = t / 16_000;
            phase += new double[] {220, 330, 262}[note] / RATE;
            double fade = Math.min(1, (15_000 - t % 16_000) / 2000.0);
            x[t] = (float) (0.5 * Math.max(0, fade) * (2 * (phase - Math.floor(phase)) - 1));
        }
        Path file = folder.resolve("tune.wav");
        SoundFiles.write(file, new SoundData(new float[][] {x}, RATE));
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pitch-to-midi", "onset-to-trigger"})
    void soundsAndHasTheSameBitsForAnyBlock(String preset) throws IOException {
        String tune = tune().toString();
        Set<String> hashes = new HashSet<>();
        for (String block : new String[] {"61", "4096"}) {
            JsonNode result =
                    Cli.run(
                                    "render",
                                    tune,
                                    "--preset",
                                    preset,
                                    "--block",
                                    block,
                                    "--tail",
                                    "0.1",
                                    "--json",
                                    "--output",
                                    folder.resolve("out.wav").toString())
                            .json();
            hashes.add(result.get("sha256").asString());
            assertThat(result.get("peakDbfs").asDouble()).isGreaterThan(-25);
            assertThat(result.get("droppedEvents").asInt()).isZero();
        }
        assertThat(hashes).hasSize(1);
    }

    @Test
    void withoutSoundItSaysWhatItNeeds() {
        Cli.run("render", "--preset", "pitch-to-midi")
                .fails(2, "expected a sound file", "render FILE.wav --preset pitch-to-midi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pitch-to-midi", "onset-to-trigger"})
    void listeningPresetsAreInOrder(String preset) {
        Cli.run("presets", "check", preset).succeeds();
        assertThat(Cli.run("presets", "show", preset).succeeds().out()).contains("Listens to ");
    }
}
