package eigentone.engine.gradient;

import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Compares a program's gradient with central differences in float64: for every weight and input
/// port along random directions.
///
/// The loss is a fixed random mixture of all outputs of all frames, so that no output is left out.
/// Where a jump (floor, less) lies within the difference there is no slope to compare: two widths
/// then disagree, and the direction is skipped and counted.
///
/// @param frames of the sequence
/// @param seed of weights, input, mixture and directions
public record DifferenceCheck(Program program, int frames, long seed) {
    /// Of the slope, or of 1 where it is smaller: rounding of float64 over the width below.
    public static final double TOLERANCE = 2e-6;

    private static final double WIDTH = 1e-5;
    private static final int DIRECTIONS = 3;

    /// @param worst relative difference, NaN if any slope was
    /// @param compared directions
    /// @param skipped directions with a jump
    /// @param where the worst was
    public record Result(double worst, int compared, int skipped, String where) {}

    public Result run() {
        Adjoint adjoint = Adjoint.withInputs(program);
        Weights weights = Weights.initial(program, seed);
        SplittableRandom random = new SplittableRandom(seed);
        double[][][] x = random(random, program.inputs().stream().mapToInt(Slot.Input::width));
        double[][][] mix =
                random(random, program.outputs().keySet().stream().mapToInt(Slot.Output::width));
        ReferenceGradient pass = new ReferenceGradient(adjoint, weights, seeds());
        for (double[][] frame : x) {
            pass.step(frame);
        }
        double[][][] byInputs = new double[frames][program.inputs().size()][];
        Map<String, double[]> byWeights = pass.back(mix, byInputs);
        double worst = 0;
        int compared = 0, skipped = 0;
        String where = "";
        for (Direction direction : directions(random, byWeights, byInputs)) {
            double wide = difference(adjoint, weights, x, mix, direction, 2 * WIDTH);
            double narrow = difference(adjoint, weights, x, mix, direction, WIDTH);
            double scale = Math.max(1, Math.abs(direction.slope()));
            if (Math.abs(wide - narrow) > TOLERANCE * scale) {
                skipped++;
                continue;
            }
            compared++;
            double error = Math.abs(narrow - direction.slope()) / scale;
            if (!(error <= worst)) {
                worst = error;
                where =
                        "%s: %s, difference %s"
                                .formatted(direction.name(), direction.slope(), narrow);
            }
        }
        return new Result(worst, compared, skipped, where);
    }

    /// A step in weights or inputs, and the slope that the gradient says it has.
    private record Direction(String name, int port, double[][] step, double slope) {}

    private List<Direction> directions(
            SplittableRandom random, Map<String, double[]> byWeights, double[][][] byInputs) {
        List<Direction> all = new ArrayList<>();
        for (int n = 0; n < DIRECTIONS; n++) {
            byWeights.forEach((name, gradient) -> {
                double[] step = normal(random, gradient.length);
                all.add(new Direction(name, -1, new double[][] {step}, dot(gradient, step)));
            });
            for (Slot.Input port : program.inputs()) {
                double[][] step = new double[frames][];
                double slope = 0;
                for (int t = 0; t < frames; t++) {
                    step[t] = normal(random, port.width());
                    slope += dot(byInputs[t][port.index()], step[t]);
                }
                all.add(new Direction(port.name(), port.index(), step, slope));
            }
        }
        return all;
    }

    private double difference(
            Adjoint adjoint,
            Weights weights,
            double[][][] x,
            double[][][] mix,
            Direction direction,
            double width) {
        double[] loss = new double[2];
        for (int side = 0; side < 2; side++) {
            double by = side == 0 ? width : -width;
            ReferenceGradient pass = new ReferenceGradient(adjoint, weights, seeds());
            if (direction.port() < 0) {
                double[] w = pass.forward().weight(direction.name());
                pass.forward().weight(direction.name(), moved(w, direction.step()[0], by));
            }
            for (int t = 0; t < frames; t++) {
                double[][] frame = x[t].clone();
                int port = direction.port();
                if (port >= 0) {
                    frame[port] = moved(frame[port], direction.step()[t], by);
                }
                double[][] y = pass.step(frame);
                for (int p = 0; p < mix[t].length; p++) {
                    loss[side] += dot(mix[t][p], y[p]);
                }
            }
        }
        return (loss[0] - loss[1]) / (2 * width);
    }

    private int[] seeds() {
        int[] seeds = new int[program.streams().size()];
        Arrays.fill(seeds, (int) seed + 1);
        return seeds;
    }

    private double[][][] random(SplittableRandom random, IntStream widths) {
        int[] width = widths.toArray();
        double[][][] all = new double[frames][width.length][];
        for (double[][] frame : all) {
            for (int p = 0; p < width.length; p++) {
                frame[p] = normal(random, width[p]);
            }
        }
        return all;
    }

    private static double[] normal(SplittableRandom random, int n) {
        double[] v = new double[n];
        Arrays.setAll(v, i -> random.nextGaussian());
        return v;
    }

    private static double[] moved(double[] v, double[] step, double by) {
        double[] r = v.clone();
        Arrays.setAll(r, i -> v[i] + by * step[i]);
        return r;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
