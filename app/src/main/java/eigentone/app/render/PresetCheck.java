package eigentone.app.render;

import eigentone.analysis.Listening;
import eigentone.app.console.UsageException;
import eigentone.audioio.measure.Pitch;
import eigentone.engine.graph.Plan;
import eigentone.presets.Preset;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Plays a preset and measures what comes out.
public final class PresetCheck {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK_FRAMES = 512;

    /// Six notes over five octaves, C2 to C7.
    private static final int[] KEYS = {36, 48, 60, 72, 84, 96};

    /// An effect or generator is taken so often, so that the compiler has warmed up for the last.
    private static final int UNKEYED_TAKES = 3;

    private static final double VELOCITY = 0.8;

    /// A note is measured after its attack.
    private static final int ATTACK_FRAMES = RATE_HZ / 4;

    private static final int NOTE_FRAMES = RATE_HZ + ATTACK_FRAMES;
    private static final double MAX_CENTS = 3;
    private static final double SILENT_DBFS = -60;

    /// A noise burst at a usual level goes through effects.
    private static final double NOISE_GAIN = 0.25;

    private PresetCheck() {}

    /// What was measured.
    ///
    /// @param worstCents the largest deviation from equal temperament; NaN without definite pitch
    /// @param peakDbfs of one note at a time, of noise through an effect, of a generator
    /// @param realTimeFactor how much faster than real time, in the fastest take
    /// @param problems one line each; empty when all is well
    public record Report(
            String preset,
            double worstCents,
            double peakDbfs,
            double realTimeFactor,
            List<String> problems) {
        public Report {
            problems = List.copyOf(problems);
        }
    }

    /// Plays `preset`.
    ///
    /// @throws UsageException if it cannot be compiled
    /// @throws InterruptedIOException when interrupted
    public static Report of(Preset preset) throws InterruptedIOException {
        Plan plan = UsageException.of(() -> Plan.compile(preset.patch(), RATE_HZ, BLOCK_FRAMES, 1));
        List<String> problems = new ArrayList<>();
        boolean notes = preset.kind() == Preset.Kind.INSTRUMENT;
        int[] keys = notes ? KEYS : new int[UNKEYED_TAKES];
        double worst = preset.pitched() && notes ? 0 : Double.NaN;
        float peak = 0;
        long nanos = Long.MAX_VALUE;
        for (int key : keys) {
            plan.events().panic(plan.frame());
            if (notes) {
                plan.events().noteOn(plan.frame(), 0, key, key, VELOCITY);
            }
            if (Thread.interrupted()) {
                throw new InterruptedIOException("check interrupted");
            }
            long start = System.nanoTime();
            float[][] sound = play(plan, !notes, Listening.of(preset, plan));
            nanos = Math.min(nanos, System.nanoTime() - start);
            for (float[] channel : sound) {
                for (float x : channel) {
                    peak = Math.max(peak, Math.abs(x));
                }
            }
            if (preset.pitched() && notes) {
                double cents = cents(sound[0], key);
                if (!(Math.abs(cents) <= MAX_CENTS)) {
                    problems.add(
                            Double.isNaN(cents)
                                    ? "note " + key + " has no pitch"
                                    : String.format(
                                            java.util.Locale.ROOT,
                                            "note %d is %+.1f cents off",
                                            key,
                                            cents));
                }
                if (!(Math.abs(cents) <= Math.abs(worst))) {
                    worst = cents;
                }
            }
        }
        double peakDbfs = 20 * Math.log10(peak);
        if (peakDbfs < SILENT_DBFS) {
            problems.add("silent");
        }
        if (plan.nonFiniteFrames() > 0) {
            problems.add("puts out NaN or infinity");
        }
        double seconds = NOTE_FRAMES / (double) RATE_HZ;
        return new Report(preset.name(), worst, peakDbfs, seconds / (nanos / 1e9), problems);
    }

    /// A saw of 200 Hz, struck four times a second.
    private static double struck(int frame) {
        int since = frame % (RATE_HZ / 4);
        return Math.exp(-since / (0.1 * RATE_HZ)) * (2 * (since % 240) / 240.0 - 1);
    }

    private static double cents(float[] sound, int key) {
        double hz = 440 * Math.pow(2, (key - 69) / 12.0);
        float[] steady = Arrays.copyOfRange(sound, ATTACK_FRAMES, sound.length);
        return Pitch.cents(Pitch.hz(steady, RATE_HZ, hz), hz);
    }

    /// @param noise into the inputs; a preset that listens hears struck tones instead
    private static float[][] play(Plan plan, boolean noise, @Nullable Listening ear) {
        if (ear != null) {
            ear.begin(plan.frame());
        }
        float[][] sound = new float[plan.patch().outputChannels()][NOTE_FRAMES];
        float[][] in = new float[plan.patch().inputChannels()][BLOCK_FRAMES];
        float[][] out = new float[sound.length][BLOCK_FRAMES];
        SplittableRandom random = new SplittableRandom(1);
        for (int at = 0; at < NOTE_FRAMES; at += BLOCK_FRAMES) {
            int n = Math.min(BLOCK_FRAMES, NOTE_FRAMES - at);
            for (float[] channel : in) {
                for (int t = 0; noise && t < n; t++) {
                    double x = ear == null ? 2 * random.nextDouble() - 1 : struck(at + t);
                    channel[t] = (float) (NOISE_GAIN * x);
                }
            }
            if (ear != null) {
                ear.hear(in[0], 0, n, plan.events()::add);
            }
            plan.process(in, out, n);
            for (int c = 0; c < sound.length; c++) {
                System.arraycopy(out[c], 0, sound[c], at, n);
            }
        }
        return sound;
    }
}
