package eigentone.models.train.optimize;

import java.util.List;

/// Curvature from gradients alone, for [HessianFree] where no Gauss-Newton product is at hand.
///
///     H d = (gradient(w + e d) - gradient(w - e d)) / (2 e)
///
/// It is the Hessian's, which may bend down: the solver stops there. With e |d| = 0.004 (1 + |w|),
/// largest entries, about the third root of float's rounding, the product is good to some 1e-5.
/// Source: J. Nocedal and S. J. Wright, "Numerical optimization", 2nd edition, 2006, section 8.1.
/// There is no structural damping.
public record DifferenceCurvature(List<Tensor> tensors, Objective objective)
        implements CurvedObjective {
    private static final double RELATIVE = 0.004;

    public DifferenceCurvature {
        tensors = List.copyOf(tensors);
    }

    @Override
    public double evaluate(float[][] weights, float[][] gradient) {
        return objective.evaluate(weights, gradient);
    }

    /// @throws IllegalArgumentException when structural damping is asked for
    @Override
    public void curvature(
            float[][] weights, float[][] direction, double structural, float[][] product) {
        if (structural != 0) {
            throw new IllegalArgumentException(
                    "curvature by differences: expected no structural damping, got " + structural);
        }
        double[] w = Flat.of(weights), d = Flat.of(direction);
        double largest = largest(d);
        double e = largest > 0 ? RELATIVE * (1 + largest(w)) / largest : 1;
        float[][] there = Tensor.zeros(tensors), above = Tensor.zeros(tensors);
        Flat.step(w, e, d, there);
        objective.evaluate(there, above);
        float[][] below = Tensor.zeros(tensors);
        Flat.step(w, -e, d, there);
        objective.evaluate(there, below);
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < product[i].length; j++) {
                product[i][j] = (float) (((double) above[i][j] - below[i][j]) / (2 * e));
            }
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }
}
