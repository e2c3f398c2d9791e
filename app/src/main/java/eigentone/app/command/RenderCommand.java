package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.Progress;
import eigentone.app.render.RenderJob;
import eigentone.app.render.Request;
import eigentone.app.render.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
            defaultValue = OptionChecks.USUAL_SIZE,
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
            out.println(Json.text(ResultText.json(result)));
        } else {
            ResultText.print(out, result);
        }
        out.flush();
        return 0;
    }

    private Progress progress(double totalSeconds) {
        return new Progress(spec.commandLine().getErr(), Progress.isTerminal(), totalSeconds);
    }

    private Request request() {
        OptionChecks.range("--length", length, 0.001, MAX_SECONDS, "s");
        OptionChecks.range("--tail", tail, 0, MAX_SECONDS, "s");
        OptionChecks.range("--block", (double) block, 1, MAX_BLOCK_FRAMES, "frames");
        int most = Runtime.getRuntime().availableProcessors();
        int used = threads == null ? most : threads;
        OptionChecks.range("--threads", (double) used, 1, MAX_THREADS, "threads");
        Map<Integer, String> byChannel = new LinkedHashMap<>();
        channels.forEach((channel, name) -> {
            OptionChecks.range("--channel", (double) channel, 1, 16, "");
            byChannel.put(channel - 1, name);
        });
        Path file = OptionChecks.path("--output", output == null ? DEFAULT_OUTPUT : output);
        String png = picture == null && output == null ? DEFAULT_PICTURE : picture;
        return new Request(
                input,
                preset,
                file,
                OptionChecks.format(file, format),
                png == null ? null : OptionChecks.path("--picture", png),
                OptionChecks.width(pictureSize),
                OptionChecks.height(pictureSize),
                length,
                tail,
                settings,
                seed,
                rate,
                byChannel,
                block,
                used);
    }
}
