package eigentone.bench.figure;

import eigentone.bench.measure.Effort;
import eigentone.bench.measure.Stopwatch;
import eigentone.bench.node.Noise;
import eigentone.bench.node.Resonators;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.kernel.WarmUp;
import eigentone.engine.language.Recurrence;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import eigentone.models.cell.gated.Gru;
import eigentone.models.cell.gated.Lstm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Recurrent networks as single kernels, one mono input and one mono output for each lane.
public final class KernelFigures {
    /// Frames over which a kernel and the reference run beside each other, each by itself.
    public static final int CHECKED_FRAMES = 4096;

    static final int BLOCK_FRAMES = 64;
    private static final double SAMPLE_RATE_HZ = 48000;
    private static final long SEED = 1;
    private static final double WARM_SECONDS = 30;

    /// One kernel to measure.
    public record Case(String name, int size, int lanes) {
        Program program() {
            return Program.of(recurrence(), SAMPLE_RATE_HZ);
        }

        private Recurrence recurrence() {
            return switch (name) {
                case "lstm" -> new ReadOut(name, new Lstm(1, size)::next);
                case "gru" -> new ReadOut(name, new Gru(1, size)::next);
                case "diagonal" -> new Resonators(size);
                default -> throw new IllegalArgumentException("cell '" + name + "'");
            };
        }

        /// As the command's `--only` sees it: `lstm-16` or `lstm-16x16`.
        public String id() {
            return name + "-" + size + (lanes == 1 ? "" : "x" + lanes);
        }
    }

    private KernelFigures() {}

    public static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String cell : List.of("lstm", "gru")) {
            for (int size : List.of(8, 16, 20, 24, 32, 40, 64, 80)) {
                cases.add(new Case(cell, size, 1));
            }
        }
        for (int size : List.of(16, 64, 256)) {
            cases.add(new Case("diagonal", size, 1));
        }
        for (int size : List.of(8, 16, 32)) {
            cases.add(new Case("lstm", size, 16));
        }
        cases.add(new Case("gru", 16, 16));
        return cases;
    }

    public static Figure measure(Case of, Effort effort) {
        Program program = of.program();
        Weights weights = Weights.initial(program, SEED);
        KernelInstance kernel =
                WarmUp.compile(program, of.lanes(), WARM_SECONDS).instance(weights, of.id(), SEED);
        double error = error(program, weights, kernel);
        float[][] in = {Noise.samples(BLOCK_FRAMES * of.lanes())};
        float[][] out = {new float[BLOCK_FRAMES * of.lanes()]};
        boolean[] sounding = all(of.lanes());
        Stopwatch.Reading reading =
                Stopwatch.measure(effort, () -> kernel.run(in, out, 0, BLOCK_FRAMES, sounding));
        return new Figure(
                "cell",
                of.name(),
                of.size(),
                of.lanes(),
                reading.nanoseconds() / BLOCK_FRAMES,
                error,
                reading.allocatedBytes());
    }

    /// The largest error of the first and the last lane, which hear different noise.
    private static double error(Program program, Weights weights, KernelInstance kernel) {
        int lanes = kernel.lanes();
        float[][] in = {Noise.samples(CHECKED_FRAMES * lanes)};
        float[][] out = {new float[CHECKED_FRAMES * lanes]};
        for (int t = 0; t < CHECKED_FRAMES; t += BLOCK_FRAMES) {
            kernel.run(in, out, t, t + BLOCK_FRAMES, all(lanes));
        }
        double largest = 0;
        for (int lane = 0; lane < lanes; lane += Math.max(1, lanes - 1)) {
            Reference reference = new Reference(program, weights, kernel.drawSeeds(lane));
            for (int t = 0; t < CHECKED_FRAMES; t++) {
                int at = t * lanes + lane;
                double expected = reference.step(new double[] {in[0][at]})[0][0];
                largest = Math.max(largest, Math.abs(expected - out[0][at]));
            }
        }
        return largest;
    }

    private static boolean[] all(int lanes) {
        boolean[] sounding = new boolean[lanes];
        Arrays.fill(sounding, true);
        return sounding;
    }
}
