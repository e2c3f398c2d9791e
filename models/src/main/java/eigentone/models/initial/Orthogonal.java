package eigentone.models.initial;

import eigentone.engine.language.Initial;
import eigentone.engine.language.Shape;
import java.util.random.RandomGenerator;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/// Random orthogonal matrices: they mix without gain or loss.
///
/// Q of the QR decomposition of a Gaussian matrix, each column's sign set so that R has a positive
/// diagonal; only then is Q uniform over the orthogonal group. Source: F. Mezzadri, "How to
/// generate random matrices from the classical compact groups", arXiv:math-ph/0609050.
public final class Orthogonal {
    static {
        // One schedule, one result: sums in another order have other bits.
        EjmlConcurrency.USE_CONCURRENT = false;
    }

    private Orthogonal() {}

    /// Orthonormal columns (or rows, when the matrix is wide), uniformly distributed.
    public static Initial haar() {
        return Orthogonal::haar;
    }

    /// [#haar()] times `gain`: every singular value is `gain`.
    public static Initial haar(double gain) {
        return (shape, random) -> {
            double[] q = haar(shape, random);
            for (int i = 0; i < q.length; i++) {
                q[i] *= gain;
            }
            return q;
        };
    }

    /// A real matrix whose eigenvalues are e^(+-i `angles[k]`), in a random orthonormal basis: it
    /// turns one plane by each angle.
    ///
    /// @param angles radians per step, one for every two rows
    public static Initial rotations(double... angles) {
        double[] copy = angles.clone();
        return (shape, random) -> {
            int n = shape.rows();
            if (n != shape.columns() || n != 2 * copy.length) {
                throw new IllegalArgumentException(
                        "rotations: expected a square matrix of %d rows, got %s"
                                .formatted(2 * copy.length, shape));
            }
            double[] q = haar(shape, random);
            double[] a = new double[n * n];
            for (int k = 0; k < copy.length; k++) {
                double c = Math.cos(copy[k]), s = Math.sin(copy[k]);
                for (int i = 0; i < n; i++) {
                    double re = c * q[i * n + 2 * k] + s * q[i * n + 2 * k + 1];
                    double im = c * q[i * n + 2 * k + 1] - s * q[i * n + 2 * k];
                    for (int j = 0; j < n; j++) {
                        a[i * n + j] += re * q[j * n + 2 * k] + im * q[j * n + 2 * k + 1];
                    }
                }
            }
            return a;
        };
    }

    private static double[] haar(Shape shape, RandomGenerator random) {
        boolean wide = shape.columns() > shape.rows();
        int rows = Math.max(shape.rows(), shape.columns());
        int columns = Math.min(shape.rows(), shape.columns());
        DMatrixRMaj gaussian = new DMatrixRMaj(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            gaussian.data[i] = random.nextGaussian();
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows, columns);
        if (!qr.decompose(gaussian)) {
            throw new IllegalStateException("orthogonal: QR decomposition of " + shape + " failed");
        }
        DMatrixRMaj q = qr.getQ(null, true), r = qr.getR(null, true);
        double[] result = new double[shape.entries()];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double v = r.get(j, j) < 0 ? -q.get(i, j) : q.get(i, j);
                result[wide ? j * rows + i : i * columns + j] = v;
            }
        }
        return result;
    }
}
