package eigentone.audioio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundFeaturesTest {
    private static final double RATE_HZ = 48_000;

    /// A tone that rises in a straight line, then falls by 60 dB in a given time.
    private static float[] note(
            double hz, double attackSeconds, double t60Seconds, double seconds) {
        float[] out = Signals.sine(hz, 0.5, 0, RATE_HZ, (int) (seconds * RATE_HZ));
        for (int n = 0; n < out.length; n++) {
            double t = n / RATE_HZ;
            double gain =
                    t < attackSeconds
                            ? t / attackSeconds
                            : Math.pow(10, -3 * (t - attackSeconds) / t60Seconds);
            out[n] *= (float) gain;
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0.5", "0.1, 2", "0.5, 1"})
    void attackAndDecayAreRead(double attackSeconds, double t60Seconds) {
        Envelope envelope =
                Envelope.of(
                        note(440, attackSeconds, t60Seconds, attackSeconds + t60Seconds), RATE_HZ);
        assertThat(envelope.attackSeconds()).isCloseTo(0.8 * attackSeconds, within(0.011));
        assertThat(envelope.decaySeconds()).isCloseTo(t60Seconds / 3, within(0.015));
        assertThat(envelope.sustained()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2, 6", "5.5, 3", "12, 1"})
    void tremoloIsRead(double rateHz, double depthDb) {
        float[] tone = Signals.sine(440, 0.2, 0, RATE_HZ, 192_000);
        for (int n = 0; n < tone.length; n++) {
            tone[n] *= (float) Signals.gain(depthDb * Math.sin(2 * Math.PI * rateHz * n / RATE_HZ));
        }
        Envelope envelope = Envelope.of(tone, RATE_HZ);
        assertThat(envelope.modulationHz()).isCloseTo(rateHz, within(0.05));
        assertThat(envelope.modulationDb()).isCloseTo(depthDb, within(0.1 * depthDb));
        assertThat(envelope.sustained()).isTrue();
    }

    @Test
    void aSteadyToneAndADecayHaveNoTremolo() {
        assertThat(Envelope.of(Signals.sine(440, 0.2, 0, RATE_HZ, 192_000), RATE_HZ).modulationDb())
                .isLessThan(0.2);
        assertThat(Envelope.of(note(440, 0.005, 12, 4), RATE_HZ).modulationDb()).isLessThan(0.5);
    }

    @Test
    void centroidBandsAndFlatness() {
        Timbre sine = Timbre.of(Signals.sine(1000, 0.5, 0, RATE_HZ, 48_000), RATE_HZ);
        assertThat(sine.centroidHz()).isCloseTo(1000, within(10.0));
        assertThat(sine.flatness()).isLessThan(0.001);
        assertThat(sine.bandsDb()[5]).isCloseTo(0, within(0.1));
        assertThat(sine.bandsDb()[3]).isLessThan(-30);

        Timbre noise = Timbre.of(Signals.noise(2, 0.1, 480_000), RATE_HZ);
        assertThat(noise.centroidHz()).isCloseTo(10_010, within(100.0));
        assertThat(noise.flatness()).isGreaterThan(0.95);
        // Each octave of white noise has twice the power of the one below.
        assertThat(noise.bandsDb()[8] - noise.bandsDb()[7]).isCloseTo(3.01, within(0.2));

        float[] two =
                Signals.sum(
                        Signals.sine(250, 0.1, 0, RATE_HZ, 48_000),
                        Signals.sine(4000, 0.1, 0, RATE_HZ, 48_000));
        assertThat(Timbre.of(two, RATE_HZ).centroidHz()).isCloseTo(2125, within(20.0));
    }

    @Test
    void distanceTellsSoundsApart() {
        SoundFeatures pluck = SoundFeatures.of(note(440, 0.005, 1, 2), RATE_HZ);
        SoundFeatures same = SoundFeatures.of(note(442, 0.005, 1.02, 2), RATE_HZ);
        SoundFeatures pad = SoundFeatures.of(note(440, 0.5, 20, 2), RATE_HZ);
        SoundFeatures bright =
                SoundFeatures.of(
                        Signals.sum(note(440, 0.005, 1, 2), note(3520, 0.005, 1, 2)), RATE_HZ);
        SoundFeatures hiss = SoundFeatures.of(Signals.noise(3, 0.1, 96_000), RATE_HZ);
        assertThat(pluck.distance(pluck)).isZero();
        assertThat(pluck.distance(same)).isLessThan(0.3);
        assertThat(pluck.distance(pad)).isGreaterThan(1);
        assertThat(pluck.distance(bright)).isGreaterThan(1).isEqualTo(bright.distance(pluck));
        assertThat(pluck.distance(hiss)).isGreaterThan(4);
    }

    @Test
    void silenceAndTinySoundsAreFinite() {
        for (int frames : new int[] {0, 1, 100, 1000}) {
            SoundFeatures silent = SoundFeatures.of(new float[frames], RATE_HZ);
            SoundFeatures click = SoundFeatures.of(Signals.noise(1, 0.1, frames), RATE_HZ);
            assertThat(silent.envelope()).isEqualTo(new Envelope(0, 0, false, 0, 0));
            assertThat(silent.distance(click)).isFinite();
        }
    }
}
