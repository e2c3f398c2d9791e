package eigentone.models.file;

import eigentone.audioio.file.FileMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A model file that cannot be used: missing, damaged, of an unknown version or another shape.
///
/// The message is one line, `model file 'file', place: expected X, got Y; try Z`, fit to be shown
/// without a stack trace.
public final class ModelFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param file as the user named it
    /// @param place tensor or field; empty for the whole file
    /// @param problem `expected X, got Y; try Z`
    public ModelFileException(
            String file, String place, String problem, @Nullable Throwable cause) {
        super(message(file, place, problem), cause);
    }

    ModelFileException(String message) {
        super(message);
    }

    private static String message(String file, String place, String problem) {
        String where = place.isEmpty() ? "" : ", " + place;
        return FileMessage.printable("model file '" + file + "'" + where + ": " + problem);
    }
}
