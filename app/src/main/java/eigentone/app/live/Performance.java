package eigentone.app.live;

import eigentone.app.console.Json;
import eigentone.audioio.device.Reconnecting;
import eigentone.audioio.device.StreamInfo;
import eigentone.engine.run.LoadMeter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a performance went, in figures.
///
/// @param xruns as the device counts them
/// @param losses how often the device went
/// @param faults blocks that were silent because the instrument threw something
public record Performance(
        StreamInfo stream,
        String preset,
        double startSeconds,
        double seconds,
        long blocks,
        long xruns,
        double latePercent,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        long allocatedBytes,
        long nonFinite,
        long droppedEvents,
        long stuckNotes,
        long bentSamples,
        int losses,
        long faults) {

    /// @param startSeconds from the start of the process until the stage began
    /// @param xrunsBefore those before the stage began
    static Performance of(
            Stage stage,
            Reconnecting device,
            long allocatedBytes,
            long xrunsBefore,
            double startSeconds) {
        LoadMeter load = stage.live().load();
        Counts counts = stage.counts();
        long blocks = load.blocks();
        return new Performance(
                device.info(),
                stage.preset().name(),
                startSeconds,
                counts.seconds(),
                blocks,
                device.xruns() - xrunsBefore,
                blocks == 0 ? 0 : 100.0 * load.late() / blocks,
                load.micros(0.5),
                load.micros(0.99),
                load.micros(0.999),
                load.maxMicros(),
                allocatedBytes,
                counts.nonFinite(),
                counts.dropped() + device.droppedMidi(),
                counts.stuck(),
                counts.bent(),
                device.losses(),
                device.faults());
    }

    /// As `play --json` prints it.
    public Map<String, @Nullable Object> json() {
        return Json.object(
                "backend",
                stream.backend(),
                "device",
                stream.device(),
                "rateHz",
                stream.rateHz(),
                "blockFrames",
                stream.blockFrames(),
                "outputLatencyFrames",
                stream.outputLatencyFrames(),
                "preset",
                preset,
                "startSeconds",
                startSeconds,
                "seconds",
                seconds,
                "blocks",
                blocks,
                "xruns",
                xruns,
                "latePercent",
                latePercent,
                "callbackMicros",
                Json.object(
                        "p50", p50Micros, "p99", p99Micros, "p999", p999Micros, "max", maxMicros),
                "allocatedBytes",
                allocatedBytes,
                "nonFinite",
                nonFinite,
                "droppedEvents",
                droppedEvents,
                "stuckNotes",
                stuckNotes,
                "bentSamples",
                bentSamples,
                "losses",
                losses,
                "faults",
                faults);
    }
}
