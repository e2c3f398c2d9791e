package eigentone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import eigentone.engine.program.Program;
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
    void aCellOfOnesOwnAgreesWithTheReference() {
        // A thousand steps of a limit cycle: rounding does not grow, only its phase drifts.
        assertThat(WriteACell.largestDifference(Program.of(new WriteACell.Turning(), 48_000)))
                .isLessThan(1e-3);
    }
}
