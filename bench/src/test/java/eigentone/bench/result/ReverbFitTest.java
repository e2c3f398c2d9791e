package eigentone.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReverbFitTest {
    private static final double[] T60 = {0.3, 0.3, 0.2, 0.2, 0.1};

    @Test
    void octavesAddUpToTheWhole() {
        Response noise = Response.noise(4000, 16_000, T60, 5);
        float[] sum = new float[4000];
        for (int k = 0; k < T60.length; k++) {
            float[] band = noise.octave(k).samples();
            for (int t = 0; t < sum.length; t++) {
                sum[t] += band[t];
            }
        }
        for (int t = 0; t < sum.length; t++) {
            assertThat(sum[t]).isCloseTo(noise.samples()[t], within(1e-5f));
        }
    }

    /// A decay of noise is itself a draw: within a quarter of what was asked for.
    @Test
    void measuresTheDecaysThatWereMade() {
        double[] t60 = Response.noise(8000, 16_000, T60, 6).t60Seconds();
        for (int k = 0; k < T60.length; k++) {
            assertThat(t60[k]).isCloseTo(T60[k], within(0.25 * T60[k]));
        }
    }

    @Test
    void noiseIsDenseAndSingleEchoesAreNot() {
        double[] ten = {10, 10, 10, 10, 10};
        double mean = 0;
        double[] dense = Response.noise(4000, 16_000, ten, 7).echoDensity();
        for (double d : dense) {
            mean += d / dense.length;
        }
        assertThat(mean).isCloseTo(1, within(0.05));
        float[] single = new float[4000];
        single[2000] = 1;
        for (double d : new Response(single, 16_000).echoDensity()) {
            assertThat(d).isLessThan(0.02);
        }
    }

    @Test
    void networkComesNearerToTheRoom(@TempDir Path folder) throws IOException {
        DelayNetworkReverb network = new DelayNetworkReverb(List.of(47, 71, 101, 149), 0.8);
        Run run = new Run(0, 1, 1, null, folder, line -> {});
        List<Score> scores = new ReverbFit(network, 2048, 1).run(run);
        assertThat(scores.get(1).value()).isLessThan(0.95 * scores.get(0).value());
        assertThat(Files.size(folder.resolve("fdn.png"))).isGreaterThan(1000L);
    }
}
