package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Nearest;
import eigentone.app.console.Progress;
import eigentone.app.console.UsageException;
import eigentone.app.render.RenderJob;
import eigentone.app.render.Request;
import eigentone.app.render.Result;
import eigentone.audioio.file.SoundFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `eigentone render`: a score, a sound or nothing, through presets, to a sound file.
@Command(
        name = "render",
        description = {
            "Renders a MIDI file by instruments, a sound file through an effect, or a generator by"
                    + " itself, to a sound file. With no argument at all it plays the bundled piece"
                    + " into eigentone.wav and draws it in eigentone.png."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  eigentone render",
            "  eigentone render song.mid --preset gerzon-harp --output song.flac",
            "  eigentone render song.mid --channel 2=elman-bass --channel 10=drums",
            "  eigentone render voice.wav --preset hall --set mix=0.4 --tail 6",
            "  eigentone render --preset tide --length 60 --seed 7 --picture tide.png",
            "  eigentone render bundled:greensleeves --json",
            "",
            "Bundled pieces: jesu-meine-freude, chorale-major-1..4, chorale-minor-1..4, greensleeves,",
            "minuet-in-g, ode-to-joy. Presets and their knobs: `eigentone presets list`."
        })
public final class RenderCommand implements Callable<Integer> {
    private static final String DEFAULT_OUTPUT = "eigentone.wav";
    private static final String DEFAULT_PICTURE = "eigentone.png";
    private static final double MAX_SECONDS = 24 * 3600;
    private static final int MAX_BLOCK_FRAMES = 8192;
    private static final int MAX_THREADS = 256;
    private static final int MIN_WIDTH = 640;
    private static final int MIN_HEIGHT = 400;
    private static final int MAX_SIDE = 8192;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "INPUT",
            description = "A MIDI file, a WAV, AIFF or FLAC file, or bundled:NAME.")
    private @Nullable String input;

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "NAME|FILE",
            description =
                    "The preset that plays (every channel but 10; program changes are then"
                            + " ignored), or the effect.")
    private @Nullable String preset;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The sound file (default " + DEFAULT_OUTPUT + ").")
    private @Nullable String output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "wav16, wav24, wav32f, flac16 or flac24 (default by the name: wav24, flac24).")
    private @Nullable String format;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description =
                    "A PNG with waveform and spectrogram (default "
                            + DEFAULT_PICTURE
                            + " when --output is not given).")
    private @Nullable String picture;

    @Option(
            names = "--picture-size",
            paramLabel = "WxH",
            defaultValue = "1600x900",
            description = "Pixels, 640x400 to 8192x8192 (default ${DEFAULT-VALUE}).")
    private String pictureSize = "";

    @Option(
            names = "--length",
            paramLabel = "SECONDS",
            description =
                    "Stop after so long, exactly; with --tail, end the input there and let it ring."
                            + " A generator plays 30 s unless said.")
    private @Nullable Double length;

    @Option(
            names = "--tail",
            paramLabel = "SECONDS",
            description =
                    "Go on so long after the end of the input (default: until it is silent, at most 20).")
    private @Nullable Double tail;

    @Option(
            names = "--set",
            paramLabel = "CONTROL=VALUE",
            description = "Turns a knob, or a control as node.control; may be repeated.")
    private Map<String, Double> settings = new LinkedHashMap<>();

    @Option(
            names = "--channel",
            paramLabel = "N=PRESET",
            description = "The preset of MIDI channel 1..16; may be repeated.")
    private Map<Integer, String> channels = new LinkedHashMap<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another seed, another throw of all dice (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Frames per second (default: the sound file's, else 48000).")
    private @Nullable Integer rate;

    @Option(
            names = "--block",
            paramLabel = "FRAMES",
            defaultValue = "512",
            description =
                    "Frames that are made at a time, 1..8192 (default ${DEFAULT-VALUE}); the result"
                            + " is the same.")
    private int block;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Presets that play at a time (default: one for each processor); the result is"
                            + " the same.")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "One JSON object instead of the summary.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Result result = RenderJob.run(request(), total -> progress(total));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(json(result)));
        } else {
            print(out, result);
        }
        out.flush();
        return 0;
    }

    private Progress progress(double totalSeconds) {
        return new Progress(spec.commandLine().getErr(), Progress.isTerminal(), totalSeconds);
    }

    private Request request() {
        range("--length", length, 0.001, MAX_SECONDS, "s");
        range("--tail", tail, 0, MAX_SECONDS, "s");
        range("--block", (double) block, 1, MAX_BLOCK_FRAMES, "frames");
        int most = Runtime.getRuntime().availableProcessors();
        int used = threads == null ? most : threads;
        range("--threads", (double) used, 1, MAX_THREADS, "threads");
        Map<Integer, String> byChannel = new LinkedHashMap<>();
        channels.forEach((channel, name) -> {
            range("--channel", (double) channel, 1, 16, "");
            byChannel.put(channel - 1, name);
        });
        Path file = path("--output", output == null ? DEFAULT_OUTPUT : output);
        String png = picture == null && output == null ? DEFAULT_PICTURE : picture;
        return new Request(
                input,
                preset,
                file,
                format(file),
                png == null ? null : path("--picture", png),
                pixels(0, MIN_WIDTH),
                pixels(1, MIN_HEIGHT),
                length,
                tail,
                settings,
                seed,
                rate,
                byChannel,
                block,
                used);
    }

    /// @param side 0 for the width, 1 for the height
    private int pixels(int side, int min) {
        Matcher m = Pattern.compile("(\\d{3,5})x(\\d{3,5})").matcher(pictureSize);
        int pixels = m.matches() ? Integer.parseInt(m.group(1 + side)) : -1;
        if (pixels < min || pixels > MAX_SIDE) {
            throw new UsageException(
                    "--picture-size: expected 640x400..8192x8192 pixels, got '%s'; try 1600x900"
                            .formatted(pictureSize));
        }
        return pixels;
    }

    private static void range(
            String option, @Nullable Double value, double min, double max, String unit) {
        if (value != null && !(value >= min && value <= max)) {
            double near = value > max ? max : min;
            throw new UsageException(
                    "%s: expected %s..%s %s, got %s; try %s"
                            .formatted(
                                    option,
                                    SettingText.number(min),
                                    SettingText.number(max),
                                    unit,
                                    SettingText.number(value),
                                    SettingText.number(near))
                            .replace(" ,", ","));
        }
    }

    private static Path path(String option, String text) {
        return UsageException.of(() -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        option + ": expected a file, got nothing; try a name");
            }
            return Path.of(text);
        });
    }

    private SoundFormat format(Path file) {
        if (format == null) {
            return UsageException.of(() -> SoundFormat.forPath(file));
        }
        String id = format;
        List<String> ids = Arrays.stream(SoundFormat.values()).map(SoundFormat::id).toList();
        if (!ids.contains(id.toLowerCase(Locale.ROOT))) {
            throw new UsageException(
                    "--format '%s': expected one of %s; try %s"
                            .formatted(
                                    id, String.join(", ", ids), Nearest.remedy(id, ids, "wav24")));
        }
        SoundFormat chosen = SoundFormat.fromName(id);
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (SoundFormat other : SoundFormat.values()) {
            if (name.endsWith("." + other.extension())
                    && !other.extension().equals(chosen.extension())) {
                throw new UsageException(
                        "--format %s: expected an output ending in .%s, got '%s'; try --format %s"
                                .formatted(id, chosen.extension(), file, other.id()));
            }
        }
        return chosen;
    }

    private static void print(PrintWriter out, Result r) {
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

    private static Object json(Result r) {
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
