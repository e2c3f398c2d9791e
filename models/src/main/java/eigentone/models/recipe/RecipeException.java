package eigentone.models.recipe;

import eigentone.audioio.file.FileMessage;
import java.io.IOException;

/// A recipe, or a training that was begun by one, that cannot be followed.
///
/// The message is one line, `recipe 'file', line 3: expected X, got Y; try Z`, fit to be shown
/// without a stack trace.
public final class RecipeException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param place a line, an option or empty for the whole recipe
    /// @param problem `expected X, got Y; try Z`
    RecipeException(String recipe, String place, String problem) {
        super(
                FileMessage.printable(
                        "recipe '%s'%s: %s"
                                .formatted(recipe, place.isEmpty() ? "" : ", " + place, problem)));
    }

    /// @param message complete
    RecipeException(String message) {
        super(FileMessage.printable(message));
    }
}
