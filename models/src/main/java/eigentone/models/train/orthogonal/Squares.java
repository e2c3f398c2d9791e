package eigentone.models.train.orthogonal;

import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// Square matrices between arrays and EJML, and skew-symmetric ones from their upper triangle.
final class Squares {
    static {
        // One schedule, one result: sums in another order have other bits.
        EjmlConcurrency.USE_CONCURRENT = false;
    }

    private Squares() {}

    static void check(String what, int got, int expected) {
        if (got != expected) {
            throw new IllegalArgumentException(
                    "orthogonal '%s': expected %d numbers, got %d".formatted(what, expected, got));
        }
    }

    static DMatrixRMaj of(double[] values, int n) {
        check("matrix", values.length, n * n);
        return new DMatrixRMaj(n, n, true, values);
    }

    /// A' = -A with `upper` row by row above the diagonal.
    static DMatrixRMaj skew(double[] upper, int n) {
        check("parameters", upper.length, n * (n - 1) / 2);
        DMatrixRMaj a = new DMatrixRMaj(n, n);
        for (int i = 0, k = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++, k++) {
                a.set(i, j, upper[k]);
                a.set(j, i, -upper[k]);
            }
        }
        return a;
    }

    /// What a gradient by all entries of a skew-symmetric matrix says to those above the diagonal.
    static double[] skewGradient(DMatrixRMaj m) {
        int n = m.numRows;
        double[] upper = new double[n * (n - 1) / 2];
        for (int i = 0, k = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++, k++) {
                upper[k] = m.get(i, j) - m.get(j, i);
            }
        }
        return upper;
    }

    static DMatrixRMaj identity(int n) {
        return CommonOps_DDRM.identity(n);
    }

    static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
        return CommonOps_DDRM.mult(a, b, null);
    }

    /// a' b
    static DMatrixRMaj transposedProduct(DMatrixRMaj a, DMatrixRMaj b) {
        return CommonOps_DDRM.multTransA(a, b, null);
    }

    /// a b'
    static DMatrixRMaj productTransposed(DMatrixRMaj a, DMatrixRMaj b) {
        return CommonOps_DDRM.multTransB(a, b, null);
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    static void round(double[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) from[i];
        }
    }
}
