package eigentone.bench.soak;

import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import eigentone.engine.kernel.WarmUp;
import eigentone.engine.program.Program;
import eigentone.models.cell.gated.Lstm;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long it takes from a definition to a kernel, or from a patch to a plan, at full speed.
public final class Start {
    private static final double SAMPLE_RATE_HZ = 48000;
    private static final int BLOCK_FRAMES = 256;
    private static final double LIMIT_SECONDS = 60;
    private static final int UNITS = 16;

    /// @param freshSeconds from the start of the JVM
    /// @param runningSeconds in the same process afterwards, for a class of its own
    public record Result(String what, double freshSeconds, double runningSeconds) {
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("what", what);
            json.put("freshSeconds", freshSeconds);
            json.put("runningSeconds", runningSeconds);
            return json;
        }
    }

    private Start() {}

    /// An LSTM of 16 units, one voice. To be the first thing that a process does.
    public static Result lstm() {
        warm(1);
        double fresh = sinceStart();
        long before = System.nanoTime();
        warm(2);
        return new Result("lstm-16", fresh, (System.nanoTime() - before) * 1e-9);
    }

    private static void warm(int inputs) {
        Program program = Program.of(new Lstm(inputs, UNITS), SAMPLE_RATE_HZ);
        WarmUp.compile(program, 1, LIMIT_SECONDS);
    }

    /// A whole patch. To be the first thing that a process does.
    public static Result patch(Patch patch) {
        warm(patch, SAMPLE_RATE_HZ);
        double fresh = sinceStart();
        long before = System.nanoTime();
        // Another rate gives other constants, hence other classes.
        warm(patch, SAMPLE_RATE_HZ / 2);
        return new Result(patch.name(), fresh, (System.nanoTime() - before) * 1e-9);
    }

    private static void warm(Patch patch, double sampleRateHz) {
        Plan.compile(patch, sampleRateHz, BLOCK_FRAMES, 1).accelerate(0);
    }

    private static double sinceStart() {
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        return (System.currentTimeMillis() - start) * 1e-3;
    }
}
