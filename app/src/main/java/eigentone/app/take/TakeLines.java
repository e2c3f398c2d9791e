package eigentone.app.take;

import eigentone.app.console.UsageException;
import eigentone.audioio.file.FileMessage;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The lines of a file that was written while a take was played, from front to back.
///
/// A last line without an end is what a kill has left, and is not there.
final class TakeLines<T> implements Closeable {
    /// A preset of the longest kind; longer is no line of ours.
    private static final int MAX_CHARS = 32 << 20;

    /// As much of a bad line as fits into a message.
    private static final int SHOWN_CHARS = 40;

    private final Path file;
    private final Function<String, T> parser;
    private final BufferedReader reader;
    private long number;

    /// @param parser refuses by IllegalArgumentException what is no line
    /// @throws UsageException if the file is missing
    TakeLines(Path file, Function<String, T> parser) throws IOException {
        this.file = file;
        this.parser = parser;
        try {
            reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    Files.newInputStream(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "take '%s': expected a file '%s' in it, got none; try copying the whole folder"
                            .formatted(file.getParent(), file.getFileName()),
                    e);
        }
    }

    /// The next one, or null at the end.
    ///
    /// @throws UsageException if it is damaged
    @Nullable T next() throws IOException {
        StringBuilder line = new StringBuilder();
        number++;
        for (int c = reader.read(); c != '\n'; c = reader.read()) {
            if (c < 0) {
                return null;
            }
            if (line.length() == MAX_CHARS) {
                throw damaged(line, new IllegalArgumentException("too long"));
            }
            line.append((char) c);
        }
        try {
            return parser.apply(line.toString());
        } catch (IllegalArgumentException e) {
            throw damaged(line, e);
        }
    }

    private UsageException damaged(CharSequence line, IllegalArgumentException why) {
        String start = line.subSequence(0, Math.min(SHOWN_CHARS, line.length())).toString();
        return new UsageException(
                FileMessage.of(
                        "take file",
                        file,
                        "line " + number,
                        "a line as docs/takes.md shows",
                        "'" + start + "' (" + why.getMessage() + ")",
                        "a copy that is whole"),
                why);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
