package eigentone.app.train;

import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.file.SoundWriter;
import eigentone.models.data.Batch;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.Piece;
import eigentone.models.train.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A few seconds of the validation set: what went in, what came out of the device, and what the
/// model makes of it.
///
/// @param input one channel
/// @param target as long
/// @param output as long
record SoundPreview(float[] input, float[] target, float[] output) {
    private static final int BLOCK_FRAMES = 4096;

    /// As many pieces as `seconds` hold, at least one, which may be cut.
    static SoundPreview of(Evaluation model, List<Piece> pieces, double rateHz, double seconds) {
        int most = (int) (seconds * rateHz);
        List<Piece> taken = new ArrayList<>();
        int frames = 0;
        for (Piece p : pieces) {
            if (frames < most) {
                taken.add(p);
                frames += p.frames();
            }
        }
        int[] at = new int[taken.size()];
        for (int p = 1; p < at.length; p++) {
            at[p] = at[p - 1] + taken.get(p - 1).frames();
        }
        SoundPreview all =
                new SoundPreview(new float[frames], new float[frames], new float[frames]);
        model.run(
                new ConsecutiveSegments(taken, BLOCK_FRAMES, 1, 0),
                (batch, made) -> {
                    Batch.Segment s = batch.segments().getFirst();
                    int from = at[s.piece()] + s.from();
                    System.arraycopy(batch.inputs(), 0, all.input, from, s.frames());
                    System.arraycopy(batch.targets(), 0, all.target, from, s.frames());
                    System.arraycopy(made.values(), 0, all.output, from, s.frames());
                });
        return all.first(Math.min(most, frames));
    }

    private SoundPreview first(int frames) {
        return new SoundPreview(
                Arrays.copyOf(input, frames),
                Arrays.copyOf(target, frames),
                Arrays.copyOf(output, frames));
    }

    /// What the model leaves wrong.
    float[] error() {
        float[] error = new float[output.length];
        for (int t = 0; t < error.length; t++) {
            error[t] = output[t] - target[t];
        }
        return error;
    }

    static void write(Path wav, SoundFormat format, float[] samples, double rateHz)
            throws IOException {
        try (SoundWriter out = SoundWriter.create(wav, format, 1, rateHz)) {
            out.write(new float[][] {samples}, 0, samples.length);
            out.commit();
        }
    }
}
