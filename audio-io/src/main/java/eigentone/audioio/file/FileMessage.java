package eigentone.audioio.file;

import java.nio.file.Path;

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
            String what, Path file, String place, String expected, String got, String remedy) {
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
