package eigentone.app.command;

import eigentone.app.console.Json;
import eigentone.app.console.UsageException;
import eigentone.app.live.Performance;
import eigentone.app.live.PlayJob;
import eigentone.app.live.PlayRequest;
import eigentone.app.render.GeneralMidi;
import eigentone.audioio.osc.OscServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `play`: the instrument live.
@Command(
        name = "play",
        mixinStandardHelpOptions = true,
        description = "Plays a preset live: from MIDI keyboards, a MIDI file or the console.",
        footer = {
            "",
            "Examples:",
            "  eigentone play                                 the default preset, by JACK or Java Sound",
            "  eigentone play elman-bass --record takes       and records what you play",
            "  eigentone play hall --backend jack             an effect on what comes in",
            "  eigentone play --midi-file song.mid            plays a file and ends after it",
            "  eigentone play --backend null --length 10 --json   without any sound device",
            "",
            "On the console: ? shows the keys. Without a terminal it takes commands as lines: try help.",
            "What devices there are: eigentone devices."
        })
public final class PlayCommand implements Callable<Integer> {
    private static final double MAX_SECONDS = 7 * 24 * 3600;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PRESET",
            description = "A preset's name or file (default: ${DEFAULT-VALUE}).",
            defaultValue = GeneralMidi.DEFAULT)
    private String preset;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "jack, javasound or null, a clock without sound (default: what there is, in this order).")
    private @Nullable String backend;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Frames per second (default: the device's; JACK has its own).")
    private @Nullable Integer rate;

    @Option(
            names = "--block",
            paramLabel = "FRAMES",
            description = "Frames of a block (default: the device's; JACK has its own).")
    private @Nullable Integer block;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            description = "Input channels, 0..16 (default: the preset's).")
    private @Nullable Integer inputs;

    @Option(
            names = "--outputs",
            paramLabel = "N",
            description = "Output channels, 1..16 (default: 2).")
    private @Nullable Integer outputs;

    @Option(names = "--length", paramLabel = "SECONDS", description = "Ends after so long.")
    private @Nullable Double length;

    @Option(
            names = "--midi-file",
            paramLabel = "FILE",
            description =
                    "Plays a MIDI file (or bundled:NAME) from the start, and ends after it unless --length says otherwise.")
    private @Nullable String midiFile;

    @Option(
            names = "--set",
            paramLabel = "KNOB=VALUE",
            description = "Turns a knob or node.control; may be repeated.")
    private Map<String, Double> settings = new LinkedHashMap<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of all that is random (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description =
                    "Records from the start: a take with audio, MIDI and every event in a new folder of DIR.")
    private @Nullable Path record;

    @Option(
            names = "--resume",
            description =
                    "Goes on with the preset, knobs, mappings and tempo of the last session, also after a crash.")
    private boolean resume;

    @Option(
            names = "--osc",
            paramLabel = "[HOST:]PORT",
            arity = "0..1",
            fallbackValue = "57130",
            description =
                    "Listens for Open Sound Control (default port: ${FALLBACK-VALUE}, of this machine only).")
    private @Nullable String osc;

    @Option(names = "--clock", description = "Sends MIDI clock.")
    private boolean clock;

    @Option(names = "--json", description = "At the end one JSON object with the figures.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        OptionChecks.range("--length", length, 0.01, MAX_SECONDS, "s");
        OptionChecks.range("--rate", rate == null ? null : (double) rate, 8000, 192_000, "Hz");
        OptionChecks.range("--block", block == null ? null : (double) block, 16, 8192, "frames");
        OptionChecks.range("--inputs", inputs == null ? null : (double) inputs, 0, 16, "channels");
        OptionChecks.range(
                "--outputs", outputs == null ? null : (double) outputs, 1, 16, "channels");
        PrintWriter err = spec.commandLine().getErr();
        Performance p =
                new PlayJob(
                                new PlayRequest(
                                        preset,
                                        backend,
                                        rate == null ? 0 : rate,
                                        block == null ? 0 : block,
                                        inputs,
                                        outputs == null ? 2 : outputs,
                                        length,
                                        midiFile,
                                        settings,
                                        seed,
                                        record,
                                        resume,
                                        oscAddress(),
                                        clock),
                                System.in,
                                err)
                        .run();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(p.json()));
        } else {
            print(out, p);
        }
        out.flush();
        return 0;
    }

    private @Nullable InetSocketAddress oscAddress() {
        String text = osc;
        if (text == null) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new UsageException(
                    "--osc '%s': expected a port 0..65535, or host:port; try --osc 57130"
                            .formatted(text));
        }
        int number = Integer.parseInt(port);
        return colon < 0
                ? OscServer.loopback(number)
                : new InetSocketAddress(text.substring(0, colon), number);
    }

    private static void print(PrintWriter out, Performance p) {
        out.printf(
                Locale.ROOT,
                "played %.1f s by %s at %.0f Hz, blocks of %d frames: xruns %d, late %.2f %%%n",
                p.seconds(),
                p.stream().backend(),
                p.stream().rateHz(),
                p.stream().blockFrames(),
                p.xruns(),
                p.latePercent());
        out.printf(
                Locale.ROOT,
                "a block took %.0f us (median), %.0f (99 %%), %.0f (99.9 %%), %.0f at most%n",
                p.p50Micros(),
                p.p99Micros(),
                p.p999Micros(),
                p.maxMicros());
        out.printf(
                Locale.ROOT,
                "allocated %d bytes, not finite %d, events dropped %d, stuck notes %d%n",
                p.allocatedBytes(),
                p.nonFinite(),
                p.droppedEvents(),
                p.stuckNotes());
    }
}
