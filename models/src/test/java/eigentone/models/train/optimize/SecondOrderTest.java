package eigentone.models.train.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Methods that minimise a whole function.
final class SecondOrderTest {
    /// Weights near 1 are rounded to 6e-8, which the valley's wall turns into 100 (2 * 6e-8)^2.
    private static final double ROUNDED_VALLEY = 1e-11;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20, 60})
    void conjugateGradientsSolveWhatEjmlSolves(int n) {
        double[] a = Functions.definite(n, n), b = new double[n], start = new double[n];
        for (int i = 0; i < n; i++) {
            b[i] = Math.cos(3 * i + 1);
            start[i] = Math.sin(i);
        }
        List<ConjugateGradients.Iterate> way =
                ConjugateGradients.solve(x -> Functions.product(a, x), b, start, 4 * n, 0);
        DMatrixRMaj solution = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.solve(
                new DMatrixRMaj(n, n, true, a), new DMatrixRMaj(n, 1, true, b), solution);
        double[] found = way.getLast().x();
        for (int i = 0; i < n; i++) {
            // Condition 100 times the rounding of float64, with room for the sums.
            assertThat(found[i]).isCloseTo(solution.data[i], within(1e-12));
        }
        double q = Flat.dot(found, Functions.product(a, found)) / 2 - Flat.dot(b, found);
        assertThat(way.getLast().value()).isCloseTo(q, within(1e-12));
        for (int i = 1; i < way.size(); i++) {
            assertThat(way.get(i).value()).isLessThanOrEqualTo(way.get(i - 1).value() + 1e-15);
        }
    }

    /// With searches that are all but exact it is the conjugate gradient method: n steps. One more,
    /// as weights and gradients are floats.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8})
    void lbfgsFindsTheBottomOfAQuadraticInAsManyStepsAsWeights(int n) {
        Functions.Quadratic bowl = new Functions.Quadratic(n, 4);
        Lbfgs lbfgs = new Lbfgs(bowl.tensors(), new Lbfgs.Settings(10, 1e-5, 1e-4, 20));
        float[][] weights = new float[1][n];
        double start = bowl.evaluate(weights, new float[1][n]);
        double loss = start;
        for (int i = 0; i < n + 1; i++) {
            loss = lbfgs.step(bowl, weights);
        }
        assertThat(loss).isLessThan(1e-10 * start);
    }

    @Test
    void lbfgsFollowsTheValleyToItsEnd() {
        Functions.Rosenbrock valley = new Functions.Rosenbrock();
        Lbfgs lbfgs = new Lbfgs(Functions.Rosenbrock.TENSORS, Lbfgs.Settings.usual());
        float[][] weights = Functions.Rosenbrock.start();
        double before = Double.POSITIVE_INFINITY;
        int steps = 0;
        while (!lbfgs.finished() && steps < 100) {
            double loss = lbfgs.step(valley, weights);
            assertThat(loss).isLessThanOrEqualTo(before);
            assertThat(loss).isEqualTo(valley.evaluate(weights, new float[2][1]));
            valley.evaluations--;
            before = loss;
            steps++;
        }
        assertThat(before).isLessThan(ROUNDED_VALLEY);
        assertThat(lbfgs.finished()).isTrue();
        // Steps are evaluated once and a little, not twice.
        assertThat(valley.evaluations).isLessThan(100);
    }

    /// The guess of the curvature has the right size, so that nearly every step is the first one
    /// tried: a few searches more than steps, in a bowl whose walls rise like 1 to 100.
    @Test
    void lbfgsTriesTheRightStepFirst() {
        Functions.Quadratic bowl = new Functions.Quadratic(20, 8);
        Lbfgs lbfgs = new Lbfgs(bowl.tensors(), Lbfgs.Settings.usual());
        float[][] weights = new float[1][20];
        for (int i = 0; i < 30; i++) {
            lbfgs.step(bowl, weights);
        }
        assertThat(bowl.evaluations).isBetween(30, 40);
    }

    @Test
    void lbfgsContinuesToTheSameBits() {
        Functions.Rosenbrock valley = new Functions.Rosenbrock();
        Lbfgs first = new Lbfgs(Functions.Rosenbrock.TENSORS, new Lbfgs.Settings(3, 1e-4, 0.9, 20));
        float[][] weights = Functions.Rosenbrock.start();
        for (int i = 0; i < 12; i++) {
            first.step(valley, weights);
        }
        float[][] twin = {weights[0].clone(), weights[1].clone()};
        Lbfgs second =
                new Lbfgs(Functions.Rosenbrock.TENSORS, new Lbfgs.Settings(3, 1e-4, 0.9, 20));
        second.restore(first.save());
        for (int i = 0; i < 8; i++) {
            assertThat(second.step(valley, twin)).isEqualTo(first.step(valley, weights));
            assertThat(twin).isDeepEqualTo(weights);
        }
    }

    @Test
    void aLossThatIsNotANumberEndsLbfgsWhereItStands() {
        Lbfgs lbfgs = new Lbfgs(Functions.Rosenbrock.TENSORS, Lbfgs.Settings.usual());
        float[][] weights = Functions.Rosenbrock.start();
        assertThat(
                        lbfgs.step(
                                (w, g) -> {
                                    g[0][0] = Float.NaN;
                                    return Double.NaN;
                                },
                                weights))
                .isNaN();
        assertThat(lbfgs.finished()).isTrue();
        assertThat(weights).isDeepEqualTo(Functions.Rosenbrock.start());
    }

    /// What it knows of one objective is not taken for another's.
    @Test
    void lbfgsMayGoFromObjectiveToObjective() {
        Functions.Rosenbrock valley = new Functions.Rosenbrock();
        Lbfgs lbfgs = new Lbfgs(Functions.Rosenbrock.TENSORS, Lbfgs.Settings.usual());
        Lbfgs undisturbed = new Lbfgs(Functions.Rosenbrock.TENSORS, Lbfgs.Settings.usual());
        float[][] weights = Functions.Rosenbrock.start(), twin = Functions.Rosenbrock.start();
        Objective broken =
                (w, g) -> {
                    g[0][0] = Float.NaN;
                    return Double.NaN;
                };
        for (int i = 0; i < 5; i++) {
            lbfgs.step(valley, weights);
            undisturbed.step(valley, twin);
        }
        lbfgs.step(broken, weights);
        assertThat(weights).isDeepEqualTo(twin);
        assertThat(lbfgs.step(valley, weights)).isLessThan(valley.evaluate(twin, new float[2][1]));
    }

    /// Both conditions hold where the search ends, and a cliff of NaN is backed away from.
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 1, 10, 1000})
    void theLineSearchMeetsTheStrongWolfeConditions(double first) {
        WolfeSearch.Line line =
                at ->
                        new WolfeSearch.Point(
                                at,
                                at > 50 ? Double.NaN : Math.cosh(at - 3) + 0.3 * Math.sin(5 * at),
                                Math.sinh(at - 3) + 1.5 * Math.cos(5 * at));
        WolfeSearch.Point start = line.evaluate(0);
        assertThat(start.slope()).isNegative();
        WolfeSearch.Point found = new WolfeSearch(1e-4, 0.1, 40).search(line, start, first);
        assertThat(found.value())
                .isLessThanOrEqualTo(start.value() + 1e-4 * found.at() * start.slope());
        assertThat(Math.abs(found.slope())).isLessThanOrEqualTo(0.1 * Math.abs(start.slope()));
    }

    @Test
    void hessianFreeFollowsTheValleyToItsEnd() {
        for (double structural : new double[] {0, 0.1}) {
            Functions.Rosenbrock valley = new Functions.Rosenbrock();
            HessianFree method =
                    new HessianFree(
                            Functions.Rosenbrock.TENSORS,
                            new HessianFree.Settings(1, structural, 50));
            float[][] weights = Functions.Rosenbrock.start();
            double before = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 100; i++) {
                double loss = method.step(valley, weights);
                assertThat(loss).isLessThanOrEqualTo(before);
                before = loss;
            }
            assertThat(before).isLessThan(ROUNDED_VALLEY);
        }
    }

    @Test
    void hessianFreeNeedsFewStepsWhereTheModelIsTrue() {
        Functions.Quadratic bowl = new Functions.Quadratic(30, 5);
        HessianFree method =
                new HessianFree(bowl.tensors(), new HessianFree.Settings(1e-3, 0, 100));
        float[][] weights = new float[1][30];
        double start = bowl.evaluate(weights, new float[1][30]), loss = start;
        for (int i = 0; i < 4; i++) {
            loss = method.step(bowl, weights);
        }
        assertThat(loss).isLessThan(1e-8 * start);
        assertThat(method.damping()).isLessThan(1e-3);
    }

    /// A bowl that is steeper than its curvature says: the step is too long, and trust goes down.
    @Test
    void dampingGrowsWhereTheModelIsWrong() {
        Functions.Quadratic bowl = new Functions.Quadratic(4, 6);
        CurvedObjective wrong =
                new CurvedObjective() {
                    @Override
                    public double evaluate(float[][] weights, float[][] gradient) {
                        return bowl.evaluate(weights, gradient);
                    }

                    @Override
                    public void curvature(float[][] w, float[][] d, double s, float[][] product) {
                        bowl.curvature(w, d, s, product);
                        for (int i = 0; i < 4; i++) {
                            product[0][i] /= 20;
                        }
                    }
                };
        HessianFree method = new HessianFree(bowl.tensors(), new HessianFree.Settings(1e-3, 0, 50));
        float[][] weights = new float[1][4];
        double start = bowl.evaluate(weights, new float[1][4]);
        assertThat(method.step(wrong, weights)).isLessThan(start);
        assertThat(method.damping()).isEqualTo(1.5e-3);
    }

    @Test
    void hessianFreeContinuesToTheSameBits() {
        Functions.Rosenbrock valley = new Functions.Rosenbrock();
        HessianFree.Settings settings = new HessianFree.Settings(1, 0.1, 50);
        HessianFree first = new HessianFree(Functions.Rosenbrock.TENSORS, settings);
        float[][] weights = Functions.Rosenbrock.start();
        for (int i = 0; i < 6; i++) {
            first.step(valley, weights);
        }
        float[][] twin = {weights[0].clone(), weights[1].clone()};
        HessianFree second = new HessianFree(Functions.Rosenbrock.TENSORS, settings);
        second.restore(first.save());
        for (int i = 0; i < 6; i++) {
            assertThat(second.step(valley, twin)).isEqualTo(first.step(valley, weights));
            assertThat(twin).isDeepEqualTo(weights);
        }
    }

    /// The structural term reaches the solver with the damping as its factor.
    @Test
    void structuralDampingHoldsAStepBack() {
        double[] moved = new double[2];
        for (int i = 0; i < 2; i++) {
            Functions.Rosenbrock valley = new Functions.Rosenbrock();
            float[][] weights = Functions.Rosenbrock.start();
            new HessianFree(
                            Functions.Rosenbrock.TENSORS,
                            new HessianFree.Settings(10, i == 0 ? 0 : 10, 50))
                    .step(valley, weights);
            moved[i] = Math.hypot(weights[0][0] + 1.2, weights[1][0] - 1);
        }
        assertThat(moved[1]).isPositive().isLessThan(0.7 * moved[0]);
    }

    @Test
    void differencesGiveTheCurvature() {
        Functions.Quadratic bowl = new Functions.Quadratic(6, 7);
        CurvedObjective differences = new DifferenceCurvature(bowl.tensors(), bowl);
        float[][] at = {{0, 1, -2, 5, 3, 0}}, direction = {{1, 0, 0, -1, 2, 1e-3f}};
        float[][] exact = new float[1][6], found = new float[1][6];
        bowl.curvature(at, direction, 0, exact);
        differences.curvature(at, direction, 0, found);
        for (int i = 0; i < 6; i++) {
            // Entries up to 200; gradients up to 500 are rounded to 3e-5, over 2 e = 0.024.
            assertThat(found[0][i]).isCloseTo(exact[0][i], within(0.01f));
        }
        assertThatThrownBy(() -> differences.curvature(at, direction, 1, found))
                .hasMessageContaining("expected no structural damping");
        float[][] weights = Functions.Rosenbrock.start();
        HessianFree method =
                new HessianFree(Functions.Rosenbrock.TENSORS, new HessianFree.Settings(1, 0, 50));
        CurvedObjective valley =
                new DifferenceCurvature(Functions.Rosenbrock.TENSORS, new Functions.Rosenbrock());
        double loss = 1;
        for (int i = 0; i < 100; i++) {
            loss = method.step(valley, weights);
        }
        assertThat(loss).isLessThan(1e-7);
    }
}
