package eigentone.models.train.orthogonal;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The Cayley transform: the cheapest way from skew-symmetric matrices to orthogonal ones.
///
///     U = B C,   C = (I - A/2)^-1 (I + A/2),   A' = -A
///     dL/dA = W' (B' dL/dU) (I + C)' / 2,      W = (I - A/2)^-1
///
/// The parameters are A's entries above the diagonal, row by row; zeros give the base B. Near B a
/// parameter is an angle in radians, as with [Exponential]; turns by half a circle from B are
/// infinitely far. Sources: K. Helfrich, D. Willmott and Q. Ye, "Orthogonal recurrent neural networks
/// with scaled Cayley transform", arXiv:1707.09520 (there B is diagonal); S. Wisdom et al., "Full-
/// capacity unitary recurrent neural networks", arXiv:1611.00035, for the curve along which U moves.
public final class Cayley implements OrthogonalMap {
    private final int n;
    private final DMatrixRMaj base;

    /// @param base B, orthogonal, row-major, e.g. from `initial.Orthogonal`; made orthogonal to
    ///   float64 if it was rounded
    /// @throws IllegalArgumentException when it is not orthogonal to 1e-3
    public Cayley(int n, double[] base) {
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
        DMatrixRMaj half = half(parameters);
        return Squares.product(base, transform(half, resolvent(half))).data;
    }

    @Override
    public double[] gradient(double[] parameters, double[] matrixGradient) {
        DMatrixRMaj half = half(parameters), w = resolvent(half);
        DMatrixRMaj sum = transform(half, w);
        CommonOps_DDRM.addEquals(sum, Squares.identity(n));
        DMatrixRMaj g = Squares.transposedProduct(base, Squares.of(matrixGradient, n));
        DMatrixRMaj m = Squares.productTransposed(Squares.transposedProduct(w, g), sum);
        CommonOps_DDRM.scale(0.5, m);
        return Squares.skewGradient(m);
    }

    private DMatrixRMaj half(double[] parameters) {
        DMatrixRMaj half = Squares.skew(parameters, n);
        CommonOps_DDRM.scale(0.5, half);
        return half;
    }

    /// (I - A/2)^-1, which exists: A/2 has imaginary eigenvalues.
    private DMatrixRMaj resolvent(DMatrixRMaj half) {
        DMatrixRMaj w = Squares.identity(n);
        CommonOps_DDRM.subtractEquals(w, half);
        if (!CommonOps_DDRM.invert(w)) {
            throw new ArithmeticException("cayley: expected finite parameters, got others");
        }
        return w;
    }

    private DMatrixRMaj transform(DMatrixRMaj half, DMatrixRMaj w) {
        DMatrixRMaj plus = Squares.identity(n);
        CommonOps_DDRM.addEquals(plus, half);
        return Squares.product(w, plus);
    }

    @Override
    public String toString() {
        return "Cayley[size=" + n + "]";
    }
}
