package eigentone.engine.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The rule for remembered states against the recursion that it solves.
final class CheckpointsTest {
    private static final int MOST = 90, PLACES = 12;
    private final long[][] least = new long[MOST + 1][PLACES];

    /// The least number of segments run again, tried out: advance m, remember, go back over what is
    /// beyond, then over the m.
    private long tried(int segments, int free) {
        if (segments <= 1) {
            return 0;
        }
        if (free == 0) {
            return segments * (segments - 1L) / 2;
        }
        if (least[segments][free] == 0) {
            long best = Long.MAX_VALUE;
            for (int m = 1; m < segments; m++) {
                best = Math.min(best, m + tried(segments - m, free - 1) + tried(m, free));
            }
            least[segments][free] = best;
        }
        return least[segments][free];
    }

    @Test
    void formulaIsTheLeast() {
        for (int segments = 1; segments <= MOST; segments++) {
            for (int free = 0; free < PLACES; free++) {
                assertThat(Checkpoints.again(segments, free))
                        .as("%d segments, %d free", segments, free)
                        .isEqualTo(tried(segments, free));
            }
        }
    }

    @Test
    void strideReachesTheLeast() {
        for (int segments = 2; segments <= MOST; segments++) {
            for (int free = 1; free < PLACES; free++) {
                int m = Checkpoints.stride(segments, free);
                assertThat(m).isBetween(1, segments - 1);
                assertThat(m + tried(segments - m, free - 1) + tried(m, free))
                        .isEqualTo(tried(segments, free));
            }
        }
    }
}
