package eigentone.bench.figure;

import eigentone.app.console.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a table.
///
/// @param kind `cell` or `patch`
/// @param name which
/// @param size units, states, voices or lines
/// @param lanes instances side by side
/// @param nsPerSample CPU time of one frame of all lanes
/// @param error of a cell: the largest off the float64 reference after
///   [KernelFigures#CHECKED_FRAMES] free-running frames; of a patch: relative RMS off its recorded
///   reference
/// @param allocatedBytes by all timed rounds
public record Figure(
        String kind,
        String name,
        int size,
        int lanes,
        double nsPerSample,
        double error,
        long allocatedBytes) {

    public Map<String, @Nullable Object> json() {
        return Json.object(
                kind,
                name,
                "size",
                size,
                "lanes",
                lanes,
                "nsPerSample",
                nsPerSample,
                "error",
                error,
                "allocatedBytes",
                allocatedBytes);
    }
}
