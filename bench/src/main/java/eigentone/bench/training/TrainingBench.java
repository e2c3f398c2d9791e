package eigentone.bench.training;

import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// Training steps a second, in turns with PyTorch on the same data from the same weights.
public final class TrainingBench {
    /// Iterations over which the loss curves are compared.
    private static final int CURVE = 100, QUICK_CURVE = 10;

    private static final int ROUNDS = 5, QUICK_ROUNDS = 2;

    /// Seconds of a round of ours.
    private static final double ROUND_SECONDS = 1.5;

    private static final double NANOS = 1e-9;

    private TrainingBench() {}

    /// @param threads of ours and of PyTorch's
    /// @param samplesPerSecond steps of all sequences a second on the clock: median of the rounds
    /// @param torchSamplesPerSecond likewise; NaN where PyTorch is missing
    /// @param ratio median of the rounds' ratios
    /// @param curveDifference largest relative difference of the two loss curves
    public record Result(
            String cell,
            int size,
            int threads,
            double samplesPerSecond,
            double torchSamplesPerSecond,
            double ratio,
            double curveDifference) {
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("cell", cell);
            json.put("size", size);
            json.put("threads", threads);
            json.put("samplesPerSecond", samplesPerSecond);
            if (!Double.isNaN(torchSamplesPerSecond)) {
                json.put("torchSamplesPerSecond", torchSamplesPerSecond);
                json.put("ratio", ratio);
                json.put("curveDifference", curveDifference);
            }
            return json;
        }

        /// As the command's `--only` sees it.
        public String id() {
            return cell + "-" + size + "x" + threads;
        }
    }

    public static boolean hasTorch() {
        return Torch.python() != null;
    }

    /// Measures those whose name (`lstm-16x1`: cell, units, threads) matches.
    public static List<Result> run(Pattern only, boolean quick) throws IOException {
        List<Result> results = new ArrayList<>();
        for (String cell : List.of("lstm", "gru", "elman")) {
            for (int size : List.of(16, 32, 64)) {
                for (int threads : List.of(1, 2)) {
                    if (only.matcher(cell + "-" + size + "x" + threads).matches()) {
                        results.add(measure(cell, size, threads, quick));
                    }
                }
            }
        }
        return results;
    }

    private static Result measure(String cell, int size, int threads, boolean quick)
            throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        float[] x = noise(random), y = noise(random);
        Program program = TrainingCase.program(cell, size);
        if (!hasTorch()) {
            try (TrainingCase ours =
                    new TrainingCase(program, Weights.initial(program, 1), threads, x, y)) {
                curve(ours, quick);
                double[] rates = new double[quick ? QUICK_ROUNDS : ROUNDS];
                Arrays.setAll(rates, r -> rate(ours));
                return new Result(
                        cell, size, threads, median(rates), Double.NaN, Double.NaN, Double.NaN);
            }
        }
        try (Torch torch = Torch.start(cell, size, threads, x, y);
                TrainingCase ours =
                        new TrainingCase(program, torch.weights(cell, size), threads, x, y)) {
            double[] curve = curve(ours, quick), theirs = torch.run(curve.length).losses();
            double difference = 0;
            for (int i = 0; i < curve.length; i++) {
                difference = Math.max(difference, Math.abs(curve[i] - theirs[i]) / theirs[i]);
            }
            int rounds = quick ? QUICK_ROUNDS : ROUNDS;
            double[] mine = new double[rounds], other = new double[rounds];
            double[] ratios = new double[rounds];
            for (int r = 0; r < rounds; r++) {
                mine[r] = rate(ours);
                other[r] = samples(1) / torch.run(1).seconds();
                ratios[r] = mine[r] / other[r];
            }
            return new Result(
                    cell, size, threads, median(mine), median(other), median(ratios), difference);
        }
    }

    private static double[] curve(TrainingCase ours, boolean quick) {
        double[] losses = new double[quick ? QUICK_CURVE : CURVE];
        Arrays.setAll(losses, i -> ours.iterate());
        return losses;
    }

    private static double rate(TrainingCase ours) {
        long start = System.nanoTime();
        int iterations = 0;
        double seconds = 0;
        while (seconds < ROUND_SECONDS) {
            ours.iterate();
            iterations++;
            seconds = (System.nanoTime() - start) * NANOS;
        }
        return samples(iterations) / seconds;
    }

    private static double samples(int iterations) {
        return (double) iterations * TrainingCase.SEQUENCES * TrainingCase.STEPS;
    }

    private static float[] noise(SplittableRandom random) {
        float[] v = new float[TrainingCase.SEQUENCES * TrainingCase.STEPS];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) random.nextGaussian(0, 0.3);
        }
        return v;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
