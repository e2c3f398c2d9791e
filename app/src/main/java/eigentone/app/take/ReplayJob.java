package eigentone.app.take;

import eigentone.app.console.Progress;
import eigentone.app.console.UsageException;
import eigentone.app.render.Result;
import eigentone.app.render.SoundOutput;
import eigentone.audioio.file.SoundFormat;
import eigentone.engine.run.OfflineRender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/// One replay from request to result.
public final class ReplayJob {
    private static final int MIN_RATE_HZ = 8_000;
    private static final int MAX_RATE_HZ = 192_000;

    private ReplayJob() {}

    /// What a replay is asked for.
    ///
    /// @param take its folder, or that of several, of which the newest is meant
    /// @param output the sound file
    /// @param rateHz null for the take's own
    /// @param allVoices whether scenes get all voices of their presets, also those that a high load
    ///   had taken away
    /// @param verify whether to compare with what was heard
    public record Request(
            Path take,
            Path output,
            SoundFormat format,
            SoundOutput.@Nullable Picture picture,
            @Nullable Integer rateHz,
            boolean allVoices,
            boolean verify) {}

    /// What became of it.
    ///
    /// @param sound of the file
    /// @param take its folder
    /// @param whole whether the take was brought to its end
    /// @param differences frames that are not as they were heard, or -1 when nobody compared
    /// @param firstDifference the first of them, or -1
    public record Outcome(
            Result sound, Path take, boolean whole, long differences, long firstDifference) {}

    /// Replays.
    ///
    /// @param progress makes the one that is told of a render of so many seconds
    /// @throws UsageException if the request cannot be met, or the take is damaged
    /// @throws IOException if a file cannot be read to its end or written
    public static Outcome run(Request request, DoubleFunction<Progress> progress)
            throws IOException {
        long start = System.nanoTime();
        Path folder = TakeFolder.find(request.take());
        checkOutput(request, folder);
        Take take = Take.read(folder);
        int rate = rate(request, take);
        if (take.frames() == 0) {
            throw new UsageException(
                    "take '%s': expected some sound, got none: it ended before it began; try another take"
                            .formatted(folder));
        }
        try (SoundOutput output =
                        new SoundOutput(
                                request.output(),
                                request.format(),
                                request.picture(),
                                take.outputs(),
                                rate);
                Replay replay = new Replay(take, rate, request.allVoices());
                @Nullable Verification verification =
                        request.verify()
                                ? new Verification(
                                        output.sink(), take.output(), Replay.BLOCK_FRAMES)
                                : null) {
            OfflineRender.Sink sink = verification == null ? output.sink() : verification;
            try (Progress told = progress.apply(replay.frames() / (double) rate)) {
                replay.run(sink, frame -> told.done(frame / (double) rate));
            }
            Result result =
                    output.finish(
                            replay.presets(),
                            take.first().seed(),
                            start,
                            replay.faults(),
                            notes(take, replay));
            return new Outcome(
                    result,
                    folder,
                    take.whole(),
                    verification == null ? -1 : verification.differences(),
                    verification == null ? -1 : verification.firstDifference());
        }
    }

    private static List<String> notes(Take take, Replay replay) {
        List<String> notes = new ArrayList<>();
        if (!take.whole()) {
            notes.add("the take broke off; this is what had been written of it");
        }
        if (replay.unknownControls() > 0) {
            notes.add(
                    "%d moves of controls were left out that this version does not have"
                            .formatted(replay.unknownControls()));
        }
        return notes;
    }

    /// Nothing in a take is overwritten.
    private static void checkOutput(Request request, Path folder) {
        List<Path> files = new ArrayList<>(List.of(request.output()));
        if (request.picture() != null) {
            files.add(request.picture().file());
        }
        for (Path file : files) {
            Path parent = file.toAbsolutePath().normalize().getParent();
            if (folder.toAbsolutePath().normalize().equals(parent)) {
                throw new UsageException(
                        "--output '%s': expected a file outside the take's folder; try another folder"
                                .formatted(file));
            }
        }
    }

    private static int rate(Request request, Take take) {
        int rate = request.rateHz() == null ? take.rateHz() : request.rateHz();
        if (rate != take.rateHz() && (rate < MIN_RATE_HZ || rate > MAX_RATE_HZ)) {
            throw new UsageException(
                    "--rate: expected %d..%d Hz, got %d Hz; try --rate %d"
                            .formatted(MIN_RATE_HZ, MAX_RATE_HZ, rate, take.rateHz()));
        }
        if (request.verify() && request.allVoices()) {
            throw new UsageException(
                    "--verify: expected the take's own voices, got --all-voices; try one of the two");
        }
        if (request.verify() && rate != take.rateHz()) {
            throw new UsageException(
                    "--verify: expected the take's own rate of %d Hz, got %d Hz; try it without --rate"
                            .formatted(take.rateHz(), rate));
        }
        return rate;
    }
}
