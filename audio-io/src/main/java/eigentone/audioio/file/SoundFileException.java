package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A sound file that cannot be read: missing, empty, malformed or of an unsupported kind.
///
/// The message is one line that names the file, the place and the remedy; it is fit to be shown to
/// the user without a stack trace. It is the only exception the readers throw for what a file
/// contains; a device that fails while reading gives the plain [IOException] of the system.
public final class SoundFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param message complete, in the form of [FileMessage]
    SoundFileException(String message) {
        super(message);
    }

    /// @param file the file as the user named it
    /// @param place chunk or byte offset; empty when the whole file is meant
    SoundFileException(Path file, String place, String expected, String got, String remedy) {
        this(file, place, expected, got, remedy, null);
    }

    SoundFileException(
            Path file,
            String place,
            String expected,
            String got,
            String remedy,
            @Nullable Throwable cause) {
        super(FileMessage.of("sound file", file, place, expected, got, remedy), cause);
    }
}
