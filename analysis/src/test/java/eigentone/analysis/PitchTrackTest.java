package eigentone.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TarsosDSP hears in our renders what we meant to play.
class PitchTrackTest {
    private static final int RATE = 48000;

    /// YIN interpolates its lag; a tenth of a semitone is far more than it strays.
    private static final double CENTS = 10;

    /// One note of a saw through an envelope, struck at `noteSeconds`.
    private static float[] render(int key, double seconds, double... noteSeconds) {
        Patch patch =
                new Patch(
                        "saw",
                        4,
                        0,
                        1,
                        List.of(
                                NodeSpec.of("osc", "saw", true, Map.of(), Map.of("pitch", 0.0)),
                                NodeSpec.of("env", "adsr", true, Map.of(), Map.of()),
                                NodeSpec.of("amp", "gain", true, Map.of(), Map.of("gain", -60.0))),
                        List.of(
                                Connection.of("note.pitch", "osc.pitch"),
                                Connection.of("note.gate", "env.gate"),
                                Connection.of("env", "amp.gain", 54),
                                Connection.of("osc", "amp"),
                                Connection.of("amp", "out")));
        Plan plan = Plan.compile(patch, RATE, 512, 1);
        EventQueue q = plan.events();
        for (double s : noteSeconds) {
            q.noteOn(Math.round(s * RATE), 0, key, key, 0.8);
            q.noteOff(Math.round((s + 0.25) * RATE), 0, key, 0.5);
        }
        float[] y = new float[(int) (seconds * RATE)];
        float[][] out = new float[1][512];
        for (int t = 0; t < y.length; t += 512) {
            int n = Math.min(512, y.length - t);
            plan.process(new float[0][], out, n);
            System.arraycopy(out[0], 0, y, t, n);
        }
        return y;
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 52, 64, 76})
    void hearsTheNoteThatWasPlayed(int key) {
        double expected = 440 * Math.pow(2, (key - 69) / 12.0);
        double got = PitchTrack.of(render(key, 0.4, 0), RATE, 60).medianHz().orElseThrow();
        assertThat(1200 * Math.log(got / expected) / Math.log(2)).isCloseTo(0, within(CENTS));
    }

    @Test
    void hearsNoPitchInNoise() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(1);
        float[] noise = new float[RATE / 2];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble() - 0.5f;
        }
        assertThat(PitchTrack.of(noise, RATE, 60).points().size()).isLessThan(3);
        assertThat(PitchTrack.of(new float[RATE], RATE, 60).medianHz()).isEmpty();
    }

    @Test
    void hearsWhereNotesBeginAndHowFast() {
        double[] struck = new double[12];
        java.util.Arrays.setAll(struck, i -> 0.5 + 0.5 * i);
        Onsets onsets = Onsets.of(render(60, 7, struck), RATE);
        for (double s : struck) {
            assertThat(onsets.seconds())
                    .as("onset near " + s)
                    .anySatisfy(o -> assertThat(o).isCloseTo(s, within(0.05)));
        }
        // Twice or half of 120 beats per minute is the same music.
        double octaves = Math.log(onsets.tempo().orElseThrow() / 120) / Math.log(2);
        assertThat(octaves - Math.rint(octaves)).isCloseTo(0, within(0.05));
    }
}
