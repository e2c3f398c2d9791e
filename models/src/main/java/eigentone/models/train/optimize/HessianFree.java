package eigentone.models.train.optimize;

import java.util.List;

/// Hessian-free optimisation: Newton steps whose curvature is never written down, only multiplied.
///
///     solve (G + lambda I + lambda mu S) d = -gradient  by conjugate gradients,
///     from 0.95 times the last solution
///     rho = (f(w + d) - f(w)) / q(d);   lambda * 3/2 if rho < 1/4,  * 2/3 if rho > 3/4
///
/// G is the Gauss-Newton matrix and S the structural damping, both from the [CurvedObjective]; q is
/// the damped quadratic model. Of the points on the way to d the lowest is taken, looking back from
/// the last as long as the loss falls; then the step is shortened until the loss falls as its slope
/// promises. Sources: J. Martens, "Deep learning via Hessian-free optimization", ICML 2010; J.
/// Martens and I. Sutskever, "Learning recurrent neural networks with Hessian-free optimization",
/// ICML 2011. Not taken over: the preconditioner. Owned by one thread.
public final class HessianFree {
    /// How much of the last solution the next one starts from; Martens 2010, section 4.5 says that
    /// it pays to shrink it.
    private static final double KEPT = 0.95;

    private static final double PROGRESS = 5e-4;
    private static final double DECREASE = 1e-2;
    private static final double SHORTER = 0.8;
    private static final int SHORTENINGS = 60;

    /// @param damping lambda at the start, above 0
    /// @param structural mu, 0 or more; 0 where there is no S
    /// @param solverSteps of conjugate gradients, at most; 1 or more
    public record Settings(double damping, double structural, int solverSteps) {
        /// @throws IllegalArgumentException outside of the ranges
        public Settings {
            Rates.checkPositive("hessian-free 'damping'", damping);
            Rates.checkNotNegative("hessian-free 'structural'", structural);
            Rates.checkPositive("hessian-free 'solverSteps'", solverSteps);
        }
    }

    private final List<Tensor> tensors;
    private final Settings settings;
    private final float[][] solution;
    private double damping;

    public HessianFree(List<Tensor> tensors, Settings settings) {
        this.tensors = Tensor.distinct(tensors);
        this.settings = settings;
        solution = Tensor.zeros(tensors);
        damping = settings.damping;
    }

    /// One step: changes `weights` and returns the loss there, which is never above that before.
    ///
    /// @throws IllegalArgumentException for arrays of other lengths
    public double step(CurvedObjective objective, float[][] weights) {
        Tensor.check("weights", tensors, weights);
        double[] x = Flat.of(weights);
        float[][] gradient = Tensor.zeros(tensors);
        double loss = objective.evaluate(weights, gradient);
        double[] down = Flat.of(gradient), start = Flat.of(solution);
        for (int i = 0; i < down.length; i++) {
            down[i] = -down[i];
            start[i] *= KEPT;
        }
        List<ConjugateGradients.Iterate> way =
                ConjugateGradients.solve(
                        d -> damped(objective, weights, d),
                        down,
                        start,
                        settings.solverSteps,
                        PROGRESS);
        Flat.write(way.getLast().x(), solution);

        int best = way.size() - 1;
        double reached = loss(objective, x, 1, way.get(best).x());
        while (best > 0) {
            double earlier = loss(objective, x, 1, way.get(best - 1).x());
            if (!(earlier < reached) && Double.isFinite(reached)) {
                break;
            }
            best--;
            reached = earlier;
        }
        double[] d = way.get(best).x();
        adapt((reached - loss) / way.get(best).value());

        double scale = 1, slope = -Flat.dot(down, d);
        for (int i = 0; !(reached <= loss + DECREASE * scale * Math.min(slope, 0)); i++) {
            if (i == SHORTENINGS) {
                scale = 0;
                reached = loss;
                break;
            }
            scale *= SHORTER;
            reached = loss(objective, x, scale, d);
        }
        Flat.step(x, scale, d, weights);
        return reached;
    }

    private double[] damped(CurvedObjective objective, float[][] weights, double[] direction) {
        float[][] rounded = Tensor.zeros(tensors), product = Tensor.zeros(tensors);
        // Only directions count to the product: at unit length none under- or overflows in floats.
        double length = Math.sqrt(Flat.dot(direction, direction));
        if (length == 0) {
            return new double[direction.length];
        }
        double[] unit = direction.clone();
        for (int i = 0; i < unit.length; i++) {
            unit[i] /= length;
        }
        Flat.write(unit, rounded);
        objective.curvature(weights, rounded, damping * settings.structural, product);
        double[] result = Flat.of(product);
        for (int i = 0; i < result.length; i++) {
            result[i] = length * result[i] + damping * direction[i];
        }
        return result;
    }

    private double loss(Objective objective, double[] from, double scale, double[] direction) {
        float[][] there = Tensor.zeros(tensors);
        Flat.step(from, scale, direction, there);
        return objective.evaluate(there, Tensor.zeros(tensors));
    }

    /// Levenberg and Marquardt: trust the model more where it foretold well.
    private void adapt(double rho) {
        if (rho > 0.75) {
            damping *= 2.0 / 3;
        } else if (!(rho >= 0.25)) {
            damping *= 1.5;
        }
    }

    /// Lambda, as it stands.
    public double damping() {
        return damping;
    }

    /// What it remembers; copies.
    public Saved save() {
        return Saved.empty().with("solution", tensors, solution).with("damping", damping);
    }

    /// Continues where [#save] was called, with weights as they were there.
    ///
    /// @throws IllegalArgumentException naming what is missing or has another length
    public void restore(Saved saved) {
        saved.into("solution", tensors, solution);
        damping = saved.number("damping");
    }
}
