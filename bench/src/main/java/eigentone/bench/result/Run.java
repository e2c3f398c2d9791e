package eigentone.bench.result;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a task is run.
///
/// @param epochs how often the data are gone over; 0 for the task's own number
/// @param seed of weights, data and order
/// @param threads at least 1; any number gives the same bits
/// @param data a file in place of what is bundled, for tasks that take one
/// @param output a folder for pictures, for tasks that draw
/// @param say told how far it is, a line at a time
public record Run(
        int epochs,
        long seed,
        int threads,
        @Nullable Path data,
        @Nullable Path output,
        Consumer<String> say) {
    /// The epochs that were asked for, else `own`.
    int epochsOr(int own) {
        return epochs > 0 ? epochs : own;
    }

    void say(String form, Object... values) {
        say.accept(String.format(Locale.ROOT, form, values));
    }
}
