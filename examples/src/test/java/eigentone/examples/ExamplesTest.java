package eigentone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import eigentone.engine.graph.Plan;
import eigentone.engine.program.Program;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    @TempDir Path folder;

    private static double peak(SoundData sound) {
        double peak = 0;
        for (float x : sound.channels()[0]) {
            peak = Math.max(peak, Math.abs(x));
        }
        return peak;
    }

    @Test
    void aPatchBuiltInJavaSounds() throws IOException {
        Path file = folder.resolve("patch.wav");
        RenderAPatch.main(new String[] {file.toString()});
        assertThat(peak(SoundFiles.read(file))).isBetween(0.05, 1.0);
    }

    @Test
    void handsTurnWhatTheyWereTaughtTo() throws IOException {
        Path sound = folder.resolve("hands.wav"), taught = folder.resolve("hands.json");
        TeachTwoHands.main(new String[] {sound.toString(), taught.toString()});
        assertThat(peak(SoundFiles.read(sound))).isBetween(0.05, 1.0);
        assertThat(taught).content().contains("\"cc2\"", "\"nose.cutoff\"");
        Plan plan =
                Plan.compile(PresetLibrary.standard().load("reed-drone").patch(), 48_000, 64, 1);
        double[] values = new double[3];
        TeachTwoHands.teach(plan).play(new double[] {0, 127}, values);
        assertThat(values[0]).isCloseTo(0.3, within(0.05));
        assertThat(values[1]).isCloseTo(3400, within(100.0));
        assertThat(values[2]).isCloseTo(2, within(0.05));
    }

    @Test
    void aCellOfOnesOwnAgreesWithTheReference() {
        // A thousand steps of a limit cycle: rounding does not grow, only its phase drifts.
        assertThat(WriteACell.largestDifference(Program.of(new WriteACell.Turning(), 48_000)))
                .isLessThan(1e-3);
    }
}
