package eigentone.app.train;

import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.midi.MidiFileWriter;
import eigentone.models.data.PianoRoll;
import eigentone.models.generate.RollSampler;
import eigentone.models.recipe.Key;
import eigentone.models.recipe.TrainingSession;
import eigentone.models.train.Evaluation;
import java.io.IOException;

/// How the best model sounds so far: a few seconds of the validation set through it, or a score
/// that it makes up.
final class Previews {
    static final double SECONDS = 10;
    private static final int STEPS = 128;
    private static final double BEATS_PER_MINUTE = 100;

    private Previews() {}

    static void write(TrainingSession session, TrainingFolder folder) throws IOException {
        if (session.recipe().isMusic()) {
            midi(session).write(folder.previewScore(), 1);
        } else {
            double rateHz = session.data().sampleRateHz();
            SoundPreview.write(
                    folder.previewSound(),
                    SoundFormat.WAV_24,
                    sound(session, SECONDS).output(),
                    rateHz);
        }
    }

    static SoundPreview sound(TrainingSession session, double seconds) {
        return SoundPreview.of(
                session.best(), session.data().valid(), session.data().sampleRateHz(), seconds);
    }

    static MidiFileWriter midi(TrainingSession session) {
        return RollSampler.midi(
                score(session), session.recipe().number(Key.STEP), BEATS_PER_MINUTE);
    }

    /// The same score for the same weights.
    static PianoRoll score(TrainingSession session) {
        Evaluation best = session.best();
        return RollSampler.sample(best.program(), best.weights(), STEPS, best.seed());
    }
}
