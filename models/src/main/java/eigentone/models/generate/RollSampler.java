package eigentone.models.generate;

import eigentone.audioio.midi.MidiFileWriter;
import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.kernel.Simd;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.time.TempoChange;
import eigentone.models.data.PianoRoll;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A score that a model makes up, step after step.
///
///     p = sigmoid(logits),   each key sounds with its own probability,   input[t + 1] = keys[t]
///
/// The first step is drawn from what the model expects of silence, as it was trained. The same model
/// and seed give the same score.
public final class RollSampler {
    private static final int TICKS_PER_BEAT = 480;
    private static final int VELOCITY = 80;

    private RollSampler() {}

    /// `steps` steps of the model.
    ///
    /// @param program with 88 inputs and 88 logits
    public static PianoRoll sample(Program program, Weights weights, int steps, long seed) {
        CostRule.Choice choice = CostRule.choices(program, 1, Simd.width()).getFirst();
        KernelInstance kernel = Kernel.compile(program, 1, choice).instance(weights, "model", seed);
        kernel.reset(0, 0);
        SplittableRandom random = new SplittableRandom(seed);
        float[] heard = new float[PianoRoll.KEYS], logits = new float[PianoRoll.KEYS];
        boolean[] sounding = {true};
        List<List<Integer>> rows = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            kernel.run(new float[][] {heard}, new float[][] {logits}, 0, 1, sounding);
            List<Integer> row = new ArrayList<>();
            for (int k = 0; k < PianoRoll.KEYS; k++) {
                double p = 1 / (1 + StrictMath.exp(-logits[k]));
                boolean down = random.nextDouble() < p;
                heard[k] = down ? 1 : 0;
                if (down) {
                    row.add(PianoRoll.LOWEST_PITCH + k);
                }
            }
            rows.add(row);
        }
        return PianoRoll.of("sampled", rows);
    }

    /// The roll as a MIDI file: a key that sounds in steps that follow each other is one note.
    ///
    /// @param stepBeats length of a step in quarter notes
    public static MidiFileWriter midi(PianoRoll roll, double stepBeats, double beatsPerMinute) {
        MidiFileWriter file = new MidiFileWriter(TICKS_PER_BEAT);
        file.tempo(TempoChange.beatsPerMinute(0, beatsPerMinute));
        MidiFileWriter.Track track = file.track("sampled");
        for (int p = PianoRoll.LOWEST_PITCH; p <= PianoRoll.HIGHEST_PITCH; p++) {
            for (int t = 0; t < roll.frames(); t++) {
                int from = t;
                while (t < roll.frames() && roll.sounds(t, p)) {
                    t++;
                }
                if (t > from) {
                    track.note(ticks(from, stepBeats), ticks(t, stepBeats), 0, p, VELOCITY);
                }
            }
        }
        return file;
    }

    private static long ticks(int step, double stepBeats) {
        return Math.round(step * stepBeats * TICKS_PER_BEAT);
    }
}
