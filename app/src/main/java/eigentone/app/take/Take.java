package eigentone.app.take;

import eigentone.app.console.UsageException;
import eigentone.app.scene.SceneRecipe;
import eigentone.audioio.file.SoundReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A take as it lies on disk.
///
/// @param folder its folder
/// @param rateHz at which it was played
/// @param inputs channels of input, 0 for none
/// @param outputs channels of output
/// @param seed as `take.json` says
/// @param first the scene that plays first
/// @param scenes by their numbers
/// @param begin the instrument's frame with which it begins
/// @param frames up to where everything is there: its length, or what a kill has left
/// @param whole whether it was brought to its end
public record Take(
        Path folder,
        int rateHz,
        int inputs,
        int outputs,
        long seed,
        SceneRecipe first,
        Map<Integer, SceneRecipe> scenes,
        long begin,
        long frames,
        boolean whole) {
    private static final int MAX_CHANNELS = 16;
    private static final int MAX_RATE_HZ = 1_536_000;

    /// Reads the take in `folder`.
    ///
    /// @throws UsageException if a part is missing or damaged
    public static Take read(Path folder) throws IOException {
        JsonNode about = about(folder);
        int format = whole(folder, about, "take", 1, Integer.MAX_VALUE);
        if (format > TakeWriter.FORMAT) {
            throw new UsageException(
                    "take '%s': expected format %d, got %d; try a newer Eigentone"
                            .formatted(folder, TakeWriter.FORMAT, format));
        }
        int inputs = whole(folder, about, "inputs", 0, MAX_CHANNELS);
        List<SceneRecipe> scenes = new ArrayList<>();
        try (TakeLines<SceneRecipe> lines =
                new TakeLines<>(folder.resolve(TakeFolder.SCENES), SceneText::parse)) {
            for (SceneRecipe s = lines.next(); s != null; s = lines.next()) {
                scenes.add(s);
            }
        }
        if (scenes.isEmpty()) {
            throw new UsageException(
                    "take '%s': expected a scene in %s, got none: it ended before it began; try another take"
                            .formatted(folder, TakeFolder.SCENES));
        }
        Map<Integer, SceneRecipe> byNumber = new LinkedHashMap<>();
        scenes.forEach(s -> byNumber.put(s.number(), s));
        Extent extent = Extent.of(folder);
        long frames = extent.frames();
        frames = Math.min(frames, soundFrames(folder, TakeFolder.OUTPUT));
        if (inputs > 0) {
            frames = Math.min(frames, soundFrames(folder, TakeFolder.INPUT));
        }
        return new Take(
                folder,
                whole(folder, about, "rateHz", 1, MAX_RATE_HZ),
                inputs,
                whole(folder, about, "outputs", 1, MAX_CHANNELS),
                about.path("seed").asLong(1),
                scenes.getFirst(),
                byNumber,
                extent.begin(),
                frames,
                extent.whole());
    }

    /// What the events say about their own extent, counted from the beginning of the sound.
    private record Extent(long begin, long frames, boolean whole) {
        static Extent of(Path folder) throws IOException {
            long begin = 0, known = 0;
            boolean whole = false;
            try (TakeLines<TakeEvent> lines = events(folder)) {
                for (TakeEvent e = lines.next(); e != null && !whole; e = lines.next()) {
                    switch (e.kind()) {
                        case TakeEvent.BEGIN -> begin = e.frame();
                        case TakeEvent.MARK -> known = e.frame();
                        case TakeEvent.END -> {
                            known = e.frame();
                            whole = true;
                        }
                        default -> {}
                    }
                }
            }
            return new Extent(begin, Math.max(0, known - begin), whole);
        }
    }

    private static JsonNode about(Path folder) throws IOException {
        Path file = folder.resolve(TakeFolder.ABOUT);
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (JacksonException | NoSuchFileException e) {
            throw new UsageException(
                    "take file '%s': expected a JSON object, got %s; try a copy that is whole"
                            .formatted(
                                    file,
                                    e instanceof JacksonException ? "something else" : "no file"),
                    e);
        }
    }

    private static int whole(Path folder, JsonNode about, String name, int min, int max) {
        int value = about.path(name).asInt(min - 1);
        if (value < min || value > max) {
            throw new UsageException(
                    "take file '%s', %s: expected %d..%d, got %s; try a copy that is whole"
                            .formatted(
                                    folder.resolve(TakeFolder.ABOUT),
                                    name,
                                    min,
                                    max,
                                    about.path(name)));
        }
        return value;
    }

    private static long soundFrames(Path folder, String name) throws IOException {
        try (SoundReader reader = SoundReader.open(folder.resolve(name))) {
            return reader.frames();
        }
    }

    /// Its events from front to back.
    TakeLines<TakeEvent> events() throws IOException {
        return events(folder);
    }

    private static TakeLines<TakeEvent> events(Path folder) throws IOException {
        return new TakeLines<>(folder.resolve(TakeFolder.EVENTS), TakeEvent::parse);
    }

    /// Opens what was heard while it was played.
    SoundReader output() throws IOException {
        return SoundReader.open(folder.resolve(TakeFolder.OUTPUT));
    }

    /// Opens what came in, if something did.
    SoundReader input() throws IOException {
        return SoundReader.open(folder.resolve(TakeFolder.INPUT));
    }
}
