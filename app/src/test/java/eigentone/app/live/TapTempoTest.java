package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TapTempoTest {
    private final TapTempo taps = new TapTempo();

    @Test
    void theTempoIsTheMeanOfTheLastFourIntervals() {
        assertThat(taps.tap(0)).isZero();
        assertThat(taps.tap(0.5)).isEqualTo(120);
        double last = 0;
        // Uneven taps: the last four intervals are 0.4, 0.6, 0.4 and 0.6 s.
        for (double at : new double[] {0.9, 1.5, 1.9, 2.5}) {
            last = taps.tap(at);
        }
        assertThat(last).isCloseTo(120, within(1e-9));
    }

    @Test
    void aPauseBeginsAnew() {
        taps.tap(0);
        taps.tap(0.5);
        assertThat(taps.tap(10)).isZero();
        assertThat(taps.tap(11)).isEqualTo(60);
    }

    @Test
    void theTempoStaysInItsRange() {
        taps.tap(0);
        assertThat(taps.tap(0.01)).isEqualTo(400);
    }
}
