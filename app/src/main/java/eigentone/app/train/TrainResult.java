package eigentone.app.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of a training.
///
/// @param model the best one
/// @param preset that plays it; null for a model of scores
/// @param report the page about it
/// @param end `epochs`, `patience`, `diverged` or `interrupted`
/// @param epochs how many were done, over all sessions
/// @param bestEpoch counted from 1
/// @param loss best validation loss
/// @param scores by set, `valid` and `test`, then by metric; empty when it was interrupted
/// @param parameters numbers of the network
/// @param samplesPerSecond of all epochs, without validation
/// @param seconds that this session took
/// @param notes what the user should know, one line each
public record TrainResult(
        Path model,
        @Nullable Path preset,
        Path report,
        String end,
        int epochs,
        int bestEpoch,
        double loss,
        Map<String, Map<String, Double>> scores,
        int parameters,
        double samplesPerSecond,
        double seconds,
        List<String> notes) {
    /// Whether it was stopped by the user.
    public boolean isInterrupted() {
        return end.equals(TrainJob.INTERRUPTED);
    }
}
