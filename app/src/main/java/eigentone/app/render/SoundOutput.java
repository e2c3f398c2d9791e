package eigentone.app.render;

import eigentone.app.console.Progress;
import eigentone.app.console.UsageException;
import eigentone.app.picture.Caption;
import eigentone.app.picture.RenderPicture;
import eigentone.audioio.file.SafeWrite;
import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.file.SoundWriter;
import eigentone.engine.run.OfflineRender;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the sound of a render goes: the file, the meters, the picture. Files appear whole or not
/// at all.
public final class SoundOutput implements Closeable {
    /// Share of the memory that the sound may take which is kept for a picture.
    private static final int PICTURE_MEMORY_SHARE = 4;

    /// A picture that is asked for.
    ///
    /// @param file the PNG
    /// @param width 640..8192 pixels
    /// @param height 400..8192 pixels
    public record Picture(Path file, int width, int height) {}

    /// What went wrong while the sound was made, in numbers; see [Result].
    public record Faults(long stolenVoices, long nonFinite, long bentSamples, long droppedEvents) {}

    private final Path file;
    private final SoundFormat format;
    private final @Nullable Picture picture;
    private final int channels;
    private final int rateHz;
    private final SoundWriter writer;
    private final Recorder recorder;
    private final long began = System.nanoTime();

    /// Opens the output, and tries the picture's place.
    ///
    /// @throws UsageException if the paths or the format do not fit
    /// @throws IOException if one of the two cannot be written
    public SoundOutput(
            Path file, SoundFormat format, @Nullable Picture picture, int channels, int rateHz)
            throws IOException {
        this.file = file;
        this.format = format;
        this.picture = picture;
        this.channels = channels;
        this.rateHz = rateHz;
        checkPicture(picture, file);
        if (picture != null) {
            SafeWrite.open(picture.file()).close();
        }
        try {
            writer = SoundWriter.create(file, format, channels, rateHz);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        recorder = new Recorder(writer, rateHz, channels, picture == null ? 0 : pictured());
    }

    private long pictured() {
        return Runtime.getRuntime().maxMemory() / PICTURE_MEMORY_SHARE / channels / Float.BYTES;
    }

    /// @throws UsageException if a picture cannot lie there beside `output`
    static void checkPicture(@Nullable Picture picture, Path output) throws IOException {
        if (picture == null) {
            return;
        }
        Path png = picture.file();
        if (!png.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new UsageException(
                    "--picture '%s': expected a name ending in .png; try '%s.png'"
                            .formatted(png, png));
        }
        if (same(png, output)) {
            throw new UsageException(
                    "--picture '%s': expected another file than the output's; try another name"
                            .formatted(png));
        }
    }

    /// Whether two paths lead to one file.
    public static boolean same(Path a, Path b) throws IOException {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())
                || (Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b));
    }

    /// Where blocks go.
    public OfflineRender.Sink sink() {
        return recorder;
    }

    Recorder recorder() {
        return recorder;
    }

    /// Completes the file and draws the picture.
    ///
    /// @param start [System#nanoTime()] when the work began
    /// @param notes for the user, to which what happens here is added
    public Result finish(
            List<String> presets, long seed, long start, Faults faults, List<String> notes)
            throws IOException {
        recorder.finish();
        String sha256 = recorder.sha256();
        writer.commit();
        long last = System.nanoTime();
        Path png = draw(presets, notes);
        if (writer.clippedSamples() > 0) {
            notes.add(writer.clippedSamples() + " samples were clipped by the file's format");
        }
        return new Result(
                file,
                png,
                presets,
                format.id(),
                channels,
                rateHz,
                seed,
                recorder.frames(),
                recorder.peakDbfs(),
                recorder.truePeakDbtp(),
                recorder.integratedLufs(),
                (last - began) / 1e9,
                (began - start) / 1e9,
                sha256,
                faults.stolenVoices(),
                faults.nonFinite(),
                faults.bentSamples(),
                faults.droppedEvents(),
                notes);
    }

    private @Nullable Path draw(List<String> presets, List<String> notes) throws IOException {
        if (picture == null) {
            return null;
        }
        if (recorder.gaveUpKeeping()) {
            notes.add("too long for a picture in this much memory; try EIGENTONE_JAVA_OPTS=-Xmx4g");
            return null;
        }
        Caption caption =
                new Caption(
                        String.valueOf(file.getFileName()),
                        String.join(", ", presets),
                        Progress.clock(recorder.frames() / (double) rateHz),
                        level(recorder.truePeakDbtp(), "dBTP"),
                        level(recorder.integratedLufs(), "LUFS"));
        RenderPicture.write(
                picture.file(),
                recorder.takeKept(),
                rateHz,
                caption,
                picture.width(),
                picture.height());
        return picture.file();
    }

    private static String level(double value, String unit) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f %s", value, unit) : "";
    }

    /// Throws away what was not finished.
    @Override
    public void close() throws IOException {
        writer.close();
    }
}
