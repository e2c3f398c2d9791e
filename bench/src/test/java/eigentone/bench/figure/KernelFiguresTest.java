package eigentone.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.bench.measure.Effort;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KernelFiguresTest {
    private static final Effort LEAST = new Effort(0, 1);

    /// Free-running gated cells forget their rounding errors; resonators of three seconds keep
    /// some.
    private static final double LARGEST_ERROR = 2e-5;

    static List<KernelFigures.Case> smallOnes() {
        return KernelFigures.cases().stream().filter(c -> c.size() == 16).toList();
    }

    @ParameterizedTest
    @MethodSource("smallOnes")
    void staysByTheReference(KernelFigures.Case kernel) {
        Figure figure = KernelFigures.measure(kernel, LEAST);

        assertThat(figure.error()).isPositive().isLessThan(LARGEST_ERROR);
        assertThat(figure.nsPerSample()).isPositive();
    }
}
