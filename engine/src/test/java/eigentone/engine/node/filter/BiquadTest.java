package eigentone.engine.node.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Response;
import eigentone.engine.node.Spectrum;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each response against the cookbook's own direct-form coefficients.
class BiquadTest {
    private static final double BOUND_DB = 0.05;

    /// Where the response is below this, float32 noise may be of its size.
    private static final double FLOOR_DB = -80;

    @ParameterizedTest
    @EnumSource
    void magnitudeIsTheCookbooks(Biquad.Response response) {
        for (double rate : new double[] {8000, 48000}) {
            for (double cutoff : new double[] {25, 3400}) {
                for (double q : new double[] {0.4, 0.7071, 6}) {
                    for (double gain : new double[] {-18, 9}) {
                        compare(response, rate, cutoff, q, gain);
                    }
                }
            }
        }
    }

    private static void compare(
            Biquad.Response response, double rate, double cutoff, double q, double gain) {
        Play render =
                Play.live(new Biquad(response, 1), rate).set("cutoff", cutoff).set("q", q).click();
        if (render.program().controls().size() > 3) {
            render.set("gain", gain);
        }
        // Until the slowest pole has fallen by 120 dB.
        double narrowest = Math.max(q, 1 / q) * 4;
        double[] h = render.out((int) (rate * Math.min(4, narrowest * 13.8 / cutoff)) + 2000);
        double[] c = cookbook(response, cutoff / rate, q, gain);
        for (double hz = 20; hz < 0.48 * rate; hz *= 2.3) {
            double expected = Spectrum.decibels(magnitude(c, hz / rate));
            if (expected > FLOOR_DB) {
                assertThat(Response.db(h, hz, rate))
                        .as("%s %s %s %s %s at %s", response, rate, cutoff, q, gain, hz)
                        .isCloseTo(expected, within(BOUND_DB));
            }
        }
    }

    @Test
    void settingsChooseTheResponse() {
        assertThat(Biquad.TYPE.create(Map.of("response", "low-shelf")))
                .isEqualTo(new Biquad(Biquad.Response.LOW_SHELF, 1));
    }

    /// b0, b1, b2, a0, a1, a2 as printed in the Audio EQ Cookbook.
    private static double[] cookbook(Biquad.Response r, double f, double q, double gainDb) {
        double a = Math.pow(10, gainDb / 40), w = 2 * Math.PI * f;
        double cos = Math.cos(w), alpha = Math.sin(w) / (2 * q), beta = 2 * Math.sqrt(a) * alpha;
        return switch (r) {
            case LOWPASS ->
                    new double[] {
                        (1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha
                    };
            case HIGHPASS ->
                    new double[] {
                        (1 + cos) / 2, -1 - cos, (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha
                    };
            case BANDPASS -> new double[] {alpha, 0, -alpha, 1 + alpha, -2 * cos, 1 - alpha};
            case NOTCH -> new double[] {1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha};
            case ALLPASS ->
                    new double[] {1 - alpha, -2 * cos, 1 + alpha, 1 + alpha, -2 * cos, 1 - alpha};
            case PEAK ->
                    new double[] {
                        1 + alpha * a,
                        -2 * cos,
                        1 - alpha * a,
                        1 + alpha / a,
                        -2 * cos,
                        1 - alpha / a
                    };
            case LOW_SHELF ->
                    new double[] {
                        a * (a + 1 - (a - 1) * cos + beta),
                        2 * a * (a - 1 - (a + 1) * cos),
                        a * (a + 1 - (a - 1) * cos - beta),
                        a + 1 + (a - 1) * cos + beta,
                        -2 * (a - 1 + (a + 1) * cos),
                        a + 1 + (a - 1) * cos - beta
                    };
            case HIGH_SHELF ->
                    new double[] {
                        a * (a + 1 + (a - 1) * cos + beta),
                        -2 * a * (a - 1 + (a + 1) * cos),
                        a * (a + 1 + (a - 1) * cos - beta),
                        a + 1 - (a - 1) * cos + beta,
                        2 * (a - 1 - (a + 1) * cos),
                        a + 1 - (a - 1) * cos - beta
                    };
        };
    }

    private static double magnitude(double[] c, double f) {
        double w = 2 * Math.PI * f;
        double above =
                Math.hypot(
                        c[0] + c[1] * Math.cos(w) + c[2] * Math.cos(2 * w),
                        c[1] * Math.sin(w) + c[2] * Math.sin(2 * w));
        double below =
                Math.hypot(
                        c[3] + c[4] * Math.cos(w) + c[5] * Math.cos(2 * w),
                        c[4] * Math.sin(w) + c[5] * Math.sin(2 * w));
        return above / below;
    }
}
