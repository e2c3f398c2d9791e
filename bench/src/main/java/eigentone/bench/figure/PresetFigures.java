package eigentone.bench.figure;

import eigentone.bench.measure.Effort;
import eigentone.bench.measure.Stopwatch;
import eigentone.bench.node.Noise;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import java.util.LinkedHashMap;
import java.util.Map;

/// Whole presets with all voices sounding, on plain loops and then with what the cost rule puts in
/// registers.
public final class PresetFigures {
    private static final double SAMPLE_RATE_HZ = 48000;
    private static final int BLOCK_FRAMES = 256;

    /// Struck anew so often, before what decays has come to rest.
    private static final int BLOCKS_BETWEEN_NOTES = 64;

    private static final int LOWEST_KEY = 40;
    private static final int KEY_STEP = 5;
    private static final double VELOCITY = 0.8;

    /// The length of the noise that goes through effects, over and over.
    private static final int NOISE_FRAMES = 65536;

    /// One preset's figures.
    ///
    /// @param voices 0 for an effect or a generator
    /// @param plainNs CPU time of a frame on plain loops
    /// @param registersNs and after [Plan#accelerate]
    /// @param allocatedBytes by all timed rounds of both
    public record Result(
            String preset, int voices, double plainNs, double registersNs, long allocatedBytes) {

        /// The time in registers over the time on plain loops.
        public double ratio() {
            return registersNs / plainNs;
        }

        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("preset", preset);
            json.put("voices", voices);
            json.put("plainNs", plainNs);
            json.put("registersNs", registersNs);
            json.put("ratio", ratio());
            json.put("allocatedBytes", allocatedBytes);
            return json;
        }
    }

    private PresetFigures() {}

    public static Result measure(Patch patch, Effort effort) {
        Player player = new Player(patch);
        Stopwatch.Reading plain = Stopwatch.measure(effort, player);
        player.plan.accelerate(0);
        Stopwatch.Reading registers = Stopwatch.measure(effort, player);
        return new Result(
                patch.name(),
                patch.voices(),
                plain.nanoseconds() / BLOCK_FRAMES,
                registers.nanoseconds() / BLOCK_FRAMES,
                plain.allocatedBytes() + registers.allocatedBytes());
    }

    /// Makes one block after the other.
    static final class Player implements Runnable {
        final Plan plan;
        private final float[] noise = Noise.samples(NOISE_FRAMES);
        private final float[][] in;
        private final float[][] out;
        private int block;

        Player(Patch patch) {
            plan = Plan.compile(patch, SAMPLE_RATE_HZ, BLOCK_FRAMES, 1);
            in = new float[patch.inputChannels()][BLOCK_FRAMES];
            out = new float[patch.outputChannels()][BLOCK_FRAMES];
        }

        @Override
        public void run() {
            if (block % BLOCKS_BETWEEN_NOTES == 0) {
                for (int v = 0; v < plan.voices(); v++) {
                    int key = LOWEST_KEY + KEY_STEP * v;
                    plan.events().noteOff(plan.frame(), 0, key, 0);
                    plan.events().noteOn(plan.frame(), 0, key, key, VELOCITY);
                }
            }
            for (float[] channel : in) {
                System.arraycopy(
                        noise, block * BLOCK_FRAMES % NOISE_FRAMES, channel, 0, BLOCK_FRAMES);
            }
            block = (block + 1) % (BLOCKS_BETWEEN_NOTES * NOISE_FRAMES);
            plan.process(in, out, BLOCK_FRAMES);
        }
    }
}
