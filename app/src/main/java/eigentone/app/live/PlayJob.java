package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.render.Source;
import eigentone.app.render.Voicing;
import eigentone.audioio.device.AudioBackend;
import eigentone.audioio.device.AudioCallback;
import eigentone.audioio.device.Backends;
import eigentone.audioio.device.DeviceException;
import eigentone.audioio.device.Reconnecting;
import eigentone.audioio.device.StreamInfo;
import eigentone.audioio.device.StreamRequest;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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
                Reconnecting device = open(stage, preset, inputs)) {
            return perform(stage, device);
        } catch (DeviceException e) {
            throw new IOException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private Preset load(PresetLibrary library) throws IOException {
        try {
            return library.load(request.preset());
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Reconnecting open(Stage stage, Preset preset, int inputs) throws DeviceException {
        AudioBackend backend = Backends.pick(request.backend());
        StreamRequest wish =
                new StreamRequest(
                        null,
                        CLIENT,
                        request.rateHz(),
                        request.blockFrames(),
                        inputs,
                        request.outputs(),
                        true);
        return new Reconnecting(backend, wish, new Owner(stage, preset));
    }

    /// Gives the device its instrument.
    private final class Owner implements Reconnecting.Owner {
        private final Stage stage;
        private final Preset preset;
        private double rateHz;

        Owner(Stage stage, Preset preset) {
            this.stage = stage;
            this.preset = preset;
        }

        @Override
        public AudioCallback callback(StreamInfo stream) {
            try {
                if (rateHz == 0) {
                    stage.open(preset.name(), request.settings(), stream.rateHz());
                } else if (rateHz != stream.rateHz()) {
                    stage.changeRate(stream.rateHz());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            rateHz = stream.rateHz();
            return stage.callback();
        }

        @Override
        public void lost(String why) {
            stage.tell(why + "; the instrument runs on, and plays again when the device is back");
            stage.releaseAll();
        }

        @Override
        public void back(StreamInfo stream) {
            stage.tell(
                    "the device is back, at %.0f Hz in blocks of %d frames"
                            .formatted(stream.rateHz(), stream.blockFrames()));
        }
    }

    private Performance perform(Stage stage, Reconnecting device) throws IOException {
        ScoreFeeder score = score(stage);
        Commands commands = new Commands(stage, device::xruns);
        try (Console console = new Console(stage, commands, keys, err)) {
            stage.tellTo(console::tell);
            watch(stage, device, console);
            if (score != null) {
                score.start();
            }
            stage.begin();
            console.tell(welcome(stage, device.info()));
            console.run(over(stage, score));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (score != null) {
            score.close();
        }
        // Also when it was interrupted the sound is taken away first.
        boolean stopped = Thread.interrupted();
        try {
            stage.end();
        } catch (InterruptedException e) {
            stopped = true;
        }
        if (stopped) {
            Thread.currentThread().interrupt();
        }
        return Performance.of(stage, device, allocations.bytes());
    }

    private void watch(Stage stage, Reconnecting device, Console console) {
        Overload overload = new Overload(console::drawLess, stage::shareVoices, console::tell);
        long[] late = {0};
        stage.eachTick(() -> {
            allocations.look(device.audioThread());
            long now = stage.live().load().late();
            overload.late(now - late[0], System.nanoTime() / 1e9);
            late[0] = now;
        });
    }

    private static String welcome(Stage stage, StreamInfo stream) {
        return "%s by %s at %.0f Hz, blocks of %d frames (%.1f ms): ? shows the keys"
                .formatted(
                        stage.preset().name(),
                        stream.backend(),
                        stream.rateHz(),
                        stream.blockFrames(),
                        1000.0 * stream.blockFrames() / stream.rateHz());
    }

    private @Nullable ScoreFeeder score(Stage stage) throws IOException {
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
                        stage.live().rateHz(),
                        request.preset(),
                        Map.of(),
                        length == null ? Double.POSITIVE_INFINITY : length);
        return new ScoreFeeder(
                voicing.events(request.preset()),
                voicing.endFrame(),
                stage.live().inlet(Stage.SCORE));
    }

    /// Over after the length; else after the score, once nothing sounds any more.
    private BooleanSupplier over(Stage stage, @Nullable ScoreFeeder score) {
        Double length = request.lengthSeconds();
        if (length != null) {
            return () -> stage.counts().seconds() >= length;
        }
        return score == null
                ? () -> false
                : () -> stage.live().frame() > score.endFrame() && stage.live().isSilent();
    }
}
