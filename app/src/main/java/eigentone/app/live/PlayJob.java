package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.render.Knobs;
import eigentone.app.render.Source;
import eigentone.app.render.Voicing;
import eigentone.app.session.Session;
import eigentone.app.session.SessionState;
import eigentone.app.session.Tweak;
import eigentone.audioio.device.Backends;
import eigentone.audioio.device.DeviceException;
import eigentone.audioio.device.Reconnecting;
import eigentone.audioio.device.StreamInfo;
import eigentone.audioio.device.StreamRequest;
import eigentone.audioio.osc.OscServer;
import eigentone.presets.MidiMapping;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One performance, from the device that is opened to the figures at the end.
public final class PlayJob {
    private static final String CLIENT = "eigentone";

    private final PlayRequest request;
    private final InputStream keys;
    private final PrintWriter err;
    private final AllocationMeter allocations = new AllocationMeter();

    /// Those of the device while the first scene was made.
    private volatile long xrunsBefore;

    /// @param keys where the performer's keys come from
    public PlayJob(PlayRequest request, InputStream keys, PrintWriter err) {
        this.request = request;
        this.keys = keys;
        this.err = err;
    }

    /// Plays until it is over, the performer quits, or the thread is interrupted.
    ///
    /// @throws UsageException if the request cannot be met
    public Performance run() throws IOException {
        HeadStart.awaitCompiled();
        PresetLibrary library = PresetLibrary.standard();
        try (Session session = new Session(Session.folder(), request.resume(), this::tell)) {
            SessionState state = session.state();
            boolean resumed = request.resume() && !state.preset().isEmpty();
            if (request.resume() && !resumed) {
                tell("nothing to resume; it begins anew");
            }
            String name = resumed ? state.preset() : request.preset();
            Map<String, Double> settings = new LinkedHashMap<>();
            Preset preset = load(library, name);
            if (resumed) {
                settings.putAll(known(preset, state.values()));
            }
            settings.putAll(request.settings());
            Integer asked = request.inputs();
            int listens = preset.listen() == null ? 0 : 1;
            int inputs = asked == null ? Math.max(listens, preset.wiring().inputChannels()) : asked;
            try (Stage stage = new Stage(library, request.seed(), inputs, request.outputs())) {
                if (resumed) {
                    stage.mapping(mapping(state));
                }
                return perform(stage, inputs, session, name, settings, state.beatsPerMinute());
            }
        } catch (UncheckedIOException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Those that the preset has: it may have changed since.
    private Map<String, Double> known(Preset preset, Map<String, Double> values) {
        Set<String> names = new HashSet<>(Knobs.controls(preset.patch()).keySet());
        preset.knobs().forEach(k -> names.add(k.id()));
        Map<String, Double> known = new LinkedHashMap<>(values);
        if (known.keySet().retainAll(names)) {
            tell("some knobs of the last session are none of preset '%s'".formatted(preset.name()));
        }
        return known;
    }

    private static MidiMapping mapping(SessionState state) {
        return new MidiMapping(
                state.mappings().stream()
                        .map(m -> new MidiMapping.Binding(m.channel(), m.source(), m.target()))
                        .toList());
    }

    private void tell(String text) {
        err.println(text);
        err.flush();
    }

    private Preset load(PresetLibrary library, String name) throws IOException {
        try {
            return library.load(name);
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Reconnecting open(int inputs, StageOwner owner) throws IOException {
        StreamRequest wish =
                new StreamRequest(
                        null,
                        CLIENT,
                        request.rateHz(),
                        request.blockFrames(),
                        inputs,
                        request.outputs(),
                        true);
        try {
            return new Reconnecting(Backends.pick(request.backend()), wish, owner);
        } catch (DeviceException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Performance perform(
            Stage stage,
            int inputs,
            Session session,
            String preset,
            Map<String, Double> settings,
            double tempo)
            throws IOException {
        Path takes = request.record();
        Recording recording =
                new Recording(stage, takes == null ? Path.of("takes") : takes, request.seed());
        try (Reconnecting device = open(inputs, new StageOwner(stage, preset, settings))) {
            Ears ears = new Ears(stage);
            Teacher teacher = new Teacher(stage, ears);
            Commands commands =
                    new Commands(
                            stage, () -> device.xruns() - xrunsBefore, recording, session, teacher);
            Performance result;
            try (Console console = new Console(stage, commands, keys, err)) {
                stage.tellTo(console::tell);
                watch(stage, device, console);
                session.tweak(new Tweak.Choose(preset, settings));
                stage.keepTweaks(session::tweak);
                if (takes != null) {
                    recording.begin();
                }
                if (tempo > 0) {
                    stage.setTempo(tempo);
                }
                result = play(stage, session, device, console, ears, recording);
            }
            return result;
        }
    }

    private Performance play(
            Stage stage,
            Session session,
            Reconnecting device,
            Console console,
            Ears ears,
            Recording recording)
            throws IOException {
        double started = 0;
        try (ScoreFeeder score = score(stage);
                OscServer osc = osc(stage)) {
            if (osc != null) {
                stage.keepTweaks(t -> {
                    session.tweak(t);
                    if (t instanceof Tweak.Turn turn && turn.value() != null) {
                        osc.tellTurned(turn.name(), turn.value());
                    }
                });
                stage.listeners().addAfterSwap(() -> osc.tell("preset", stage.preset().name()));
                stage.listeners().addAroundRates(() -> {}, osc::framesBeginAnew);
                console.tell("Open Sound Control at " + osc.address());
            }
            if (score != null) {
                score.start();
            }
            xrunsBefore = device.xruns();
            started = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
            stage.begin();
            stage.onDesk(ears::open);
            stage.sendClock(request.sendClock());
            console.tell(welcome(stage, device.info()));
            console.run(over(stage, score));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Also when it was interrupted the sound is taken away first, and the take ends whole.
        boolean stopped = Thread.interrupted();
        try {
            stage.finish(() -> {
                ears.close();
                recording.close();
            });
        } catch (InterruptedException e) {
            stopped = true;
        }
        if (stopped) {
            Thread.currentThread().interrupt();
        }
        return Performance.of(stage, device, allocations.bytes(), xrunsBefore, started);
    }

    private @Nullable OscServer osc(Stage stage) throws IOException {
        InetSocketAddress at = request.osc();
        if (at == null) {
            return null;
        }
        try {
            return new OscServer(at, new StageOsc(stage));
        } catch (IOException e) {
            throw new IOException(
                    "Open Sound Control at %s: %s; try another --osc port"
                            .formatted(at, e.getMessage()),
                    e);
        }
    }

    private void watch(Stage stage, Reconnecting device, Console console) {
        Overload overload = new Overload(console::drawLess, stage::shareVoices, console::tell);
        long[] late = {0};
        stage.eachTick(upTo -> {
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
        return new ScoreFeeder(voicing.events(request.preset()), voicing.endFrame(), stage.live());
    }

    /// Over after the length; else after the score, once nothing sounds any more.
    private BooleanSupplier over(Stage stage, @Nullable ScoreFeeder score) {
        Double length = request.lengthSeconds();
        if (length != null) {
            return () -> stage.counts().seconds() >= length;
        }
        return score == null
                ? () -> false
                : () -> score.isOver(stage.live()) && stage.live().isSilent();
    }
}
