package eigentone.models.online;

import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/// The linear map that fits all examples at once, with weights that are held short: what a reservoir
/// is read out by.
///
///     W = least of  sum |d(i) - W x(i)|^2 + ridge |W|^2  =  D X' (X X' + ridge I)^-1
///
/// by Cholesky decomposition in float64. Memory is inputs^2, whatever the number of examples. For
/// examples that come while one plays, see [RecursiveLeastSquares].
///
/// Source: M. Lukosevicius and H. Jaeger, "Reservoir computing approaches to recurrent neural
/// network training", Computer Science Review 3(3), 2009, section 8.1. One thread at a time.
public final class Ridge {
    static {
        // One schedule, one result: sums in another order have other bits.
        EjmlConcurrency.USE_CONCURRENT = false;
    }

    private final int inputs;
    private final int outputs;

    /// X X', of which the upper triangle is filled, and X D'.
    private final double[] correlation;

    private final double[] cross;

    /// @throws IllegalArgumentException without inputs or outputs
    public Ridge(int inputs, int outputs) {
        if (inputs < 1 || outputs < 1) {
            throw new IllegalArgumentException(
                    "ridge: expected inputs and outputs, got %d and %d".formatted(inputs, outputs));
        }
        this.inputs = inputs;
        this.outputs = outputs;
        correlation = new double[Math.multiplyExact(inputs, inputs)];
        cross = new double[Math.multiplyExact(inputs, outputs)];
    }

    /// Adds the example that `x` gives `target`.
    ///
    /// @throws IllegalArgumentException for other lengths, or a number that is not finite
    public void add(double[] x, double[] target) {
        check("input", x, inputs);
        check("target", target, outputs);
        for (int i = 0; i < inputs; i++) {
            double xi = x[i];
            for (int j = i; j < inputs; j++) {
                correlation[i * inputs + j] += xi * x[j];
            }
            for (int o = 0; o < outputs; o++) {
                cross[i * outputs + o] += xi * target[o];
            }
        }
    }

    private static void check(String what, double[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(
                    "ridge '%s': expected %d numbers, got %d"
                            .formatted(what, expected, values.length));
        }
        for (double v : values) {
            if (!Double.isFinite(v)) {
                throw new IllegalArgumentException(
                        "ridge '%s': expected finite numbers, got %s".formatted(what, v));
            }
        }
    }

    /// The map of the examples so far.
    ///
    /// @param ridge above 0: how much a long weight costs, in squared errors
    /// @return row after row, one for each output
    /// @throws IllegalArgumentException for a ridge out of range, or too small for these examples
    public double[] solve(double ridge) {
        if (!(ridge > 0 && ridge < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ridge: expected above 0, got " + ridge);
        }
        DMatrixRMaj a = new DMatrixRMaj(inputs, inputs);
        for (int i = 0; i < inputs; i++) {
            for (int j = i; j < inputs; j++) {
                double v = correlation[i * inputs + j] + (i == j ? ridge : 0);
                a.set(i, j, v);
                a.set(j, i, v);
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(inputs);
        if (!solver.setA(a)) {
            throw new IllegalArgumentException(
                    "ridge: expected enough for a correlation of %d inputs, got %s; try 10 times more"
                            .formatted(inputs, ridge));
        }
        DMatrixRMaj w = new DMatrixRMaj(inputs, outputs);
        solver.solve(new DMatrixRMaj(inputs, outputs, true, cross.clone()), w);
        double[] rows = new double[inputs * outputs];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                rows[o * inputs + i] = w.get(i, o);
            }
        }
        return rows;
    }
}
