package eigentone.models.train.orthogonal;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The orthogonal matrix that a map starts from.
final class Base {
    private static final double NEAR = 1e-3;

    private Base() {}

    /// `matrix`, with what rounding took from its orthogonality given back: two steps of Newton's
    /// iteration U = U (3 I - U'U) / 2, each of which squares the distance. Source: N. J. Higham,
    /// "Functions of matrices", 2008, section 8.3 (the Newton-Schulz iteration).
    ///
    /// @throws IllegalArgumentException when it is not n x n, or not orthogonal to 1e-3
    static DMatrixRMaj polished(int n, double[] matrix) {
        if (n < 1) {
            throw new IllegalArgumentException(
                    "orthogonal 'size': expected 1 or more rows, got " + n);
        }
        Squares.check("base", matrix.length, n * n);
        DMatrixRMaj u = Squares.of(matrix.clone(), n);
        double distance = distance(u);
        if (!(distance <= NEAR)) {
            throw new IllegalArgumentException(
                    "orthogonal 'base': expected U'U within %s of I, got a distance of %s; try initial.Orthogonal"
                            .formatted(NEAR, distance));
        }
        for (int i = 0; i < 2; i++) {
            DMatrixRMaj correction = Squares.transposedProduct(u, u);
            CommonOps_DDRM.scale(-0.5, correction);
            for (int k = 0; k < n; k++) {
                correction.add(k, k, 1.5);
            }
            u = Squares.product(u, correction);
        }
        return u;
    }

    /// Largest entry of |U'U - I|.
    static double distance(DMatrixRMaj u) {
        DMatrixRMaj square = Squares.transposedProduct(u, u);
        CommonOps_DDRM.subtractEquals(square, Squares.identity(u.numRows));
        double largest = 0;
        for (double v : square.data) {
            // NaN too.
            largest = Math.abs(v) <= largest ? largest : Math.abs(v);
        }
        return largest;
    }
}
