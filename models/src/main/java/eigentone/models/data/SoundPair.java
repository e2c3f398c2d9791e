package eigentone.models.data;

import eigentone.audioio.resample.Resampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Two recordings of one performance, what went into a device and what came out, in step.
///
/// Both are read whole, mixed to mono (the mean of the channels), checked, put in step by their
/// latency and resampled to the model's rate. In memory: 8 bytes a frame of the pair, 23 MB for a
/// minute at 48 kHz; while it is read, up to three times that.
///
/// @param pieces the whole recording, or one a clip
/// @param latency what was found or told, at the files' rate; its `lag()` was taken away
/// @param rateHz the model's rate
/// @param notes what the user should know although nothing is wrong
public record SoundPair(List<Pair> pieces, Latency latency, double rateHz, List<String> notes) {
    /// Copies the lists.
    public SoundPair {
        pieces = List.copyOf(pieces);
        notes = List.copyOf(notes);
    }

    /// Reads and checks a pair.
    ///
    /// @throws IOException naming the file, the place, and how to mend it
    public static SoundPair read(Path input, Path target, PairOptions options) throws IOException {
        MonoSound x = MonoSound.read(input);
        MonoSound y = MonoSound.read(target);
        PairChecks checks = new PairChecks(x, y, options);
        Latency latency = checks.latency();
        int lag = latency.lag();
        int clip = options.clipFrames();
        int length = clip > 0 ? x.frames() : Math.min(x.frames(), y.frames() - lag);
        int each = clip > 0 ? clip : length;
        List<Pair> pieces = new ArrayList<>();
        for (int from = 0; from < length; from += each) {
            String name = clip > 0 ? "%s, clip %d".formatted(input, from / clip) : input.toString();
            // The target of the last frames of a clip would be the next clip's.
            int counted = clip > 0 ? each - lag : each;
            pieces.add(
                    piece(
                            name,
                            Arrays.copyOfRange(x.samples(), from, from + each),
                            Arrays.copyOfRange(y.samples(), from + lag, from + lag + each),
                            counted,
                            x.rateHz(),
                            options));
        }
        return new SoundPair(pieces, latency, options.rateHz(), checks.notes(latency));
    }

    private static Pair piece(
            String name, float[] x, float[] y, int counted, double fromHz, PairOptions options) {
        float[][] both = {x, y};
        double ratio = options.rateHz() / fromHz;
        if (ratio != 1) {
            both = Resampler.convert(both, fromHz, options.rateHz());
        }
        int frames = both[0].length;
        return new Pair(
                name,
                new DenseSequence(name, 1, both[0]),
                new DenseSequence(name, 1, both[1]),
                Math.min(frames, (int) Math.ceil(options.warmUpFrames() * ratio)),
                Math.min(frames, (int) Math.ceil(counted * ratio)));
    }

    /// The pieces cut into shorter ones of at most so many frames, none of which overlap, so that
    /// they may go to different sets.
    ///
    /// @param frames length of a piece at the model's rate, above `warmUpFrames`; the last of a
    ///   recording is longer, up to twice as long
    /// @param warmUpFrames frames at the beginning of each new piece that do not count
    /// @throws IllegalArgumentException if the lengths are out of range
    public List<Pair> cut(int frames, int warmUpFrames) {
        if (warmUpFrames < 0 || frames <= warmUpFrames) {
            throw new IllegalArgumentException(
                    "pieces 'frames': expected more than %d to warm up, got %d"
                            .formatted(warmUpFrames, frames));
        }
        List<Pair> cut = new ArrayList<>();
        for (Pair p : pieces) {
            int parts = Math.max(1, p.frames() / frames);
            for (int k = 0; k < parts; k++) {
                int from = k * frames;
                int to = k == parts - 1 ? p.frames() : from + frames;
                int countFrom = Math.max(p.countFrom(), from + (parts > 1 ? warmUpFrames : 0));
                int countTo = Math.min(p.countTo(), to);
                if (countFrom < countTo) {
                    cut.add(part(p, from, to, countFrom, countTo));
                }
            }
        }
        return cut;
    }

    private static Pair part(Pair p, int from, int to, int countFrom, int countTo) {
        String name = "%s, frames %d to %d".formatted(p.name(), from, to - 1);
        return new Pair(
                name,
                slice(p.input(), name, from, to),
                slice(p.target(), name, from, to),
                countFrom - from,
                countTo - from);
    }

    private static DenseSequence slice(Sequence s, String name, int from, int to) {
        float[] values = new float[to - from];
        for (int t = from; t < to; t++) {
            s.copy(t, values, t - from, 1);
        }
        return new DenseSequence(name, 1, values);
    }
}
