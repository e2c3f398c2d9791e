package eigentone.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What must be true of two recordings before a model is trained on them.
final class PairChecks {
    /// Shorter than this, nothing is learnt and no latency found.
    private static final double MIN_SECONDS = 0.1;

    private static final int MIN_FRAMES = 64;

    private static final int LAGS_PER_RECORDING = 8;

    /// -80 dBFS: the noise of a cable with nobody playing.
    private static final float SILENT = 1e-4f;

    /// 16 bits end at 32767 / 32768 and floats at 1; anything quieter is a peak like others.
    private static final float FULL_SCALE = 0.99996f;

    /// One or two samples may touch full scale by chance; a clipped wave stays there.
    private static final int CLIPPED_RUN = 3;

    /// A device with a delay of less than nothing: what rounding and filters may feign.
    private static final double NEGATIVE_SECONDS = 0.0005;

    /// Programs round the ends of exports to their buffers.
    private static final double LENGTH_SECONDS = 0.05;

    private final MonoSound x;
    private final MonoSound y;
    private final PairOptions options;

    PairChecks(MonoSound input, MonoSound target, PairOptions options) {
        x = input;
        y = target;
        this.options = options;
    }

    /// Checks everything, and measures the latency.
    ///
    /// @throws DataException naming file, place and remedy
    Latency latency() throws DataException {
        rates();
        for (MonoSound s : List.of(x, y)) {
            longEnough(s);
            notSilent(s);
        }
        clips();
        inputNotClipped();
        Latency latency = told();
        if (latency == null) {
            int maxLag = maxLag();
            latency =
                    Latency.measure(
                            x.samples(), y.samples(), x.rateHz(), options.clipFrames(), maxLag);
            follows(latency, maxLag);
        }
        lengths(latency.lag());
        return latency;
    }

    private @Nullable Latency told() throws DataException {
        int frames = options.latencyFrames();
        if (frames >= Math.min(x.frames(), y.frames()) / 2) {
            throw new DataException(
                    y.file(),
                    "",
                    "a latency below half its length",
                    frames + " frames",
                    "letting it be found");
        }
        return frames < 0 ? null : Latency.told(frames, x.rateHz());
    }

    /// Frames of latency that can be found: the correlation needs several blocks, each longer than
    /// the lags, and beyond half a clip the next one begins.
    private int maxLag() {
        int lag = (int) Math.ceil(options.maxLatencySeconds() * x.rateHz());
        lag = Math.min(lag, Math.min(x.frames(), y.frames()) / LAGS_PER_RECORDING);
        return options.clipFrames() > 0 ? Math.min(lag, options.clipFrames() / 2) : lag;
    }

    private void rates() throws DataException {
        if (x.rateHz() != y.rateHz()) {
            throw new DataException(
                    y.file(),
                    "",
                    "the sample rate of its input '%s', %s Hz".formatted(x.file(), x.rateHz()),
                    y.rateHz() + " Hz",
                    "exporting both at one rate");
        }
    }

    private void longEnough(MonoSound s) throws DataException {
        double least =
                Math.max(MIN_FRAMES, Math.ceil(MIN_SECONDS * s.rateHz())) + options.warmUpFrames();
        if (s.frames() < least) {
            throw new DataException(
                    s.file(),
                    "",
                    "at least %.0f frames".formatted(least),
                    s.frames() + " frames",
                    "a longer recording; a minute is good");
        }
    }

    private void notSilent(MonoSound s) throws DataException {
        if (s.peak() < SILENT) {
            throw new DataException(
                    s.file(),
                    "",
                    "sound above -80 dBFS",
                    s.peak() == 0 ? "silence" : "a peak of " + s.peak(),
                    "checking cables, or exporting the right track; channels of opposite polarity"
                            + " cancel when mixed to mono");
        }
    }

    private void clips() throws DataException {
        int clip = options.clipFrames();
        if (clip > 0 && (x.frames() % clip != 0 || y.frames() != x.frames())) {
            throw new DataException(
                    x.file(),
                    "",
                    "clips of " + clip + " frames and a target of the same length",
                    x.frames() + " and " + y.frames() + " frames",
                    "clipFrames = 0 for one recording");
        }
    }

    private void inputNotClipped() throws DataException {
        Runs runs = Runs.of(x.samples());
        if (runs.count > 0 && !options.clippedInput()) {
            throw new DataException(
                    x.file(),
                    x.place(runs.first),
                    "an input below full scale",
                    "%d places with %d or more clipped samples".formatted(runs.count, CLIPPED_RUN),
                    "recording it again 6 dB lower, or allowing clipped input if it is meant");
        }
    }

    private void follows(Latency latency, int maxLag) throws DataException {
        if (latency.clarity() < Latency.CLEAR) {
            throw new DataException(
                    y.file(),
                    "",
                    "a target that follows its input '" + x.file() + "'",
                    String.format(
                            Locale.ROOT,
                            "no clear latency within %.0f ms (clarity %.1f of %.0f)",
                            1000 * maxLag / x.rateHz(),
                            latency.clarity(),
                            Latency.CLEAR),
                    "checking that both files are of one performance, or telling the latency");
        }
        if (latency.frames() < -Math.ceil(NEGATIVE_SECONDS * x.rateHz())) {
            throw new DataException(
                    y.file(),
                    "",
                    "a target that comes after its input '" + x.file() + "'",
                    String.format(
                            Locale.ROOT,
                            "one that comes %d frames (%.2f ms) before",
                            -latency.frames(),
                            -latency.milliseconds()),
                    "swapping input and target, or moving the target later in the editor");
        }
    }

    private void lengths(int lag) throws DataException {
        int difference = y.frames() - x.frames();
        int tolerance = lag + (int) Math.ceil(LENGTH_SECONDS * x.rateHz());
        if (Math.abs(difference) > tolerance) {
            throw new DataException(
                    y.file(),
                    "",
                    "the length of its input '%s', %d frames".formatted(x.file(), x.frames()),
                    "%d frames, %d too %s"
                            .formatted(
                                    y.frames(),
                                    Math.abs(difference),
                                    difference > 0 ? "many" : "few"),
                    "exporting both from the same start to the same end");
        }
    }

    /// What is not wrong but good to know.
    List<String> notes(Latency latency) {
        List<String> notes = new ArrayList<>();
        if (latency.frames() > 0) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "the target comes %d frames (%.2f ms) after the input, %s",
                            latency.frames(),
                            latency.milliseconds(),
                            latency.lag() > 0
                                    ? "moved earlier by " + latency.lag()
                                    : "left so: a filter may do that; a pure delay can be told"));
        }
        if (latency.inverted()) {
            notes.add("the target has the opposite polarity of the input; the model learns that");
        }
        Runs runs = Runs.of(y.samples());
        if (runs.count > 0) {
            notes.add(
                    "the target is at full scale in %d places, first at %s; if the device does not"
                                    .formatted(runs.count, y.place(runs.first))
                            + " do that, record it lower");
        }
        if (options.rateHz() != x.rateHz()) {
            notes.add(
                    "resampled from %s Hz to %s Hz"
                            .formatted((Object) x.rateHz(), options.rateHz()));
        }
        return notes;
    }

    /// Runs of samples at full scale.
    private record Runs(int count, int first) {
        static Runs of(float[] samples) {
            int count = 0;
            int first = -1;
            int run = 0;
            for (int t = 0; t < samples.length; t++) {
                boolean full = Math.abs(samples[t]) >= FULL_SCALE;
                boolean goesOn = run > 0 && samples[t] > 0 == samples[t - 1] > 0;
                run = !full ? 0 : goesOn ? run + 1 : 1;
                if (run == CLIPPED_RUN) {
                    count++;
                    first = first < 0 ? t - CLIPPED_RUN + 1 : first;
                }
            }
            return new Runs(count, first);
        }
    }
}
