package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Progress;
import eigentone.app.render.Result;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of a render or a replay, for people and for programs.
final class ResultText {
    private ResultText() {}

    /// A summary for people.
    static void print(PrintWriter out, Result r) {
        out.printf(
                Locale.ROOT,
                "%s  %s  %s, %d Hz, %s  %s%n",
                r.output(),
                Progress.clock(r.seconds()),
                r.format(),
                r.rateHz(),
                r.channels() == 1
                        ? "mono"
                        : r.channels() == 2 ? "stereo" : r.channels() + " channels",
                String.join(", ", r.presets()));
        out.printf(
                Locale.ROOT,
                "peak %s, true peak %s, loudness %s%n",
                level(r.peakDbfs(), "dBFS"),
                level(r.truePeakDbtp(), "dBTP"),
                level(r.loudnessLufs(), "LUFS"));
        out.printf(
                Locale.ROOT,
                "rendered in %.1f s, %.1f times real time%s%n",
                r.renderSeconds(),
                r.realTimeFactor(),
                faults(r));
        if (r.picture() != null) {
            out.println(r.picture());
        }
        r.notes().forEach(n -> out.println("note: " + n));
    }

    private static String faults(Result r) {
        StringBuilder text = new StringBuilder();
        text.append("; voices stolen: ").append(r.stolenVoices());
        text.append(", non-finite: ").append(r.nonFinite());
        if (r.bentSamples() > 0) {
            text.append(", samples held below full scale: ").append(r.bentSamples());
        }
        if (r.droppedEvents() > 0) {
            text.append(", events dropped: ").append(r.droppedEvents());
        }
        return text.toString();
    }

    private static String level(double value, String unit) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%.1f %s", value, unit)
                : "-inf " + unit;
    }

    /// The same for programs.
    static Map<String, @Nullable Object> json(Result r) {
        return Json.object(
                "output", r.output().toString(),
                "seconds", r.seconds(),
                "peakDbfs", r.peakDbfs(),
                "truePeakDbtp", r.truePeakDbtp(),
                "loudnessLufs", r.loudnessLufs(),
                "realTimeFactor", r.realTimeFactor(),
                "sha256", r.sha256(),
                "frames", r.frames(),
                "rateHz", r.rateHz(),
                "channels", r.channels(),
                "format", r.format(),
                "picture", r.picture() == null ? null : r.picture().toString(),
                "presets", r.presets(),
                "seed", r.seed(),
                "renderSeconds", r.renderSeconds(),
                "preparationSeconds", r.preparationSeconds(),
                "stolenVoices", r.stolenVoices(),
                "nonFinite", r.nonFinite(),
                "bentSamples", r.bentSamples(),
                "droppedEvents", r.droppedEvents(),
                "notes", r.notes());
    }
}
