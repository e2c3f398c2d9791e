package eigentone.app.live;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a performance is asked for; 0 and null where the default is meant.
///
/// @param lengthSeconds after which it ends, or null
/// @param midiFile that plays along from the start, or null
/// @param record where a take goes that begins at once, or null
/// @param resume whether it goes on from what the last session had
/// @param osc where Open Sound Control is heard, or null for nowhere
public record PlayRequest(
        String preset,
        @Nullable String backend,
        int rateHz,
        int blockFrames,
        @Nullable Integer inputs,
        int outputs,
        @Nullable Double lengthSeconds,
        @Nullable String midiFile,
        Map<String, Double> settings,
        long seed,
        @Nullable Path record,
        boolean resume,
        @Nullable InetSocketAddress osc,
        boolean sendClock) {}
