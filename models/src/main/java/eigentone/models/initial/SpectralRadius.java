package eigentone.models.initial;

import eigentone.engine.language.Initial;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// The greatest modulus of a square matrix's eigenvalues: below 1 a linear network falls silent,
/// above 1 it grows; for tanh units the edge of chaos is near 1 (Sompolinsky, Crisanti and Sommers,
/// Phys. Rev. Lett. 61, 1988).
public final class SpectralRadius {
    static {
        EjmlConcurrency.USE_CONCURRENT = false;
    }

    private SpectralRadius() {}

    /// `initial` multiplied so that its spectral radius is `radius`; a matrix without eigenvalues
    /// other than 0 stays as it is.
    public static Initial scaled(Initial initial, double radius) {
        return (shape, random) -> {
            double[] w = initial.values(shape, random);
            double now = of(w, shape.rows());
            for (int i = 0; now > 0 && i < w.length; i++) {
                w[i] *= radius / now;
            }
            return w;
        };
    }

    /// The spectral radius of a row-major matrix of `n` times `n`.
    ///
    /// @throws IllegalArgumentException when it is not square
    public static double of(double[] matrix, int n) {
        if (matrix.length != n * n) {
            throw new IllegalArgumentException(
                    "spectral radius: expected %d entries (%d x %d), got %d"
                            .formatted(n * n, n, n, matrix.length));
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, false);
        if (!eigen.decompose(new DMatrixRMaj(n, n, true, matrix))) {
            throw new IllegalArgumentException("spectral radius: eigenvalues do not converge");
        }
        double greatest = 0;
        for (int i = 0; i < n; i++) {
            greatest = Math.max(greatest, eigen.getEigenvalue(i).getMagnitude());
        }
        return greatest;
    }
}
