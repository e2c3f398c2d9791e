package eigentone.app.take;

import eigentone.app.console.Json;
import eigentone.app.console.ProgramVersion;
import eigentone.app.scene.SceneRecipe;
import eigentone.audioio.file.GrowingFile;
import eigentone.audioio.file.RecordingWriter;
import eigentone.audioio.file.SafeWrite;
import eigentone.audioio.midi.MidiRecordingWriter;
import eigentone.engine.event.EventQueue;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a take. What was flushed survives a kill, what was synced a power cut. One thread
/// at a time.
final class TakeWriter implements Closeable {
    /// The number that `take.json` says under `take`.
    static final int FORMAT = 1;

    private final RecordingWriter output;
    private final @Nullable RecordingWriter input;
    private final GrowingFile scenes;
    private final GrowingFile events;
    private final MidiRecordingWriter midi;
    private final StringBuilder lines = new StringBuilder();
    private long begin = -1;

    /// @param folder empty
    /// @param inputs 0 for none
    TakeWriter(Path folder, int rateHz, int inputs, int outputs, long seed) throws IOException {
        SafeWrite.text(
                folder.resolve(TakeFolder.ABOUT),
                Json.text(
                                Json.object(
                                        "take", FORMAT,
                                        "program", ProgramVersion.TEXT,
                                        "began",
                                                Instant.now()
                                                        .truncatedTo(ChronoUnit.SECONDS)
                                                        .toString(),
                                        "rateHz", rateHz,
                                        "inputs", inputs,
                                        "outputs", outputs,
                                        "seed", seed))
                        + "\n");
        List<Closeable> opened = new ArrayList<>();
        try {
            scenes = open(opened, new GrowingFile(folder.resolve(TakeFolder.SCENES)));
            events = open(opened, new GrowingFile(folder.resolve(TakeFolder.EVENTS)));
            midi = open(opened, new MidiRecordingWriter(folder.resolve(TakeFolder.MIDI), rateHz));
            output =
                    open(
                            opened,
                            new RecordingWriter(
                                    folder.resolve(TakeFolder.OUTPUT), outputs, rateHz));
            input =
                    inputs == 0
                            ? null
                            : open(
                                    opened,
                                    new RecordingWriter(
                                            folder.resolve(TakeFolder.INPUT), inputs, rateHz));
        } catch (IOException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private static <T extends Closeable> T open(List<Closeable> opened, T file) {
        opened.add(file);
        return file;
    }

    /// The sound begins with the instrument's frame `first`.
    void begin(long first) {
        begin = first;
        event(new TakeEvent(first, TakeEvent.BEGIN, 0, null, 0, 0));
    }

    boolean hasBegun() {
        return begin >= 0;
    }

    void scene(SceneRecipe recipe) throws IOException {
        scenes.append(SceneText.line(recipe));
    }

    void event(TakeEvent e) {
        lines.append(e.text());
        if (e.kind() == EventQueue.MIDI) {
            int m = e.target();
            midi.message(
                    Math.max(0, e.frame() - Math.max(0, begin)),
                    m >> 16 & 0xff,
                    m >> 8 & 0x7f,
                    m & 0x7f);
        }
    }

    void output(float[] interleaved, int frames) throws IOException {
        output.append(interleaved, frames);
    }

    void input(float[] interleaved, int frames) throws IOException {
        if (input != null) {
            input.append(interleaved, frames);
        }
    }

    /// Frames of output so far.
    long frames() {
        return output.frames();
    }

    /// Puts everything where a kill leaves it.
    void flush() throws IOException {
        events.append(lines.toString());
        lines.setLength(0);
        midi.flush();
        output.flush();
        if (input != null) {
            input.flush();
        }
    }

    /// Puts everything where a power cut leaves it.
    void sync() throws IOException {
        flush();
        scenes.sync();
        events.sync();
        output.sync();
        if (input != null) {
            input.sync();
        }
    }

    /// The take is whole.
    void end() throws IOException {
        event(new TakeEvent(Math.max(0, begin) + output.frames(), TakeEvent.END, 0, null, 0, 0));
        sync();
    }

    /// Closes every file, whatever one of them says; the first complaint is thrown.
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Closeable file : files()) {
            try {
                file.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private List<Closeable> files() {
        List<Closeable> files = new ArrayList<>(List.of(scenes, events, midi, output));
        if (input != null) {
            files.add(input);
        }
        return files;
    }

    private static void closeAll(List<Closeable> opened, IOException why) {
        for (Closeable file : opened) {
            try {
                file.close();
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }
}
