package eigentone.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioRingTest {
    private static final int FRAMES = 200_000;

    /// Every frame is its number, or silence where it was lost: nothing ever shifts.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsReadStaysInStepWithTheFramesWhateverIsLost(long seed) throws Exception {
        AudioRing ring = new AudioRing(1, 512);
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> {
                            SplittableRandom random = new SplittableRandom(seed);
                            float[][] block = new float[1][100];
                            for (int now = 0; now < FRAMES; ) {
                                int n = random.nextInt(1, 101);
                                for (int t = 0; t < n; t++) {
                                    block[0][t] = now + t + 1;
                                }
                                ring.write(block, 0, n, now);
                                now += n;
                                if (random.nextInt(4) == 0) {
                                    Thread.yield();
                                }
                            }
                        });
        SplittableRandom random = new SplittableRandom(-seed);
        float[] read = new float[300];
        int frame = 0;
        int silent = 0;
        while (true) {
            boolean over = !writer.isAlive();
            int n = ring.read(read, random.nextInt(1, 301));
            for (int t = 0; t < n; t++) {
                frame++;
                silent += read[t] == 0 ? 1 : 0;
                if (read[t] != 0 && read[t] != frame) {
                    throw new AssertionError("frame " + frame + " holds " + read[t]);
                }
            }
            if (n == 0 && over) {
                break;
            }
            if (random.nextInt(10) == 0) {
                Thread.sleep(1);
            }
        }
        // What was lost last is not told before something follows it.
        assertThat(ring.lost()).isGreaterThanOrEqualTo(silent).isPositive();
        assertThat(frame + ring.lost() - silent).isGreaterThanOrEqualTo(FRAMES);
    }
}
