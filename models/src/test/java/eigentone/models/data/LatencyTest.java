package eigentone.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyTest {
    private static final double RATE_HZ = 44_100;
    private static final int MAX_LAG = 22_050;

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 0",
        "0, 20, 0, 0.003",
        "137, 1, 0, 0.0001",
        "137, 8, 1, 0.0001",
        "137, 20, 2, 0.003",
        "1, 20, 3, 0.0001",
        "20000, 20, 3, 0.003",
        "-50, 20, 2, 0.0001",
        "-9000, 1, 3, 0.003"
    })
    void aDeviceIsNeverFoundLateAndAtMostThreeFramesEarly(
            int late, double drive, int filters, double noise) {
        float[] x = Recordings.strings(132_300, 1);
        Latency found =
                Latency.measure(
                        x, Recordings.device(x, drive, filters, late, noise), RATE_HZ, 0, MAX_LAG);
        assertThat(found.frames()).isBetween(late - 3, late);
        assertThat(found.inverted()).isFalse();
        assertThat(found.clarity()).isGreaterThan(40);
        assertThat(found.milliseconds()).isCloseTo(found.frames() / 44.1, within(1e-9));
    }

    @Test
    void theOtherPolarityIsSeen() {
        float[] x = Recordings.strings(88_200, 2);
        Latency found =
                Latency.measure(x, Recordings.device(x, -5, 1, 30, 1e-4), RATE_HZ, 0, MAX_LAG);
        assertThat(found.frames()).isBetween(27, 30);
        assertThat(found.inverted()).isTrue();
    }

    @Test
    void strangersAreUnclear() {
        float[] x = Recordings.strings(132_300, 1);
        float[] noise = Recordings.device(new float[132_300], 1, 0, 0, 0.1);
        assertThat(Latency.measure(x, noise, RATE_HZ, 0, MAX_LAG).clarity()).isLessThan(6);
        assertThat(Latency.measure(x, new float[132_300], RATE_HZ, 0, MAX_LAG).clarity()).isZero();
    }

    /// Clips that begin with the same click, whatever the latency of what is in them.
    @Test
    void theEndsOfClipsAreNotHeard() {
        float[] x = Recordings.strings(132_300, 4);
        float[] y = Recordings.device(x, 3, 1, 200, 1e-4);
        for (int t = 0; t < x.length; t += 11_025) {
            x[t] += 20;
            y[t] += 20;
        }
        assertThat(Latency.measure(x, y, RATE_HZ, 11_025, 5000).frames()).isBetween(197, 200);
        assertThat(Latency.measure(x, y, RATE_HZ, 0, 5000).frames()).isZero();
    }

    @Test
    void aFrameLessThanFoundIsMovedAndNoneWithinAMillisecond() {
        assertThat(new Latency(44, RATE_HZ, 40, false).lag()).isZero();
        assertThat(new Latency(-5, RATE_HZ, 40, false).lag()).isZero();
        assertThat(new Latency(100, RATE_HZ, 40, false).lag()).isEqualTo(99);
        assertThat(Latency.told(5, RATE_HZ).lag()).isEqualTo(5);
    }
}
