package eigentone.models.train.orthogonal;

import java.util.SplittableRandom;

/// A product of reflections: as many as wanted, between n - 1 (all matrices of one determinant) and
/// a few (cheap, and close to the mirror's plain copy of the state).
///
///     U = H_1 H_2 .. H_m,   H_k = I - 2 v_k v_k' / (v_k' v_k)
///
/// The parameters are v_1, v_2, ..: m times n numbers, none of the vectors 0. Lengths do not count;
/// they grow while an optimiser walks across them, which slows the turning down. The determinant
/// is (-1)^m. Source: Z. Mhammedi, A. Hellicar, A. Rahman and J. Bailey, "Efficient orthogonal
/// parametrisation of recurrent neural networks using Householder reflections", arXiv:1612.00188,
/// where v_k has k - 1 leading zeros; here all entries are free.
///
/// @param size n, 1 or more
/// @param reflections m, 1 or more
public record Householder(int size, int reflections) implements OrthogonalMap {
    /// @throws IllegalArgumentException outside of the ranges
    public Householder {
        if (size < 1 || reflections < 1) {
            throw new IllegalArgumentException(
                    "householder: expected 1 or more rows and reflections, got %d and %d"
                            .formatted(size, reflections));
        }
    }

    /// Parameters to start from: normal numbers, so that each reflection has any direction alike.
    @Override
    public float[] start(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] start = new float[parameters()];
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) random.nextGaussian();
        }
        return start;
    }

    @Override
    public int parameters() {
        return size * reflections;
    }

    /// @throws IllegalArgumentException also for a vector of zeros
    @Override
    public double[] matrix(double[] parameters) {
        Squares.check("parameters", parameters.length, parameters());
        double[] u = new double[size * size];
        for (int i = 0; i < size; i++) {
            u[i * size + i] = 1;
        }
        for (int k = 0; k < reflections; k++) {
            reflect(u, parameters, k);
        }
        return u;
    }

    /// Back from the last reflection: with P = H_1 .. H_(k-1) and G the gradient by H_1 .. H_k,
    /// that by H_k is M = P' G, of which only M v and M' v are needed.
    @Override
    public double[] gradient(double[] parameters, double[] matrixGradient) {
        Squares.check("matrix gradient", matrixGradient.length, size * size);
        double[] p = matrix(parameters), g = matrixGradient.clone();
        double[] gradient = new double[parameters.length];
        for (int k = reflections - 1; k >= 0; k--) {
            // A reflection undoes itself.
            reflect(p, parameters, k);
            double[] gv = right(g, parameters, k), pv = right(p, parameters, k);
            double[] mv = left(p, gv), mtv = left(g, pv);
            double square = square(parameters, k), bend = 0;
            for (int i = 0; i < size; i++) {
                bend += parameters[k * size + i] * mv[i];
            }
            for (int i = 0; i < size; i++) {
                double v = parameters[k * size + i];
                gradient[k * size + i] = (4 * bend / square * v - 2 * (mv[i] + mtv[i])) / square;
            }
            reflect(g, parameters, k);
        }
        return gradient;
    }

    /// a H_k, into a.
    private void reflect(double[] a, double[] parameters, int k) {
        double square = square(parameters, k);
        double[] av = right(a, parameters, k);
        for (int i = 0; i < size; i++) {
            double scale = 2 * av[i] / square;
            for (int j = 0; j < size; j++) {
                a[i * size + j] -= scale * parameters[k * size + j];
            }
        }
    }

    private double square(double[] parameters, int k) {
        double square = 0;
        for (int i = 0; i < size; i++) {
            square += parameters[k * size + i] * parameters[k * size + i];
        }
        if (!(square > 0 && square < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "householder 'vector %d': expected a finite length above 0, got %s"
                            .formatted(k, Math.sqrt(square)));
        }
        return square;
    }

    /// a v_k
    private double[] right(double[] a, double[] parameters, int k) {
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                result[i] += a[i * size + j] * parameters[k * size + j];
            }
        }
        return result;
    }

    /// a' x
    private double[] left(double[] a, double[] x) {
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                result[j] += a[i * size + j] * x[i];
            }
        }
        return result;
    }
}
