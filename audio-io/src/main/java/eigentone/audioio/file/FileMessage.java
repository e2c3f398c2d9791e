package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The one form of a complaint about a file: `what 'name', place: expected X, got Y; try Z`.
///
/// Any thread.
public final class FileMessage {
    private FileMessage() {}

    /// One line about a bad file.
    ///
    /// @param what the kind of file, as in `sound file`
    /// @param file the path as the user gave it
    /// @param place chunk, track or byte offset; empty when the whole file is meant
    /// @param expected what should be there, with its unit
    /// @param got what is there
    /// @param remedy what the user can do, in the form `re-exporting the file`
    public static String of(
            String what, Object file, String place, String expected, String got, String remedy) {
        String where = place.isEmpty() ? "" : ", " + place;
        return printable(
                what
                        + " '"
                        + file
                        + "'"
                        + where
                        + ": expected "
                        + expected
                        + ", got "
                        + got
                        + "; try "
                        + remedy);
    }

    /// Why a path cannot be read as a file at all, or null if it can.
    ///
    /// @param what the kind of file wanted, as in `sound file`
    public static @Nullable String whyUnreadable(String what, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return of(what, file, "", "a file", "a folder", "a file inside that folder");
        }
        if (!Files.exists(file)) {
            return of(what, file, "", "an existing file", "nothing of that name", "another path");
        }
        if (!Files.isRegularFile(file)) {
            return of(what, file, "", "a regular file", "a device or pipe", "saving it first");
        }
        if (!Files.isReadable(file)) {
            return of(what, file, "", "to read it", "no permission", "changing its permissions");
        }
        if (Files.size(file) == 0) {
            return of(what, file, "", "content", "an empty file", "exporting it again");
        }
        return null;
    }

    /// The text with every control character as `?`: names come from files and must stay one line.
    public static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return line.toString();
    }
}
