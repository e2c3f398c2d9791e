package eigentone.models.generate;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.audioio.midi.MidiFile;
import eigentone.audioio.midi.MidiNote;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.Network;
import eigentone.models.data.MidiRolls;
import eigentone.models.data.PianoRoll;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollSamplerTest {
    private static final Program PROGRAM =
            Program.of(new Network("elman", 88, 4, 1, 88, false, false), 1);

    /// Weights that say "down" to key 39 (middle C) with certainty, and "up" to all others.
    private static Weights middleC() {
        float[] bias = new float[88];
        Arrays.fill(bias, -40);
        bias[60 - PianoRoll.LOWEST_PITCH] = 40;
        return Weights.initial(PROGRAM, 1)
                .with("dense.weight", new float[88 * 4])
                .with("dense.bias", bias);
    }

    @Test
    void keysSoundAsOftenAsTheModelSays() {
        PianoRoll roll = RollSampler.sample(PROGRAM, middleC(), 50, 3);
        for (int t = 0; t < 50; t++) {
            assertThat(roll.polyphony(t)).isEqualTo(1);
            assertThat(roll.sounds(t, 60)).isTrue();
        }
        // Logits of 0: even odds.
        Weights even = middleC().with("dense.bias", new float[88]);
        PianoRoll half = RollSampler.sample(PROGRAM, even, 200, 3);
        double down = 0;
        for (int t = 0; t < 200; t++) {
            down += half.polyphony(t);
        }
        // 17,600 draws: a standard deviation is 0.0038.
        assertThat(down / (200 * 88)).isBetween(0.48, 0.52);
    }

    @Test
    void theSameSeedGivesTheSameScore() {
        Weights weights = Weights.initial(PROGRAM, 1);
        assertThat(RollSampler.sample(PROGRAM, weights, 40, 3).keys())
                .isEqualTo(RollSampler.sample(PROGRAM, weights, 40, 3).keys())
                .isNotEqualTo(RollSampler.sample(PROGRAM, weights, 40, 4).keys());
    }

    /// The model hears what it said: here, a key that sounds keeps itself down.
    @Test
    void eachStepHearsTheOneBefore() {
        Program wire = Program.of(new Network("elman", 88, 1, 1, 88, true, false), 1);
        float[] bias = new float[88];
        Arrays.fill(bias, -0.5f);
        Weights weights =
                Weights.initial(wire, 1)
                        .with("dense.weight", new float[88])
                        .with("dense.bias", bias);
        PianoRoll roll = RollSampler.sample(wire, weights, 400, 3);
        double after = 0, downs = 0;
        for (int t = 1; t < 400; t++) {
            for (int p = 21; p <= 108; p++) {
                if (roll.sounds(t - 1, p)) {
                    downs++;
                    after += roll.sounds(t, p) ? 1 : 0;
                }
            }
        }
        // With skip the logit of a key that was down is -0.5 + 1: p = 0.622; else 0.378.
        assertThat(after / downs).isBetween(0.60, 0.645);
    }

    @Test
    void midiHoldsWhatSoundsOn(@TempDir Path folder) throws IOException {
        PianoRoll roll =
                PianoRoll.of("x", List.of(List.of(60, 64), List.of(60), List.of(), List.of(60)));
        Path file = folder.resolve("x.mid");
        RollSampler.midi(roll, 0.5, 100).write(file, 1);
        List<MidiNote> notes = MidiFile.read(file).notes();
        assertThat(notes).extracting(MidiNote::key).containsExactlyInAnyOrder(60, 64, 60);
        assertThat(MidiRolls.read(file, 0.5).keys()).isEqualTo(roll.keys());
    }
}
