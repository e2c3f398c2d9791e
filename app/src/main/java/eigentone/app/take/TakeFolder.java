package eigentone.app.take;

import eigentone.app.console.UsageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where a take lies: a folder of its own, named by the time it began. docs/takes.md says what is
/// in the files.
public final class TakeFolder {
    static final String ABOUT = "take.json";
    static final String SCENES = "scenes.jsonl";
    static final String EVENTS = "events.txt";
    static final String OUTPUT = "audio.wav";
    static final String INPUT = "input.wav";
    static final String MIDI = "performance.mid";

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss");

    private TakeFolder() {}

    /// Makes the folder of a new take below `takes`, which is made if it is missing.
    ///
    /// @throws IOException if it cannot be made
    public static Path create(Path takes) throws IOException {
        String name = LocalDateTime.now().format(NAME);
        for (int i = 1; ; i++) {
            Path folder = takes.resolve(i == 1 ? name : name + "_" + i);
            try {
                Files.createDirectories(takes);
                return Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(takes)) {
                    throw new IOException(
                            "--record '%s': expected a folder, got a file; try another name"
                                    .formatted(takes),
                            e);
                }
            } catch (IOException e) {
                throw new IOException(
                        "--record '%s': expected a folder one may write to, got %s; try another one"
                                .formatted(takes, e.getClass().getSimpleName()),
                        e);
            }
        }
    }

    /// The take that is meant by `path`: its folder, or the newest in a folder of takes.
    ///
    /// @throws UsageException if there is none
    public static Path find(Path path) throws IOException {
        if (Files.isRegularFile(path.resolve(ABOUT))) {
            return path;
        }
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                List<Path> takes =
                        inside.filter(p -> Files.isRegularFile(p.resolve(ABOUT)))
                                .sorted(Comparator.comparing(Path::toString))
                                .toList();
                if (!takes.isEmpty()) {
                    return takes.getLast();
                }
            }
        }
        throw new UsageException(
                "take '%s': expected a folder with a take, got %s; try the DIR of `eigentone play --record DIR`"
                        .formatted(
                                path,
                                Files.isDirectory(path)
                                        ? "one without " + ABOUT
                                        : Files.exists(path) ? "a file" : "nothing of that name"));
    }
}
