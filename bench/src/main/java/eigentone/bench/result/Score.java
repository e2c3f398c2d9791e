package eigentone.bench.result;

import eigentone.app.console.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a model came to on data that it was not made with.
///
/// @param task which
/// @param model cell and size, as `gru-8`
/// @param metric what `value` is, as `test ESR`; lower is better
/// @param value ours
/// @param goal at most this; NaN where we only report
/// @param published figures of others, with their source
/// @param seed of weights, data and order
/// @param epochs gone over
/// @param seconds on the clock, compiling and choosing included
public record Score(
        String task,
        String model,
        String metric,
        double value,
        double goal,
        String published,
        long seed,
        int epochs,
        double seconds) {

    public Map<String, @Nullable Object> json() {
        return Json.object(
                "task",
                task,
                "model",
                model,
                "metric",
                metric,
                "value",
                value,
                "goal",
                goal,
                "published",
                published,
                "seed",
                seed,
                "epochs",
                epochs,
                "seconds",
                seconds);
    }
}
