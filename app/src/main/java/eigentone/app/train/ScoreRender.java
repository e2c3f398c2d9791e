package eigentone.app.train;

import eigentone.app.console.Progress;
import eigentone.app.console.UsageException;
import eigentone.app.render.RenderJob;
import eigentone.app.render.Request;
import eigentone.audioio.file.SoundFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/// The score that a model made up, played by the instrument that plays every piano.
final class ScoreRender {
    private static final int BLOCK_FRAMES = 512;

    private ScoreRender() {}

    /// @param notes gets a line where there was nothing to play
    static void write(TrainingFolder folder, List<String> notes) throws IOException {
        Request request =
                new Request(
                        folder.previewScore().toString(),
                        null,
                        folder.previewSound(),
                        SoundFormat.WAV_16,
                        null,
                        0,
                        0,
                        null,
                        null,
                        Map.of(),
                        1,
                        null,
                        Map.of(),
                        BLOCK_FRAMES,
                        1);
        try (PrintWriter nobody = new PrintWriter(Writer.nullWriter())) {
            RenderJob.run(request, total -> new Progress(nobody, false, total));
        } catch (UsageException e) {
            notes.add("the preview could not be played: " + e.getMessage());
        }
    }
}
