package eigentone.presets;

import eigentone.audioio.file.FileMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A preset that cannot be read: missing, malformed, or naming what does not exist.
///
/// The message is one line, `preset 'file', place: expected X, got Y; try Z`, fit to be shown
/// without a stack trace.
public final class PresetException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String place;

    PresetException(String file, String place, String problem) {
        this(file, place, problem, null);
    }

    PresetException(String file, String place, String problem, @Nullable Throwable cause) {
        super(
                FileMessage.printable(
                        "preset '"
                                + file
                                + "'"
                                + (place.isEmpty() ? "" : ", " + place)
                                + ": "
                                + problem),
                cause);
        this.place = place;
    }

    /// Path of the field, e.g. `voice.filter.cutoff`, or line and column; empty when the whole file
    /// is meant.
    public String place() {
        return place;
    }
}
