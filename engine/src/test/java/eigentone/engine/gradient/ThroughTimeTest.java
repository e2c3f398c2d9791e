package eigentone.engine.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.gradient.ThroughTime.Limits;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Draws;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients by kernels: the reference's within float32, the same bits however the work is divided.
final class ThroughTimeTest {
    private static final int FRAMES = 53, LANES = 21;

    /// Of a tensor's largest entry: some hundred float32 operations on the way.
    private static final double TOLERANCE = 1e-4;

    private static final String NODE = "node";
    private static final long SEED = 5;

    /// A gated cell with noise, a delay line, a matrix as memory, and weights in every place.
    private static void mixed(Definition d) {
        Vec x = d.input("x", 2), h = d.state("h", 5), m = d.state("m", new Shape(3, 2), 0.1);
        DelayLine line = d.delay("line", 2, 9);
        Vec s = line.readLinear(d.weight("time", Shape.vector(1), Initial.constant(4.3)));
        Vec g = Functions.sigmoid(d.affine(5, "gate", x, "gateState", h));
        Vec u = d.affine("in", 5, Functions.concat(x, s)).plus(d.normal(5).times(0.1));
        d.next(h, Functions.lerp(Functions.tanh(u), h, g));
        Vec pole = Functions.sigmoid(d.weight("pole", Shape.vector(1), Initial.constant(1)));
        Vec write = d.linear("write", 3, h, Initial.fanIn());
        d.next(m, m.times(pole).plus(write.outer(x)));
        d.feed(line, d.linear("feed", 2, d.next(h), Initial.fanIn()).plus(s.times(0.3)));
        d.output("y", d.linear("read", 2, d.next(h), Initial.fanIn()));
        d.output("z", Functions.matvec(m, s));
    }

    private static void elman(Definition d) {
        Vec x = d.input("in", 3), h = d.state("h", 19);
        d.next(h, Functions.tanh(d.affine(19, "input", x, "recurrent", h)));
        d.output("y", d.affine("dense", 1, d.next(h)));
    }

    static Recurrence[] recurrences() {
        return new Recurrence[] {ThroughTimeTest::mixed, ThroughTimeTest::elman};
    }

    private record Case(Adjoint adjoint, Weights weights, float[][] x, float[][] byOutputs) {
        static Case of(Recurrence r, int frames) {
            Program p = Program.of(r, 48_000);
            SplittableRandom random = new SplittableRandom(3);
            float[][] x =
                    p.inputs().stream()
                            .map(i -> noise(random, i.width() * frames * LANES))
                            .toArray(float[][]::new);
            float[][] dy =
                    p.outputs().keySet().stream()
                            .map(o -> noise(random, o.width() * frames * LANES))
                            .toArray(float[][]::new);
            return new Case(Adjoint.withInputs(p), Weights.initial(p, 2), x, dy);
        }

        private static float[] noise(SplittableRandom random, int n) {
            float[] v = new float[n];
            for (int i = 0; i < n; i++) {
                v[i] = (float) random.nextGaussian(0, 0.5);
            }
            return v;
        }

        float[][] outputs(int frames) {
            return adjoint.program().outputs().keySet().stream()
                    .map(o -> new float[o.width() * frames * LANES])
                    .toArray(float[][]::new);
        }
    }

    private static Map<String, double[]> run(
            Case c, int frames, Limits limits, float[][] byInputs) {
        try (ThroughTime t = new ThroughTime(c.adjoint, LANES, c.weights, limits, NODE, SEED)) {
            t.forward(c.x, c.outputs(frames), frames);
            return t.back(c.byOutputs, byInputs, (frame, gradient) -> {});
        }
    }

    private static float[][] inputBuffers(Case c) {
        return Arrays.stream(c.x).map(x -> new float[x.length]).toArray(float[][]::new);
    }

    @ParameterizedTest
    @MethodSource("recurrences")
    void agreesWithTheReference(Recurrence r) {
        Case c = Case.of(r, FRAMES);
        float[][] byInputs = inputBuffers(c);
        Map<String, double[]> got = run(c, FRAMES, new Limits(2, 8, 1 << 20), byInputs);
        Map<String, double[]> sum = new LinkedHashMap<>();
        double worstInput = 0, largestInput = 0;
        for (int lane = 0; lane < LANES; lane++) {
            int voice = lane;
            int[] seeds =
                    c.adjoint.program().streams().stream()
                            .mapToInt(s -> Draws.seed(SEED, s.isEmpty() ? NODE : s, voice))
                            .toArray();
            ReferenceGradient pass = new ReferenceGradient(c.adjoint, c.weights, seeds);
            double[][][] dy = new double[FRAMES][][], dx = new double[FRAMES][c.x.length][];
            for (int t = 0; t < FRAMES; t++) {
                pass.step(frame(c.x, t, lane));
                dy[t] = frame(c.byOutputs, t, lane);
            }
            pass.back(dy, dx).forEach((name, g) -> sum.merge(name, g, ThroughTimeTest::plus));
            for (int t = 0; t < FRAMES; t++) {
                double[][] mine = frame(byInputs, t, lane);
                for (int p = 0; p < mine.length; p++) {
                    for (int i = 0; i < mine[p].length; i++) {
                        worstInput = Math.max(worstInput, Math.abs(mine[p][i] - dx[t][p][i]));
                        largestInput = Math.max(largestInput, Math.abs(dx[t][p][i]));
                    }
                }
            }
        }
        assertThat(got.keySet()).isEqualTo(sum.keySet());
        sum.forEach((name, expected) ->
                assertThat(error(got.get(name), expected)).as(name).isLessThan(TOLERANCE));
        assertThat(worstInput / largestInput).isLessThan(TOLERANCE);
    }

    private static double[] plus(double[] a, double[] b) {
        double[] r = a.clone();
        Arrays.setAll(r, i -> a[i] + b[i]);
        return r;
    }

    private static double error(double[] got, double[] expected) {
        double worst = 0, largest = Double.MIN_NORMAL;
        for (int i = 0; i < got.length; i++) {
            worst = Math.max(worst, Math.abs(got[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return worst / largest;
    }

    private static double[][] frame(float[][] buffers, int t, int lane) {
        double[][] frame = new double[buffers.length][];
        for (int p = 0; p < buffers.length; p++) {
            float[] b = buffers[p];
            int width = b.length / (FRAMES * LANES);
            frame[p] = new double[width];
            Arrays.setAll(frame[p], i -> b[(t * width + i) * LANES + lane]);
        }
        return frame;
    }

    @ParameterizedTest
    @MethodSource("recurrences")
    void sameBitsHoweverItIsDivided(Recurrence r) {
        Case c = Case.of(r, FRAMES);
        float[][] byInputs = inputBuffers(c), others = inputBuffers(c);
        Map<String, double[]> first = run(c, FRAMES, new Limits(1, 64, 1 << 24), byInputs);
        for (Limits other :
                new Limits[] {
                    new Limits(2, 64, 1 << 24),
                    new Limits(1, 5, 1 << 24),
                    new Limits(2, 3, 1),
                    new Limits(3, 1, 20_000),
                    new Limits(1, 0, 0)
                }) {
            Map<String, double[]> second = run(c, FRAMES, other, others);
            first.forEach((name, g) -> assertThat(second.get(name)).as("%s", other).isEqualTo(g));
            assertThat(others).isEqualTo(byInputs);
        }
    }

    @Test
    void stateIsCarriedFromStretchToStretch() {
        int half = 20;
        Case whole = Case.of(ThroughTimeTest::mixed, 2 * half);
        float[][] expected = whole.outputs(2 * half);
        try (ThroughTime t =
                        new ThroughTime(
                                whole.adjoint,
                                LANES,
                                whole.weights,
                                new Limits(1, 7, 1 << 20),
                                NODE,
                                SEED);
                ThroughTime parts =
                        new ThroughTime(
                                whole.adjoint,
                                LANES,
                                whole.weights,
                                new Limits(2, 3, 1),
                                NODE,
                                SEED)) {
            t.forward(whole.x, expected, 2 * half);
            for (int part = 0; part < 2; part++) {
                float[][] y = whole.outputs(half);
                parts.forward(part(whole.x, part), y, half);
                parts.back(part(whole.byOutputs, part));
                assertThat(y).isEqualTo(part(expected, part));
            }
        }
    }

    private static float[][] part(float[][] buffers, int part) {
        return Arrays.stream(buffers)
                .map(b -> Arrays.copyOfRange(b, part * b.length / 2, (part + 1) * b.length / 2))
                .toArray(float[][]::new);
    }

    /// What is cut at every crossing is the sum of the gradients of stretches that know nothing of
    /// what came after.
    @Test
    void cutAtACrossing() {
        int segment = 10, frames = 30;
        Case c = Case.of(ThroughTimeTest::elman, frames);
        try (ThroughTime t =
                new ThroughTime(
                        c.adjoint, LANES, c.weights, new Limits(1, segment, 1 << 20), NODE, SEED)) {
            t.forward(c.x, c.outputs(frames), frames);
            double[] norms = new double[frames];
            Map<String, double[]> cut =
                    t.back(
                            c.byOutputs,
                            new float[0][],
                            (frame, g) -> {
                                norms[frame] += g.norm(g.firstLane());
                                g.scale(0);
                            });
            assertThat(norms[10]).isPositive();
            Map<String, double[]> sum = new LinkedHashMap<>();
            for (int lane = 0; lane < LANES; lane++) {
                t.reset(lane, lane);
            }
            for (int k = 0; k < 3; k++) {
                int from = k * segment, to = from + segment;
                t.forward(stretch(c.x, from, to, frames), c.outputs(segment), segment);
                t.back(stretch(c.byOutputs, from, to, frames))
                        .forEach((name, g) -> sum.merge(name, g, ThroughTimeTest::plus));
            }
            sum.forEach((name, g) -> assertThat(error(cut.get(name), g)).as(name).isLessThan(1e-5));
        }
    }

    private static float[][] stretch(float[][] buffers, int from, int to, int frames) {
        return Arrays.stream(buffers)
                .map(b -> Arrays.copyOfRange(b, b.length / frames * from, b.length / frames * to))
                .toArray(float[][]::new);
    }

    @Test
    void otherWeightsGiveOtherGradientsAndTheFirstAgain() {
        Case c = Case.of(ThroughTimeTest::elman, FRAMES);
        try (ThroughTime t =
                new ThroughTime(
                        c.adjoint, LANES, c.weights, new Limits(1, 0, 1 << 20), NODE, SEED)) {
            Map<String, double[]> first = again(t, c, c.weights);
            Map<String, double[]> other = again(t, c, Weights.initial(c.adjoint.program(), 9));
            Map<String, double[]> third = again(t, c, c.weights);
            assertThat(other.get("recurrent.weight")).isNotEqualTo(first.get("recurrent.weight"));
            first.forEach((name, g) -> assertThat(third.get(name)).isEqualTo(g));
        }
    }

    private static Map<String, double[]> again(ThroughTime t, Case c, Weights w) {
        t.setWeights(w);
        for (int lane = 0; lane < LANES; lane++) {
            t.reset(lane, lane);
        }
        t.forward(c.x, c.outputs(FRAMES), FRAMES);
        return t.back(c.byOutputs);
    }
}
