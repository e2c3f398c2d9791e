package eigentone.models.train.optimize;

import java.util.ArrayList;
import java.util.List;

/// Solves A x = b for a symmetric positive definite A that is known by its products only; each step
/// lowers q(x) = x'A x / 2 - b'x.
///
/// Source: J. Nocedal and S. J. Wright, "Numerical optimization", 2nd edition, 2006, algorithm 5.2.
/// It stops as J. Martens, "Deep learning via Hessian-free optimization", ICML 2010, section 4.4,
/// proposes: where the last k = max(10, i / 10) of i steps gained less than `progress` k of q. A
/// direction along which A bends down ends it too.
final class ConjugateGradients {
    /// A x, into a new array.
    interface Product {
        double[] of(double[] x);
    }

    /// A point on the way, and q there.
    record Iterate(double[] x, double value) {}

    /// How much further apart the kept points are from one to the next.
    private static final double SPACING = 1.3;

    private ConjugateGradients() {}

    /// The way from `start`: points ever further apart, the last one being the solution.
    ///
    /// @param steps at most
    /// @param progress of q per step, in parts of q, below which it stops; 0 goes on to the end
    static List<Iterate> solve(Product a, double[] b, double[] start, int steps, double progress) {
        double[] x = start.clone(), r = a.of(x);
        for (int i = 0; i < r.length; i++) {
            r[i] = b[i] - r[i];
        }
        double[] p = r.clone();
        double square = Flat.dot(r, r), enough = 1e-30 * Flat.dot(b, b), keepAt = 1;
        List<Double> values = new ArrayList<>(List.of(value(x, b, r)));
        List<Iterate> kept = new ArrayList<>();
        int i = 0;
        while (i < steps && square > enough && !flat(values, progress)) {
            double[] ap = a.of(p);
            double bend = Flat.dot(p, ap);
            if (!(bend > 0)) {
                break;
            }
            double alpha = square / bend;
            Flat.add(x, alpha, p);
            Flat.add(r, -alpha, ap);
            double next = Flat.dot(r, r), beta = next / square;
            square = next;
            for (int j = 0; j < p.length; j++) {
                p[j] = r[j] + beta * p[j];
            }
            values.add(value(x, b, r));
            i++;
            if (i >= keepAt) {
                kept.add(new Iterate(x.clone(), values.getLast()));
                keepAt = Math.max(i + 1, SPACING * keepAt);
            }
        }
        if (kept.isEmpty() || kept.getLast().value != values.getLast()) {
            kept.add(new Iterate(x, values.getLast()));
        }
        return kept;
    }

    private static boolean flat(List<Double> values, double progress) {
        int i = values.size() - 1, k = Math.max(10, i / 10);
        double now = values.getLast();
        return progress > 0 && i > k && now < 0 && (now - values.get(i - k)) / now < k * progress;
    }

    /// q, from the residual r = b - A x.
    private static double value(double[] x, double[] b, double[] r) {
        return -0.5 * (Flat.dot(x, b) + Flat.dot(x, r));
    }
}
