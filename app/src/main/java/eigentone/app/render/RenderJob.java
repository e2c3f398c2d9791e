package eigentone.app.render;

import eigentone.analysis.Listening;
import eigentone.app.console.Progress;
import eigentone.app.console.UsageException;
import eigentone.audioio.file.SoundReader;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Accelerator;
import eigentone.engine.run.OfflineRender;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One render from request to result. What can be wrong with the request is found before the first
/// frame is made; the files appear whole or not at all.
public final class RenderJob {
    private static final int DEFAULT_RATE_HZ = 48_000;
    private static final int MIN_RATE_HZ = 8_000;
    private static final int MAX_RATE_HZ = 192_000;
    private static final double GENERATOR_SECONDS = 30;

    /// A tail ends after this, sounding or not.
    private static final double MAX_TAIL_SECONDS = 20;

    /// A tail is over when nothing was heard for so long: longer than most echoes.
    private static final double TAIL_QUIET_SECONDS = 2;

    /// Between two looks at the tail or the input; fixed, so that blocks do not matter.
    private static final int STEP_FRAMES = 4096;

    /// Where a sound is cut it fades, so that it does not click.
    private static final double FADE_SECONDS = 0.03;

    private final Request request;
    private final List<String> notes = new ArrayList<>();
    private int rateHz;

    private RenderJob(Request request) {
        this.request = request;
    }

    /// Renders.
    ///
    /// @param progress makes the one that is told of a render of so many seconds, or of NaN
    /// @throws UsageException if the request cannot be met
    /// @throws IOException if a file cannot be read to its end or written
    public static Result run(Request request, DoubleFunction<Progress> progress)
            throws IOException {
        return new RenderJob(request).run(progress);
    }

    private Result run(DoubleFunction<Progress> progress) throws IOException {
        long start = System.nanoTime();
        checkPaths();
        PresetLibrary library = PresetLibrary.standard();
        Source source = source(library);
        return switch (source) {
            case Source.Score score -> renderScore(library, score, start, progress);
            case Source.Sound sound -> {
                try (SoundReader reader = sound.reader()) {
                    yield renderSound(library, sound, reader, start, progress);
                }
            }
            case Source.Nothing n -> renderGenerator(library, start, progress);
        };
    }

    private Source source(PresetLibrary library) throws IOException {
        if (request.input() != null) {
            return Source.open(request.input());
        }
        if (request.preset() == null) {
            return Source.defaultPiece();
        }
        Preset preset = Ensemble.load(library, request.preset());
        return switch (preset.kind()) {
            case INSTRUMENT -> Source.defaultPiece();
            case GENERATOR -> new Source.Nothing();
            case EFFECT ->
                    throw new UsageException(
                            "preset '%s': expected a sound file for this effect, got no input; try `eigentone render FILE.wav --preset %s`"
                                    .formatted(preset.name(), request.preset()));
        };
    }

    // ---- the three kinds of render ----

    private Result renderScore(
            PresetLibrary library,
            Source.Score score,
            long start,
            DoubleFunction<Progress> progress)
            throws IOException {
        rateHz = rate(DEFAULT_RATE_HZ);
        double length =
                request.lengthSeconds() == null
                        ? Double.POSITIVE_INFINITY
                        : request.lengthSeconds();
        Voicing voicing =
                Voicing.of(
                        score.midi(),
                        score.name(),
                        rateHz,
                        request.preset(),
                        request.presetByChannel(),
                        length);
        List<String> names = voicing.presets();
        Ensemble ensemble = new Ensemble(library, names, request.settings());
        for (int i = 0; i < names.size(); i++) {
            Preset preset = ensemble.preset(i);
            if (preset.kind() != Preset.Kind.INSTRUMENT) {
                throw new UsageException(
                        "preset '%s': expected an instrument for the notes of '%s', got %s; try one of `eigentone presets list instrument`"
                                .formatted(names.get(i), score.name(), a(preset.kind())));
            }
            Plan plan = compile(ensemble, i);
            ensemble.add(
                    new Ensemble.Player(
                            plan, new ScoreEvents(voicing.events(names.get(i)), plan, preset)));
        }
        long body =
                request.lengthSeconds() == null
                        ? voicing.endFrame()
                        : frames(request.lengthSeconds());
        return render(ensemble, null, body, body / (double) rateHz, start, progress);
    }

    private Result renderSound(
            PresetLibrary library,
            Source.Sound sound,
            SoundReader reader,
            long start,
            DoubleFunction<Progress> progress)
            throws IOException {
        if (request.preset() == null) {
            throw new UsageException(
                    "sound file '%s': expected --preset with the effect it is to go through; try one of `eigentone presets list effect`"
                            .formatted(sound.name()));
        }
        Ensemble ensemble = new Ensemble(library, List.of(request.preset()), request.settings());
        double only = ensemble.onlyRateHz(0);
        rateHz = rate((int) Math.round(only == 0 ? reader.sampleRateHz() : only));
        if (rateHz == only && reader.sampleRateHz() != only) {
            notes.add(
                    "'%s' has %.0f Hz; preset '%s' plays at %d Hz alone"
                            .formatted(
                                    sound.name(), reader.sampleRateHz(), request.preset(), rateHz));
        }
        Preset preset = ensemble.preset(0);
        if (preset.kind() != Preset.Kind.EFFECT) {
            throw new UsageException(
                    "preset '%s': expected an effect for the sound file '%s', got %s; try one of `eigentone presets list effect`"
                            .formatted(request.preset(), sound.name(), a(preset.kind())));
        }
        checkWhole(sound);
        Plan plan = compile(ensemble, 0);
        int width = plan.patch().inputChannels();
        if (width > 1 && reader.channels() > width) {
            notes.add(
                    "'%s' has %d channels; preset '%s' hears the first %d"
                            .formatted(sound.name(), reader.channels(), preset.name(), width));
        }
        try (SoundInput input = new SoundInput(reader, rateHz, width)) {
            ensemble.add(new Ensemble.Processor(plan, input, Listening.of(preset, plan)));
            long body =
                    request.lengthSeconds() == null
                            ? Long.MAX_VALUE
                            : frames(request.lengthSeconds());
            double claimed =
                    reader.frames() > 0 ? reader.frames() / reader.sampleRateHz() : Double.NaN;
            double seconds =
                    body == Long.MAX_VALUE
                            ? claimed
                            : Math.min(body / (double) rateHz, claimed > 0 ? claimed : 1e9);
            Result result = render(ensemble, input, body, seconds, start, progress);
            if (reader.nonFiniteSamples() > 0) {
                notes.add(
                        "'%s' held %d samples that are NaN or infinite; they were read as 0"
                                .formatted(sound.name(), reader.nonFiniteSamples()));
            }
            return result;
        }
    }

    /// A sound that broke off is refused, unless `--length` wants no more than is there.
    private void checkWhole(Source.Sound sound) throws IOException {
        SoundReader reader = sound.reader();
        Double wanted = request.lengthSeconds();
        double there = reader.frames() / reader.sampleRateHz();
        if (reader.missingFrames() > 0 && (wanted == null || wanted > there)) {
            throw new IOException(
                    "sound file '%s': expected %d frames as its header says, got %d before the end of the file; try copying or exporting it again, or a --length up to %s"
                            .formatted(
                                    sound.name(),
                                    reader.frames() + reader.missingFrames(),
                                    reader.frames(),
                                    String.format(
                                            Locale.ROOT, "%.3f", Math.floor(there * 1000) / 1000)));
        }
    }

    private Result renderGenerator(
            PresetLibrary library, long start, DoubleFunction<Progress> progress)
            throws IOException {
        rateHz = rate(DEFAULT_RATE_HZ);
        Ensemble ensemble =
                new Ensemble(
                        library, List.of(String.valueOf(request.preset())), request.settings());
        ensemble.add(new Ensemble.Generator(compile(ensemble, 0)));
        Double given = request.lengthSeconds();
        double length = given == null ? GENERATOR_SECONDS : given;
        double tail = request.tailSeconds() == null ? 0 : request.tailSeconds();
        long body = frames(length + tail);
        return render(ensemble, null, body, body / (double) rateHz, start, progress);
    }

    private static String a(Preset.Kind kind) {
        return (kind == Preset.Kind.GENERATOR ? "a " : "an ") + kind.id();
    }

    private Plan compile(Ensemble ensemble, int index) {
        return ensemble.compile(index, rateHz, request.blockFrames(), request.seed());
    }

    // ---- the way of the frames ----

    /// @param input what ends the body early, or null
    /// @param body frames before the tail
    private Result render(
            Ensemble ensemble,
            @Nullable SoundInput input,
            long body,
            double bodySeconds,
            long start,
            DoubleFunction<Progress> progress)
            throws IOException {
        int channels = ensemble.channels();
        try (SoundOutput output =
                new SoundOutput(request.output(), request.format(), picture(), channels, rateHz)) {
            Recorder recorder = output.recorder();
            OfflineRender driver =
                    new OfflineRender(
                            ensemble.parts(),
                            channels,
                            request.blockFrames(),
                            request.threads(),
                            ensemble.isMastered());
            double frames = Double.isNaN(bodySeconds) ? 0 : bodySeconds * rateHz;
            Accelerator accelerator =
                    Accelerator.start(ensemble.plans(), frames, request.threads());
            try (Progress told = progress.apply(bodySeconds)) {
                LongConsumer done = frame -> told.done(frame / (double) rateHz);
                boolean generator = ensemble.preset(0).kind() == Preset.Kind.GENERATOR;
                boolean cut =
                        (generator || request.lengthSeconds() != null)
                                && (generator || request.tailSeconds() == null);
                if (cut) {
                    recorder.fadeOut(body, (int) (FADE_SECONDS * rateHz));
                }
                body(driver, input, body, recorder, done);
                // Without the master stage an offset may stay for ever: no tail would end by
                // itself.
                if (!cut && (ensemble.isMastered() || request.tailSeconds() != null)) {
                    tail(driver, recorder, done);
                }
            } finally {
                accelerator.stop();
            }
            List<Plan> plans = ensemble.plans();
            return output.finish(
                    ensemble.names(),
                    request.seed(),
                    start,
                    new SoundOutput.Faults(
                            plans.stream().mapToLong(Plan::stolenVoices).sum(),
                            plans.stream().mapToLong(Plan::nonFiniteFrames).sum(),
                            driver.bentSamples(),
                            plans.stream().mapToLong(Plan::droppedEvents).sum()),
                    notes);
        }
    }

    private void body(
            OfflineRender driver,
            @Nullable SoundInput input,
            long body,
            Recorder recorder,
            LongConsumer done)
            throws IOException {
        if (input == null) {
            driver.run(body, recorder, done);
            return;
        }
        while (driver.position() < body) {
            int ready = input.prefetch((int) Math.min(STEP_FRAMES, body - driver.position()));
            if (ready == 0) {
                return;
            }
            driver.run(ready, recorder, done);
        }
    }

    private void tail(OfflineRender driver, Recorder recorder, LongConsumer done)
            throws IOException {
        Double asked = request.tailSeconds();
        if (asked != null) {
            driver.run(frames(asked), recorder, done);
            return;
        }
        recorder.tail();
        long most = frames(MAX_TAIL_SECONDS);
        long quiet = frames(TAIL_QUIET_SECONDS);
        long from = driver.position();
        while (driver.position() - from < most && recorder.quietFrames() < quiet) {
            driver.run(STEP_FRAMES, recorder, done);
        }
        if (recorder.quietFrames() < quiet) {
            notes.add("still sounding after a tail of 20 s; try --tail with more seconds");
        }
    }

    private int rate(int fallback) {
        Integer given = request.rateHz();
        int rate = given == null ? fallback : given;
        if (rate < MIN_RATE_HZ || rate > MAX_RATE_HZ) {
            throw new UsageException(
                    "%s: expected %d..%d Hz, got %d Hz; try --rate 48000"
                            .formatted(
                                    given == null ? "rate of the sound file" : "--rate",
                                    MIN_RATE_HZ,
                                    MAX_RATE_HZ,
                                    rate));
        }
        return rate;
    }

    private long frames(double seconds) {
        return Math.round(seconds * rateHz);
    }

    // ---- files ----

    private void checkPaths() throws IOException {
        SoundOutput.checkPicture(picture(), request.output());
        String input = request.input();
        if (input != null
                && !input.startsWith(Source.BUNDLED)
                && SoundOutput.same(Source.path("input", input), request.output())) {
            throw new UsageException(
                    "--output '%s': expected another file than the input; try another name"
                            .formatted(request.output()));
        }
    }

    private SoundOutput.@Nullable Picture picture() {
        Path picture = request.picture();
        return picture == null
                ? null
                : new SoundOutput.Picture(picture, request.pictureWidth(), request.pictureHeight());
    }
}
