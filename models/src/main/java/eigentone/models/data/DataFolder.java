package eigentone.models.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The files of a kind in a folder and those below it.
final class DataFolder {
    private DataFolder() {}

    /// All files with one of the endings, in order of their paths, whatever the file system's order
    /// is. Hidden files are left out.
    ///
    /// @param what the kind of file, for the message, e.g. `sound files`
    /// @param endings in lower case, e.g. `.wav`
    /// @throws DataException if it is no folder, or has none
    static List<Path> files(Path folder, String what, List<String> endings) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder,
                    "",
                    "a folder of " + what,
                    Files.exists(folder) ? "a file" : "nothing of that name",
                    "another path");
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files =
                    all.filter(Files::isRegularFile)
                            .filter(f -> isWanted(f, endings))
                            .sorted(Comparator.comparing(f -> folder.relativize(f).toString()))
                            .toList();
        }
        if (files.isEmpty()) {
            throw new DataException(
                    folder,
                    "",
                    what + " (" + String.join(", ", endings) + ")",
                    "none",
                    "another folder");
        }
        return files;
    }

    private static boolean isWanted(Path file, List<String> endings) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && endings.stream().anyMatch(name::endsWith);
    }
}
