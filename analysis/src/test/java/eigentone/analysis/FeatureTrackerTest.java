package eigentone.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTrackerTest {
    private static final double RATE = 48_000;

    private static float[] sound() {
        float[] x = Sounds.noise(RATE, 2, -60);
        float[] tone = Sounds.tone(RATE, 196, 1, true, 0.3);
        System.arraycopy(tone, 0, x, 20_000, tone.length);
        Sounds.strike(x, RATE, Sounds.Kind.CLAP, -6, 0.2, 1.6);
        return x;
    }

    private static List<Heard> hear(float[] x, long begin, int chunk) {
        FeatureTracker tracker = new FeatureTracker(RATE, FeatureTracker.Attention.USUAL);
        tracker.begin(begin);
        List<Heard> heard = new ArrayList<>();
        for (int t = 0; t < x.length; t += chunk) {
            tracker.feed(x, t, Math.min(chunk, x.length - t), heard::add);
        }
        return heard;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 300, 4096})
    void anyCutIsHeardTheSame(int chunk) {
        List<Heard> whole = hear(sound(), 0, 1 << 20);
        assertThat(whole).anyMatch(Heard::hasPitch).anyMatch(Heard::isOnset);
        assertThat(hear(sound(), 0, chunk)).isEqualTo(whole);
    }

    @Test
    void hopsEndAtMultiplesOfAHopWhereverItBegins() {
        int hop = FeatureTracker.hopFrames(RATE);
        assertThat(hop).isEqualTo(128);
        assertThat(hear(sound(), 1000, 512))
                .allSatisfy(h -> assertThat(h.endFrame() % hop).isZero());
        assertThat(hear(sound(), 1000, 512).getFirst().endFrame()).isEqualTo(1024);
    }

    @Test
    void whatIsNotFiniteCountsAsSilence() {
        float[] broken = sound();
        float[] silenced = sound();
        for (int t = 30_000; t < 30_050; t++) {
            broken[t] = t % 2 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
            silenced[t] = 0;
        }
        assertThat(hear(broken, 0, 512)).isEqualTo(hear(silenced, 0, 512));
    }

    @Test
    void levelAndBrightnessAreThoseOfTheSound() {
        // An amplitude of 1/4 has an effective value of -15.05 dBFS.
        Heard sine = hear(Sounds.tone(RATE, 1000, 0.2, false, 0), 0, 512).getLast();
        assertThat(sine.levelDb()).isCloseTo(-15.05, within(0.1));
        assertThat(sine.loudness()).isCloseTo(1 - 15.05 / 60, within(0.002));
        assertThat(sine.brightnessHz()).isCloseTo(1000, within(30.0));
        assertThat(sine.brightness()).isCloseTo(0.5, within(0.01));
        Heard saw = hear(Sounds.tone(RATE, 1000, 0.2, true, 0), 0, 512).getLast();
        assertThat(saw.brightnessHz()).isGreaterThan(3000);
        Heard silence = hear(new float[4096], 0, 512).getLast();
        assertThat(silence.levelDb()).isEqualTo(-120);
        assertThat(silence.hasPitch() || silence.isOnset()).isFalse();
        assertThat(silence.brightness()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 22_050, 96_000, 192_000})
    void hearsAtOtherRates(double rateHz) {
        FeatureTracker tracker = new FeatureTracker(rateHz, FeatureTracker.Attention.USUAL);
        float[] x = Sounds.tone(rateHz, 220, 0.3, true, 0);
        List<Heard> heard = new ArrayList<>();
        tracker.feed(x, 0, x.length, heard::add);
        assertThat(heard.getLast().pitch()).isCloseTo(57, within(0.1));
        assertThat(heard.stream().filter(Heard::isOnset)).hasSize(1);
        assertThat(FeatureTracker.hopFrames(rateHz) / rateHz).isBetween(0.0019, 0.004);
    }
}
