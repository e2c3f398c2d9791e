package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Progress;
import eigentone.app.render.SoundOutput;
import eigentone.app.take.ReplayJob;
import eigentone.app.take.ReplayJob.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone replay`: a take, played again without a device, to a sound file.
@Command(
        name = "replay",
        description = {
            "Renders what was played with `eigentone play --record DIR`: the same scenes, the same"
                    + " input, every event at its frame. The sound has the same bits as what was heard;"
                    + " at another rate, the same music."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone replay takes",
            "  eigentone replay takes/2026-11-27_20-15-00 --output concert.flac --picture concert.png",
            "  eigentone replay takes --verify --json",
            "  eigentone replay takes --rate 96000 --format wav32f --all-voices",
            "",
            "Of a take that was killed, all is replayed up to its last second. docs/takes.md says",
            "what is in a take."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final String DEFAULT_OUTPUT = "replay.wav";
    private static final int FAILED = 1;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "TAKE",
            description = "A take's folder, or a folder of takes: its newest.")
    private String take = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = DEFAULT_OUTPUT,
            description = "The sound file (default ${DEFAULT-VALUE}).")
    private String output = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "wav16, wav24, wav32f, flac16 or flac24 (default by the name: wav24, flac24).")
    private @Nullable String format;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "A PNG with waveform and spectrogram.")
    private @Nullable String picture;

    @Option(
            names = "--picture-size",
            paramLabel = "WxH",
            defaultValue = OptionChecks.USUAL_SIZE,
            description = "Pixels, 640x400 to 8192x8192 (default ${DEFAULT-VALUE}).")
    private String pictureSize = "";

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Frames per second (default: the take's).")
    private @Nullable Integer rate;

    @Option(
            names = "--all-voices",
            description =
                    "Give every scene the voices of its preset, also those that a high load took"
                            + " away.")
    private boolean allVoices;

    @Option(
            names = "--verify",
            description =
                    "Compare with what was heard, bit for bit; exit code 1 if a frame differs.")
    private boolean verify;

    @Option(names = "--json", description = "One JSON object instead of the summary.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Outcome outcome = ReplayJob.run(request(), this::progress);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(json(outcome)));
        } else {
            ResultText.print(out, outcome.sound());
            if (verify) {
                out.println(verdict(outcome));
            }
        }
        out.flush();
        return outcome.differences() > 0 ? FAILED : 0;
    }

    private Progress progress(double totalSeconds) {
        return new Progress(spec.commandLine().getErr(), Progress.isTerminal(), totalSeconds);
    }

    private ReplayJob.Request request() {
        Path file = OptionChecks.path("--output", output);
        SoundOutput.Picture png =
                picture == null
                        ? null
                        : new SoundOutput.Picture(
                                OptionChecks.path("--picture", picture),
                                OptionChecks.width(pictureSize),
                                OptionChecks.height(pictureSize));
        return new ReplayJob.Request(
                OptionChecks.path("TAKE", take),
                file,
                OptionChecks.format(file, format),
                png,
                rate,
                allVoices,
                verify);
    }

    private static String verdict(Outcome o) {
        return o.differences() == 0
                ? "verified: every bit is as it was heard"
                : String.format(
                        Locale.ROOT,
                        "NOT as it was heard: %d frames differ, the first is frame %d (%s)",
                        o.differences(),
                        o.firstDifference(),
                        Progress.clock(o.firstDifference() / (double) o.sound().rateHz()));
    }

    private static Map<String, @Nullable Object> json(Outcome o) {
        Map<String, @Nullable Object> all = ResultText.json(o.sound());
        all.put("take", o.take().toString());
        all.put("whole", o.whole());
        all.put("verified", o.differences() < 0 ? null : o.differences() == 0);
        all.put("firstDifference", o.firstDifference() < 0 ? null : o.firstDifference());
        return all;
    }
}
