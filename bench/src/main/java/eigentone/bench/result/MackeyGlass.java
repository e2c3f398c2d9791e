package eigentone.bench.result;

import eigentone.engine.reference.Reference;
import eigentone.models.online.Ridge;
import java.util.List;
import java.util.SplittableRandom;

/// A chaotic series, continued by a reservoir that hears itself: 84 steps beyond what it was given.
///
///     dx/dt = 0.2 x(t - 17) / (1 + x(t - 17)^10) - 0.1 x(t)
///
/// by Runge-Kutta of fourth order in steps of 0.1, one sample each unit of time. The read-out learns
/// the next sample; from each of the test's beginnings it is then fed its own 84 answers. The score
/// is the root mean square of the 84th errors in parts of the series' standard deviation (NRMSE84).
/// Source: H. Jaeger and H. Haas, Science 304, 2004, and its supporting text.
///
/// @param beginnings of the test, 50 samples apart, all after what was learnt
record MackeyGlass(EchoState reservoir, int learnt, int beginnings, double goal) implements Task {
    private static final int AHEAD = 84, APART = 50, SETTLING = 1000;
    private static final double RIDGE = 1e-9;

    @Override
    public String name() {
        return "mackey-glass";
    }

    @Override
    public String about() {
        return "a chaotic series 84 steps ahead by a reservoir: NRMSE";
    }

    @Override
    public List<Score> run(Run run) {
        long start = System.nanoTime();
        int begin = SETTLING + learnt;
        double[] s = series(begin + beginnings * APART + AHEAD, run.seed());
        Reference live = reservoir.instance(run.seed());
        Ridge ridge = new Ridge(reservoir.features(), 1);
        double[] features = {};
        for (int t = 0; t < begin; t++) {
            features = live.step(new double[] {s[t]})[0];
            if (t >= SETTLING) {
                ridge.add(features, new double[] {s[t + 1]});
            }
        }
        run.say("mackey-glass: %d samples heard, %.0f s", begin, Lesson.seconds(start));
        double[] weights = ridge.solve(RIDGE);
        double squares = 0;
        for (int k = 0, t = begin; k < beginnings; k++) {
            double[] kept = live.state(0).clone();
            double said = EchoState.read(weights, features);
            for (int step = 1; step < AHEAD; step++) {
                said = EchoState.read(weights, live.step(new double[] {said})[0]);
            }
            double error = said - s[t - 1 + AHEAD];
            squares += error * error;
            System.arraycopy(kept, 0, live.state(0), 0, kept.length);
            for (int i = 0; i < APART; i++, t++) {
                features = live.step(new double[] {s[t]})[0];
            }
        }
        double nrmse = Math.sqrt(squares / beginnings / variance(s));
        return List.of(
                new Score(
                        name(),
                        "echo state, " + reservoir.units() + " units",
                        "NRMSE84",
                        nrmse,
                        goal,
                        "ESN-800 0.0032 to 0.0040, measured before by another program",
                        run.seed(),
                        1,
                        Lesson.seconds(start)));
    }

    static double variance(double[] s) {
        double sum = 0, squares = 0;
        for (double v : s) {
            sum += v;
            squares += v * v;
        }
        double mean = sum / s.length;
        return squares / s.length - mean * mean;
    }

    /// Samples of x - 1, after 1000 units of time.
    static double[] series(int samples, long seed) {
        int perUnit = 10, delay = 17 * perUnit, before = 1000 * perUnit;
        double step = 1.0 / perUnit;
        double[] x = new double[delay + before + samples * perUnit + 1];
        SplittableRandom random = new SplittableRandom(seed);
        java.util.Arrays.fill(x, 0, delay + 1, 1.2 + 0.2 * (random.nextDouble() - 0.5));
        for (int t = delay; t + 1 < x.length; t++) {
            double a = x[t - delay], c = x[t - delay + 1], b = (a + c) / 2;
            double k1 = slope(x[t], a), k2 = slope(x[t] + step / 2 * k1, b);
            double k3 = slope(x[t] + step / 2 * k2, b), k4 = slope(x[t] + step * k3, c);
            x[t + 1] = x[t] + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        double[] s = new double[samples];
        for (int n = 0; n < samples; n++) {
            s[n] = x[delay + before + n * perUnit] - 1;
        }
        return s;
    }

    private static double slope(double now, double before) {
        return 0.2 * before / (1 + StrictMath.pow(before, 10)) - 0.1 * now;
    }
}
