package eigentone.models.data;

import eigentone.audioio.file.FileMessage;
import java.io.IOException;
import java.nio.file.Path;

/// Training data that cannot be used.
///
/// The message is one line that says what is wrong, where, and how to mend it; it is fit to be
/// shown without a stack trace.
public final class DataException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param message complete, in the form of [FileMessage]
    DataException(String message) {
        super(message);
    }

    /// @param file as the user named it
    /// @param place frame, line or field; empty when the whole file is meant
    /// @param remedy in the form `exporting it again`
    DataException(Path file, String place, String expected, String got, String remedy) {
        super(FileMessage.of("training data", file, place, expected, got, remedy));
    }
}
