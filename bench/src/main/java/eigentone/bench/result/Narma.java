package eigentone.bench.result;

import eigentone.engine.reference.Reference;
import eigentone.models.online.Ridge;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A system of tenth order that multiplies its past, followed by a reservoir from its input alone.
///
///     y(t + 1) = 0.3 y(t) + 0.05 y(t) sum_{i=0..9} y(t - i) + 1.5 u(t - 9) u(t) + 0.1
///
/// with u uniform in 0..0.5; the score is the root mean square error in parts of the standard
/// deviation, on samples after those that were learnt. Source: A. F. Atiya and A. G. Parlos, "New
/// results on recurrent network training", IEEE Transactions on Neural Networks 11(3), 2000.
record Narma(EchoState reservoir, int learnt, int tested, double goal) implements Task {
    private static final int ORDER = 10, SETTLING = 200;
    private static final double RIDGE = 1e-7;

    @Override
    public String name() {
        return "narma10";
    }

    @Override
    public String about() {
        return "a system of tenth order by a reservoir: NRMSE";
    }

    @Override
    public List<Score> run(Run run) {
        long start = System.nanoTime();
        int samples = SETTLING + learnt + tested;
        double[] u = input(samples, run.seed()), y = output(u);
        Reference live = reservoir.instance(run.seed());
        Ridge ridge = new Ridge(reservoir.features(), 1);
        for (int t = 0; t < SETTLING + learnt; t++) {
            double[] features = live.step(new double[] {u[t]})[0];
            if (t >= SETTLING) {
                ridge.add(features, new double[] {y[t + 1]});
            }
        }
        run.say("narma10: %d samples heard, %.0f s", SETTLING + learnt, Lesson.seconds(start));
        double[] weights = ridge.solve(RIDGE);
        double squares = 0;
        for (int t = SETTLING + learnt; t < samples; t++) {
            double error = EchoState.read(weights, live.step(new double[] {u[t]})[0]) - y[t + 1];
            squares += error * error;
        }
        double variance =
                MackeyGlass.variance(Arrays.copyOfRange(y, SETTLING + learnt + 1, samples + 1));
        return List.of(
                new Score(
                        name(),
                        "echo state, " + reservoir.units() + " units",
                        "test NRMSE",
                        Math.sqrt(squares / tested / variance),
                        goal,
                        "ESN-200 0.165, ESN-400 0.125, FIR-20 0.377, measured before by another program",
                        run.seed(),
                        1,
                        Lesson.seconds(start)));
    }

    static double[] input(int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(samples, 0, 0.5).toArray();
    }

    /// One more than there are inputs; y(0) is 0, as everything before.
    static double[] output(double[] u) {
        double[] y = new double[u.length + 1];
        for (int t = 0; t < u.length; t++) {
            double sum = 0;
            for (int i = 0; i < ORDER && t - i >= 0; i++) {
                sum += y[t - i];
            }
            double before = t >= ORDER - 1 ? u[t - ORDER + 1] : 0;
            y[t + 1] = 0.3 * y[t] + 0.05 * y[t] * sum + 1.5 * before * u[t] + 0.1;
        }
        return y;
    }
}
