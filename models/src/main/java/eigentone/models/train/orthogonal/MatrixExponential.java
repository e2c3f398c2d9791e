package eigentone.models.train.orthogonal;

import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/// e^X, and its derivative in a direction.
///
/// X is halved s times until its norm is at most 1/2, where the Pade approximant of degree 6 errs
/// by 3.4e-16 of X; then e^X = (e^(X / 2^s))^(2^s). The derivative is carried along by the product
/// rule: each matrix is a pair (value, slope). Sources: G. H. Golub and C. F. Van Loan, "Matrix
/// computations", 4th edition, 2013, algorithm 9.3.1; A. H. Al-Mohy and N. J. Higham, SIAM J.
/// Matrix Anal. Appl. 30, 2009, for the pairs.
final class MatrixExponential {
    private static final int DEGREE = 6;

    private MatrixExponential() {}

    static DMatrixRMaj of(DMatrixRMaj x) {
        return pair(new Pair(x.copy(), null)).value;
    }

    /// The limit of (e^(X + h E) - e^X) / h as h goes to 0.
    static DMatrixRMaj derivative(DMatrixRMaj x, DMatrixRMaj direction) {
        return Objects.requireNonNull(pair(new Pair(x.copy(), direction.copy())).slope);
    }

    /// A matrix, and how it moves.
    private record Pair(DMatrixRMaj value, @Nullable DMatrixRMaj slope) {
        Pair times(Pair other) {
            DMatrixRMaj product = Squares.product(value, other.value);
            if (slope == null || other.slope == null) {
                return new Pair(product, null);
            }
            DMatrixRMaj moved = Squares.product(slope, other.value);
            CommonOps_DDRM.multAdd(value, other.slope, moved);
            return new Pair(product, moved);
        }

        /// this + factor other, into this.
        void add(double factor, Pair other) {
            CommonOps_DDRM.addEquals(value, factor, other.value);
            if (slope != null && other.slope != null) {
                CommonOps_DDRM.addEquals(slope, factor, other.slope);
            }
        }

        Pair copy() {
            return new Pair(value.copy(), slope == null ? null : slope.copy());
        }

        void scale(double factor) {
            CommonOps_DDRM.scale(factor, value);
            if (slope != null) {
                CommonOps_DDRM.scale(factor, slope);
            }
        }
    }

    private static Pair pair(Pair x) {
        int halvings = 0;
        double norm = largestRow(x.value);
        while (norm > 0.5) {
            norm /= 2;
            halvings++;
        }
        x.scale(StrictMath.scalb(1.0, -halvings));
        Pair result = pade(x);
        for (int i = 0; i < halvings; i++) {
            result = result.times(result);
        }
        return result;
    }

    /// The largest sum of absolute values of a row.
    private static double largestRow(DMatrixRMaj x) {
        double largest = 0;
        for (int i = 0; i < x.numRows; i++) {
            double sum = 0;
            for (int j = 0; j < x.numCols; j++) {
                sum += Math.abs(x.get(i, j));
            }
            if (!(sum < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException(
                        "exponential: expected finite parameters, got others");
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    /// D^-1 N with N = even + odd powers, D = even - odd powers.
    private static Pair pade(Pair x) {
        int n = x.value.numRows;
        Pair square = x.times(x), even = zero(x), odd = zero(x), power = zero(x);
        CommonOps_DDRM.setIdentity(power.value);
        double c = 1;
        for (int k = 0; k <= DEGREE; k++) {
            (k % 2 == 0 ? even : odd).add(c, power);
            c *= (double) (DEGREE - k) / ((k + 1) * (2 * DEGREE - k));
            if (k % 2 == 1) {
                power = k == 1 ? square.copy() : power.times(square);
            }
        }
        odd = x.times(odd);
        Pair denominator = even.copy();
        denominator.add(-1, odd);
        even.add(1, odd);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.lu(n);
        if (!solver.setA(denominator.value.copy())) {
            throw new ArithmeticException("exponential: Pade denominator is singular");
        }
        DMatrixRMaj value = new DMatrixRMaj(n, n);
        solver.solve(even.value, value);
        if (even.slope == null || denominator.slope == null) {
            return new Pair(value, null);
        }
        // D V = N  gives  D V' = N' - D' V.
        DMatrixRMaj slope = new DMatrixRMaj(n, n), rest = even.slope;
        CommonOps_DDRM.multAdd(-1, denominator.slope, value, rest);
        solver.solve(rest, slope);
        return new Pair(value, slope);
    }

    private static Pair zero(Pair like) {
        int n = like.value.numRows;
        return new Pair(new DMatrixRMaj(n, n), like.slope == null ? null : new DMatrixRMaj(n, n));
    }
}
