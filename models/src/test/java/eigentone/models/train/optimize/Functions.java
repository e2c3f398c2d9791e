package eigentone.models.train.optimize;

import java.util.List;
import java.util.SplittableRandom;

/// Functions whose minimum is known.
final class Functions {
    private Functions() {}

    /// f = sum over pairs of 100 (y - x^2)^2 + (1 - x)^2: a bent valley, 0 at (1, 1). As a sum of
    /// squares it has a Gauss-Newton matrix.
    static final class Rosenbrock implements CurvedObjective {
        static final List<Tensor> TENSORS =
                List.of(new Tensor("x", 1, true), new Tensor("y", 1, false));

        int evaluations;

        static float[][] start() {
            return new float[][] {{-1.2f}, {1}};
        }

        @Override
        public double evaluate(float[][] weights, float[][] gradient) {
            evaluations++;
            double x = weights[0][0], y = weights[1][0];
            gradient[0][0] = (float) (-400 * x * (y - x * x) - 2 * (1 - x));
            gradient[1][0] = (float) (200 * (y - x * x));
            return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
        }

        /// Residuals 10 (y - x^2) and 1 - x; the matrix is 2 J'J, and S is the identity.
        @Override
        public void curvature(
                float[][] weights, float[][] direction, double structural, float[][] product) {
            double x = weights[0][0], dx = direction[0][0], dy = direction[1][0];
            double bend = 10 * (dy - 2 * x * dx);
            product[0][0] = (float) (2 * (-20 * x * bend + dx) + structural * dx);
            product[1][0] = (float) (2 * 10 * bend + structural * dy);
        }
    }

    /// f = (w - c)'A (w - c) / 2 with a random A of condition 100 and c = (1, 2, .., n).
    static final class Quadratic implements CurvedObjective {
        final int n;
        final double[] a;
        int evaluations;

        Quadratic(int n, long seed) {
            this.n = n;
            a = definite(n, seed);
        }

        List<Tensor> tensors() {
            return List.of(new Tensor("w", n, true));
        }

        @Override
        public double evaluate(float[][] weights, float[][] gradient) {
            evaluations++;
            double[] d = new double[n];
            for (int i = 0; i < n; i++) {
                d[i] = weights[0][i] - (1 + i);
            }
            double[] ad = product(a, d);
            for (int i = 0; i < n; i++) {
                gradient[0][i] = (float) ad[i];
            }
            return Flat.dot(d, ad) / 2;
        }

        @Override
        public void curvature(
                float[][] weights, float[][] direction, double structural, float[][] product) {
            Flat.write(product(a, Flat.of(direction)), product);
        }
    }

    static double[] product(double[] a, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y.length; j++) {
                y[i] += a[i * y.length + j] * x[j];
            }
        }
        return y;
    }

    /// H D H with eigenvalues D from 1 to 100 and a random reflection H.
    static double[] definite(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = random.nextGaussian();
        }
        double square = Flat.dot(v, v);
        double[] h = new double[n * n], a = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                h[i * n + j] = (i == j ? 1 : 0) - 2 * v[i] * v[j] / square;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    double eigenvalue = n == 1 ? 1 : 1 + 99.0 * k / (n - 1);
                    a[i * n + j] += h[i * n + k] * eigenvalue * h[j * n + k];
                }
            }
        }
        return a;
    }
}
