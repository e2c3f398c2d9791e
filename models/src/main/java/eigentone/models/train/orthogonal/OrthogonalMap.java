package eigentone.models.train.orthogonal;

/// An orthogonal matrix as a function of free parameters: an optimiser moves the parameters as it
/// likes, and the matrix stays orthogonal.
///
///     parameters p  ->  U(p)                    before the network runs
///     dL/dU         ->  dL/dp                   after its gradient is known
///
/// U is computed anew each time, so that rounding does not pile up. Parameters are never decayed: at
/// p = 0 is a matrix like any other. Matrices are row-major, n times n. Any thread; no state.
public interface OrthogonalMap {
    /// Rows and columns of the matrix.
    int size();

    /// How many parameters there are.
    int parameters();

    /// Parameters to start from: zeros where a map has a base.
    default float[] start(long seed) {
        return new float[parameters()];
    }

    /// The matrix; a new array.
    ///
    /// @throws IllegalArgumentException for another number of parameters
    double[] matrix(double[] parameters);

    /// dL/dp from dL/dU at `parameters`; a new array.
    ///
    /// @param matrixGradient dL/dU, row-major
    /// @throws IllegalArgumentException for other lengths
    double[] gradient(double[] parameters, double[] matrixGradient);

    /// The matrix rounded into `matrix`, for weights in float: U'U differs from I by 1e-7 or so.
    ///
    /// @throws IllegalArgumentException for other lengths
    default void matrix(float[] parameters, float[] matrix) {
        Squares.check("matrix", matrix.length, size() * size());
        Squares.round(matrix(Squares.widen(parameters)), matrix);
    }

    /// dL/dp into `gradient`, for gradients in float.
    ///
    /// @throws IllegalArgumentException for other lengths
    default void gradient(float[] parameters, float[] matrixGradient, float[] gradient) {
        Squares.check("gradient", gradient.length, parameters());
        double[] exact = gradient(Squares.widen(parameters), Squares.widen(matrixGradient));
        Squares.round(exact, gradient);
    }
}
