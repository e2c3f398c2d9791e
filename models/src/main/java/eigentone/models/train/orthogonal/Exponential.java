package eigentone.models.train.orthogonal;

import org.ejml.data.DMatrixRMaj;

/// The exponential map: every rotation, each parameter an angle.
///
///     U = B e^A,   A' = -A
///     dL/dA = D exp(A') [B' dL/dU]       the exponential's derivative at A', in that direction
///
/// The parameters are A's entries above the diagonal, row by row; zeros give the base B, and of B's
/// determinant are all matrices reached. Source: M. Lezcano-Casado and D. Martinez-Rubio, "Cheap
/// orthogonal constraints in neural networks", arXiv:1901.08428 (proposition 4.1 and appendix F).
/// Where A grows past half turns, the map bends; starting again from U, with zeros, is "dynamic
/// trivialization" (M. Lezcano-Casado, arXiv:1909.09501).
public final class Exponential implements OrthogonalMap {
    private final int n;
    private final DMatrixRMaj base;

    /// @param base B, orthogonal, row-major, e.g. from `initial.Orthogonal`; made orthogonal to
    ///   float64 if it was rounded
    /// @throws IllegalArgumentException when it is not orthogonal to 1e-3
    public Exponential(int n, double[] base) {
        this.n = n;
        this.base = Base.polished(n, base);
    }

    @Override
    public int size() {
        return n;
    }

    @Override
    public int parameters() {
        return n * (n - 1) / 2;
    }

    @Override
    public double[] matrix(double[] parameters) {
        DMatrixRMaj a = Squares.skew(parameters, n);
        return Squares.product(base, MatrixExponential.of(a)).data;
    }

    @Override
    public double[] gradient(double[] parameters, double[] matrixGradient) {
        DMatrixRMaj transposed = Squares.skew(parameters, n);
        for (int i = 0; i < transposed.data.length; i++) {
            transposed.data[i] = -transposed.data[i];
        }
        DMatrixRMaj g = Squares.transposedProduct(base, Squares.of(matrixGradient, n));
        return Squares.skewGradient(MatrixExponential.derivative(transposed, g));
    }

    @Override
    public String toString() {
        return "Exponential[size=" + n + "]";
    }
}
