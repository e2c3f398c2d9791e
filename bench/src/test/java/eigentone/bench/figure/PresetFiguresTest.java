package eigentone.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.bench.measure.Effort;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PresetFiguresTest {
    private static final int BLOCKS = 300;

    /// What is not struck again comes to rest, and then costs nothing: `drums` within a second.
    @ParameterizedTest
    @ValueSource(strings = {"chorale", "marimba", "drums"})
    void allVoicesSoundAllTheTime(String preset) throws IOException {
        var player = new PresetFigures.Player(PresetLibrary.standard().load(preset).patch());

        for (int i = 0; i < BLOCKS; i++) {
            player.run();
            assertThat(player.plan.activeVoices())
                    .as("block %d", i)
                    .isEqualTo(player.plan.voices());
        }
    }

    @Test
    void anEffectIsTimedBothWays() throws IOException {
        PresetFigures.Result result =
                PresetFigures.measure(
                        PresetLibrary.standard().load("resonant-body").patch(), new Effort(0, 3));

        assertThat(result.voices()).isZero();
        assertThat(result.plainNs()).isPositive();
        assertThat(result.ratio()).isPositive().isFinite();
    }
}
