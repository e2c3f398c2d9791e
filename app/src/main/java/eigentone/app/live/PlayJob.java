package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.render.Source;
import eigentone.app.render.Voicing;
import eigentone.audioio.device.AudioBackend;
import eigentone.audioio.device.AudioStream;
import eigentone.audioio.device.DeviceException;
import eigentone.audioio.device.JackBackend;
import eigentone.audioio.device.NullBackend;
import eigentone.audioio.device.StreamListener;
import eigentone.audioio.device.StreamRequest;
import eigentone.engine.run.Live;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One performance, from the device that is opened to the figures at the end.
public final class PlayJob {
    /// What a performance is asked for; 0 and null where the default is meant.
    ///
    /// @param lengthSeconds after which it ends, or null
    /// @param midiFile that plays along from the start, or null
    public record Request(
            String preset,
            @Nullable String backend,
            int rateHz,
            int blockFrames,
            @Nullable Integer inputs,
            int outputs,
            @Nullable Double lengthSeconds,
            @Nullable String midiFile,
            Map<String, Double> settings,
            long seed) {}

    private static final String CLIENT = "eigentone";

    private final Request request;
    private final InputStream keys;
    private final PrintWriter err;
    private final AllocationMeter allocations = new AllocationMeter();

    /// @param keys where the performer's keys come from
    public PlayJob(Request request, InputStream keys, PrintWriter err) {
        this.request = request;
        this.keys = keys;
        this.err = err;
    }

    /// Plays until it is over, the performer quits, or the thread is interrupted.
    ///
    /// @throws UsageException if the request cannot be met
    public Performance run() throws IOException {
        PresetLibrary library = PresetLibrary.standard();
        Preset preset = load(library);
        int inputs = request.inputs() == null ? preset.wiring().inputChannels() : request.inputs();
        try (Stage stage = new Stage(library, request.seed(), inputs, request.outputs());
                AudioStream stream = open(stage, inputs)) {
            return perform(stage, stream, preset);
        }
    }

    private Preset load(PresetLibrary library) throws IOException {
        try {
            return library.load(request.preset());
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private AudioStream open(Stage stage, int inputs) throws IOException {
        AudioBackend backend =
                "null".equals(request.backend()) ? new NullBackend() : new JackBackend();
        StreamRequest wish =
                new StreamRequest(
                        null,
                        CLIENT,
                        request.rateHz(),
                        request.blockFrames(),
                        inputs,
                        request.outputs(),
                        true);
        StreamListener listener = why -> {};
        try {
            return backend.open(wish, stage.callback(), listener);
        } catch (DeviceException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Performance perform(Stage stage, AudioStream stream, Preset preset)
            throws IOException {
        double rateHz = stream.info().rateHz();
        Live live = stage.open(preset.name(), request.settings(), rateHz);
        ScoreFeeder score = score(live, rateHz);
        Commands commands = new Commands(stage, stream::xruns);
        try (Console console = new Console(stage, commands, keys, err)) {
            stage.tellTo(console::tell);
            Overload overload =
                    new Overload(console::drawLess, stage::shareVoices, console::tell);
            long[] late = {0};
            stage.eachTick(() -> {
                allocations.look(stream.audioThread());
                long now = live.load().late();
                overload.late(now - late[0], System.nanoTime() / 1e9);
                late[0] = now;
            });
            if (score != null) {
                score.start();
            }
            stage.begin();
            console.tell(welcome(stage, stream));
            console.run(over(live, score, rateHz));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (score != null) {
            score.close();
        }
        boolean stopped = Thread.interrupted();
        try {
            stage.end();
        } catch (InterruptedException e) {
            stopped = true;
        }
        if (stopped) {
            Thread.currentThread().interrupt();
        }
        return Performance.of(live, stream, stage.preset().name(), allocations.bytes(), 0);
    }

    private static String welcome(Stage stage, AudioStream stream) {
        return "%s by %s at %.0f Hz, blocks of %d frames (%.1f ms): ? shows the keys"
                .formatted(
                        stage.preset().name(),
                        stream.info().backend(),
                        stream.info().rateHz(),
                        stream.info().blockFrames(),
                        1000.0 * stream.info().blockFrames() / stream.info().rateHz());
    }

    private @Nullable ScoreFeeder score(Live live, double rateHz) throws IOException {
        String file = request.midiFile();
        if (file == null) {
            return null;
        }
        if (!(Source.open(file) instanceof Source.Score score)) {
            throw new UsageException(
                    "--midi-file '%s': expected a MIDI file, got a sound file; try --backend jack and its inputs"
                            .formatted(file));
        }
        Double length = request.lengthSeconds();
        Voicing voicing =
                Voicing.of(
                        score.midi(),
                        score.name(),
                        rateHz,
                        request.preset(),
                        Map.of(),
                        length == null ? Double.POSITIVE_INFINITY : length);
        return new ScoreFeeder(
                voicing.events(request.preset()), voicing.endFrame(), live.inlet(Stage.SCORE));
    }

    /// Over after the length; else after the score, once nothing sounds any more.
    private BooleanSupplier over(Live live, @Nullable ScoreFeeder score, double rateHz) {
        Double length = request.lengthSeconds();
        if (length != null) {
            long end = Math.round(length * rateHz);
            return () -> live.frame() >= end;
        }
        return score == null
                ? () -> false
                : () -> live.frame() > score.endFrame() && live.isSilent();
    }
}
