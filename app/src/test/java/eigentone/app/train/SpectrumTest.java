package eigentone.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpectrumTest {
    /// A band may share a line with its neighbour at the window's edge.
    private static final double LEVEL_DB = 0.5;

    @Test
    void aSineHasItsLevelInItsBand() {
        float[] sine = new float[44100];
        for (int t = 0; t < sine.length; t++) {
            sine[t] = (float) (0.1 * Math.sin(2 * Math.PI * 1600 * t / 44100));
        }
        Spectrum s = Spectrum.of(sine, 44100);
        int best = 0;
        for (int b = 0; b < s.db().length; b++) {
            best = s.db()[b] > s.db()[best] ? b : best;
        }
        assertThat(s.hz()[best]).isCloseTo(1600, within(1.0));
        assertThat(s.db()[best]).isCloseTo(-20, within(LEVEL_DB));
        assertThat(s.db()[best + 6]).isLessThan(-90);
    }

    @Test
    void silenceAndShortSoundsHaveOne() {
        assertThat(Spectrum.of(new float[100], 8000).db()).containsOnly(-160);
        assertThat(Spectrum.of(new float[] {1}, 8000).hz()).isNotEmpty();
    }
}
