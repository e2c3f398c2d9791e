package eigentone.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PatchFiguresTest {
    /// Single rounding of the phases' steps moves P1 and P3 by up to 1e-4 in a quarter of a second.
    private static final double LARGEST_OF_OSCILLATORS = 1e-3;

    private static final double LARGEST_OF_FILTERS = 1e-4;

    static List<PatchFigures.Case> cases() {
        return PatchFigures.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void soundsAsTheReference(PatchFigures.Case patch) {
        boolean oscillates = patch.patch().inputChannels() == 0;

        assertThat(PatchFigures.error(patch))
                .isLessThan(oscillates ? LARGEST_OF_OSCILLATORS : LARGEST_OF_FILTERS);
    }
}
