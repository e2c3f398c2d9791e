package eigentone.engine.node.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisTest {
    @Test
    void followerReadsThePeakWithItsTimes() {
        double[] x = Play.steady(-0.5, 4800);
        Arrays.fill(x, 2400, 4800, 0);
        double[] y =
                Play.live(EnvelopeFollower.TYPE, 48000)
                        .set("attack", 0.01)
                        .set("release", 0.02)
                        .feed("in", x)
                        .out(4800);
        assertThat(y[479]).isCloseTo(0.5 * (1 - Math.exp(-1)), within(1e-3));
        assertThat(y[2399 + 960]).isCloseTo(y[2399] * Math.exp(-1), within(1e-3));
    }

    @Test
    void followerReadsTheEffectiveValue() {
        double[] y =
                Play.live(new EnvelopeFollower("rms", 1), 48000)
                        .set("attack", 0.05)
                        .set("release", 0.05)
                        .feed("in", Play.sine(997, 1, 48000, 24000))
                        .out(24000);
        assertThat(y[23999]).isCloseTo(Math.sqrt(0.5), within(3e-3));
    }

    private static double[] wave(String kind, double hz, int frames) {
        double[] x = Play.sine(hz, 0.5, 48000, frames);
        if (kind.equals("saw")) {
            for (int n = 0; n < frames; n++) {
                double p = hz * n / 48000 + 0.37;
                x[n] = 0.5 * (2 * (p - Math.floor(p)) - 1);
            }
        }
        return x;
    }

    @ParameterizedTest
    @CsvSource({
        "sine, 60",
        "sine, 220.7",
        "sine, 523",
        "sine, 1000",
        "saw, 60",
        "saw, 110.3",
        "saw, 443",
        "saw, 1000"
    })
    void pitchIsWithinOnePercent(String kind, double hz) {
        int frames = 9600;
        Map<String, double[][]> y =
                Play.live(ZeroCrossingPitch.TYPE, 48000)
                        .feed("in", wave(kind, hz, frames))
                        .run(frames);
        for (int n = 4800; n < frames; n++) {
            assertThat(y.get("hz")[0][n]).isCloseTo(hz, within(0.01 * hz));
        }
        assertThat(y.get("confidence")[0][frames - 1]).isGreaterThan(0.9);
    }

    @Test
    void pitchFollowsANewNoteAndLosesConfidenceInSilence() {
        double[] x = wave("saw", 200, 24000), other = wave("saw", 300, 9600);
        System.arraycopy(other, 0, x, 9600, 9600);
        Arrays.fill(x, 19200, 24000, 0);
        Map<String, double[][]> y =
                Play.live(ZeroCrossingPitch.TYPE, 48000).feed("in", x).run(24000);
        assertThat(y.get("hz")[0][9599]).isCloseTo(200, within(2.0));
        assertThat(y.get("hz")[0][14000]).isCloseTo(300, within(3.0));
        assertThat(y.get("hz")[0][23999]).isCloseTo(300, within(30.0));
        assertThat(y.get("confidence")[0][23999]).isZero();
    }

    @Test
    void silenceHasNoPitch() {
        Map<String, double[][]> y = Play.live(ZeroCrossingPitch.TYPE, 48000).run(100);
        assertThat(y.get("hz")[0]).containsOnly(0);
        assertThat(y.get("confidence")[0]).containsOnly(0);
    }
}
