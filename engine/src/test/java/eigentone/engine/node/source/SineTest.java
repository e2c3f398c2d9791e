package eigentone.engine.node.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.node.Play;
import eigentone.engine.node.Spectrum;
import org.junit.jupiter.api.Test;

class SineTest {
    @Test
    void soundsAtItsPitchAndNothingElse() {
        Spectrum s = Spectrum.of(Play.live(Sine.TYPE, 48000).set("pitch", 81).out(32768), 48000);
        assertThat(s.db(880)).isCloseTo(0, within(0.1));
        assertThat(Spectrum.decibels(s.greatestBeside(880, 0, 24000))).isLessThan(-90);
        assertThat(s.db(1760)).isLessThan(-90);
    }

    @Test
    void holdsBelowHalfTheSampleRate() {
        Spectrum s = Spectrum.of(Play.live(Sine.TYPE, 8000).set("pitch", 151).out(8192), 8000);
        assertThat(s.db(3920)).isCloseTo(0, within(0.1));
    }
}
