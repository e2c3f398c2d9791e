package eigentone.models.train.orthogonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.language.Shape;
import eigentone.models.initial.Orthogonal;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.optimize.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Matrices that stay orthogonal, and the gradients of their parameters.
final class OrthogonalMapTest {
    /// Rounding of float64 over some hundred sums.
    private static final double EXACT = 1e-13;

    /// Differences of four points err by the fourth power of h = 0.0001 over the shortest length
    /// that counts, that of a reflection's vector (0.1 and more), and by EXACT / h.
    private static final double DIFFERENCES = 2e-9;

    static Stream<OrthogonalMap> maps() {
        return Stream.of(1, 2, 5, 9).flatMap(OrthogonalMapTest::ofSize);
    }

    static Stream<OrthogonalMap> smallMaps() {
        return ofSize(5);
    }

    private static Stream<OrthogonalMap> ofSize(int n) {
        return Stream.of(
                new Cayley(n, haar(n, n)),
                new Exponential(n, haar(n, n)),
                new Householder(n, 1),
                new Householder(n, n));
    }

    private static double[] haar(int n, long seed) {
        return Orthogonal.haar().values(new Shape(n, n), new SplittableRandom(seed));
    }

    private static double[] normal(int count, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        return values;
    }

    /// L = sum w U + U^3 / 3
    private static double loss(double[] u, double[] w) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += w[i] * u[i] + u[i] * u[i] * u[i] / 3;
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("maps")
    void gradientEqualsCentralDifferences(OrthogonalMap map) {
        int n = map.size();
        for (double deviation : new double[] {0.3, 3}) {
            double[] p = normal(map.parameters(), deviation, 5), w = normal(n * n, 1, 6);
            double[] u = map.matrix(p), g = new double[n * n];
            for (int i = 0; i < g.length; i++) {
                g[i] = w[i] + u[i] * u[i];
            }
            double[] gradient = map.gradient(p, g);
            assertThat(gradient).hasSize(map.parameters());
            for (int i = 0; i < p.length; i++) {
                double wide = slope(map, p, w, i, 2e-4), narrow = slope(map, p, w, i, 1e-4);
                assertThat(gradient[i]).isCloseTo((4 * narrow - wide) / 3, within(DIFFERENCES));
            }
        }
    }

    private static double slope(OrthogonalMap map, double[] p, double[] w, int i, double h) {
        double middle = p[i];
        p[i] = middle + h;
        double above = loss(map.matrix(p), w);
        p[i] = middle - h;
        double below = loss(map.matrix(p), w);
        p[i] = middle;
        return (above - below) / (2 * h);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void anyParametersGiveAnOrthogonalMatrix(OrthogonalMap map) {
        for (double deviation : new double[] {1e-3, 1, 30}) {
            double[] u = map.matrix(normal(map.parameters(), deviation, 7));
            assertThat(Base.distance(Squares.of(u, map.size()))).isLessThan(EXACT);
        }
    }

    /// Adam along noisy gradients towards a target that jumps now and then, in floats as in
    /// training.
    @ParameterizedTest
    @MethodSource("smallMaps")
    void tenThousandStepsStayOrthogonal(OrthogonalMap map) {
        int n = map.size();
        List<Tensor> tensors = List.of(new Tensor("parameters", map.parameters(), false));
        Adam adam = new Adam(tensors, Adam.Settings.usual());
        float[][] p = Tensor.zeros(tensors), g = Tensor.zeros(tensors);
        if (map instanceof Householder householder) {
            p[0] = householder.start(1);
        }
        float[] u = new float[n * n], du = new float[n * n];
        double[] target = haar(n, 1);
        SplittableRandom random = new SplittableRandom(2);
        double furthest = 0, moved = 0;
        for (int step = 0; step < 10_000; step++) {
            if (step % 2000 == 0) {
                target = haar(n, step);
            }
            float[] before = u.clone();
            map.matrix(p[0], u);
            furthest = Math.max(furthest, Base.distance(Squares.of(Squares.widen(u), n)));
            for (int i = 0; i < u.length; i++) {
                du[i] = (float) (u[i] - target[i] + 0.1 * random.nextGaussian());
                moved += step > 0 ? Math.abs(u[i] - before[i]) : 0;
            }
            map.gradient(p[0], du, g[0]);
            adam.step(p, g, 0.01);
        }
        assertThat(furthest).isLessThan(1e-6);
        assertThat(moved).isGreaterThan(1);
    }

    @Test
    void adamFindsAnOrthogonalMatrix() {
        int n = 6;
        double[] base = haar(n, 3);
        // A rotation away from the base, so that the determinant is the base's.
        double[] target = new Exponential(n, base).matrix(normal(15, 0.5, 4));
        for (OrthogonalMap map :
                List.of(new Cayley(n, base), new Exponential(n, base), new Householder(n, n + 1))) {
            List<Tensor> tensors = List.of(new Tensor("p", map.parameters(), false));
            Adam adam = new Adam(tensors, Adam.Settings.usual());
            float[][] p = Tensor.zeros(tensors), g = Tensor.zeros(tensors);
            double sign = 1;
            if (map instanceof Householder householder) {
                p[0] = householder.start(9);
                sign = determinant(base, n) * determinant(map.matrix(Squares.widen(p[0])), n);
            }
            float[] u = new float[n * n], du = new float[n * n];
            double error = 0;
            for (int step = 0; step < 3000; step++) {
                map.matrix(p[0], u);
                error = 0;
                for (int i = 0; i < u.length; i++) {
                    // The first row's sign decides the determinant.
                    double wanted = i < n ? sign * target[i] : target[i];
                    du[i] = (float) (u[i] - wanted);
                    error += du[i] * du[i];
                }
                map.gradient(p[0], du, g[0]);
                adam.step(p, g, 0.02 / (1 + step / 300.0));
            }
            assertThat(error).as(map.getClass().getSimpleName()).isLessThan(1e-8);
        }
    }

    private static double determinant(double[] u, int n) {
        return Math.signum(CommonOps_DDRM.det(Squares.of(u, n)));
    }

    @Test
    void anglesAreKnownInThePlane() {
        double[] identity = {1, 0, 0, 1};
        double a = 0.7, half = 2 * Math.atan(a / 2);
        close(
                new Exponential(2, identity).matrix(new double[] {a}),
                Math.cos(a),
                Math.sin(a),
                -Math.sin(a),
                Math.cos(a));
        close(
                new Cayley(2, identity).matrix(new double[] {a}),
                Math.cos(half),
                Math.sin(half),
                -Math.sin(half),
                Math.cos(half));
        // A thousand turns and a bit.
        double far = 2000 * Math.PI + 0.7;
        double[] turned = new Exponential(2, identity).matrix(new double[] {far});
        assertThat(turned[0]).isCloseTo(Math.cos(far), within(1e-11));
        close(new Householder(2, 1).matrix(new double[] {3, 0}), -1, 0, 0, 1);
        // Two reflections, 0.35 apart, turn by 0.7.
        close(
                new Householder(2, 2).matrix(new double[] {2, 0, Math.cos(0.35), Math.sin(0.35)}),
                Math.cos(a),
                Math.sin(a),
                -Math.sin(a),
                Math.cos(a));
    }

    private static void close(double[] found, double... expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(EXACT));
        }
    }

    @Test
    void aRoundedBaseIsMadeOrthogonalAndAnotherRefused() {
        double[] exact = haar(7, 1), rounded = new double[49];
        for (int i = 0; i < 49; i++) {
            rounded[i] = (float) exact[i];
        }
        double[] base = new Cayley(7, rounded).matrix(new double[21]);
        assertThat(Base.distance(Squares.of(base, 7))).isLessThan(EXACT);
        assertThat(base[10]).isCloseTo(exact[10], within(1e-6));
        rounded[3] += 0.1;
        assertThatThrownBy(() -> new Exponential(7, rounded))
                .hasMessageContaining("'base': expected U'U within 0.001 of I");
        assertThatThrownBy(() -> new Cayley(7, new double[8]))
                .hasMessage("orthogonal 'base': expected 49 numbers, got 8");
        assertThatThrownBy(() -> new Householder(2, 1).matrix(new double[2]))
                .hasMessage("householder 'vector 0': expected a finite length above 0, got 0.0");
        assertThatThrownBy(() -> new Cayley(7, exact).matrix(new double[20]))
                .hasMessage("orthogonal 'parameters': expected 21 numbers, got 20");
        double[] notFinite = new double[21];
        notFinite[4] = Double.NaN;
        assertThatThrownBy(() -> new Exponential(7, exact).matrix(notFinite))
                .hasMessageContaining("expected finite parameters");
    }
}
