package eigentone.bench.result;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Data that stand beside this class, as files for readers that want one.
final class BundledData implements AutoCloseable {
    private final Path folder;

    BundledData() throws IOException {
        folder = Files.createTempDirectory("eigentone-results");
    }

    /// A copy that lasts until this is closed.
    Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = BundledData.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(
                        "bundled data '" + name + "': expected it, got none");
            }
            Files.copy(in, file);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
