package eigentone.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A session that is killed at any moment is what it was at some moment of its last second.
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledSessionTest {
    @TempDir Path folder;

    /// The same tweaks for everybody; the tempo counts them.
    private static List<Tweak> tweaks(int i) {
        SplittableRandom random = new SplittableRandom(i);
        Tweak other =
                switch (random.nextInt(20)) {
                    case 0 -> new Tweak.Choose("preset-" + random.nextInt(9), Map.of("x", 1.0 * i));
                    case 1 -> new Tweak.Bind(List.of(new Mapping(-1, i % 128, "x")));
                    default -> new Tweak.Turn("k" + random.nextInt(5), random.nextDouble());
                };
        return List.of(other, new Tweak.Tempo(i));
    }

    /// Tweaks without end, and says each time how many there were.
    static final class Child {
        public static void main(String[] args) throws InterruptedException {
            // A small journal is begun anew very often.
            try (Session s = new Session(Path.of(args[0]), false, System.err::println, 2000)) {
                for (int i = 1; ; i++) {
                    tweaks(i).forEach(s::tweak);
                    System.out.println(i);
                    Thread.sleep(i % 4);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stateIsThatOfSomeMomentWithinTheLastSecond(long seed) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<Long> when = new ArrayList<>();
        try (BufferedReader told = child.inputReader()) {
            for (int lines = new SplittableRandom(seed).nextInt(50, 1500); lines > 0; lines--) {
                assertThat(told.readLine()).isNotNull();
                when.add(System.nanoTime());
            }
            child.toHandle().destroyForcibly();
        }
        long killed = System.nanoTime();
        assertThat(child.waitFor()).isEqualTo(128 + 9);
        int safe = 0;
        while (safe < when.size() && killed - when.get(safe) > 1_000_000_000L) {
            safe++;
        }

        List<String> told = new ArrayList<>();
        SessionState left;
        try (Session s = new Session(folder, true, told::add)) {
            left = s.state();
        }
        assertThat(told).isEmpty();
        // Between two tempi there is one more moment.
        int count = (int) left.beatsPerMinute();
        assertThat(count).isGreaterThanOrEqualTo(safe);
        SessionState expected = SessionState.NONE;
        for (int i = 1; i <= count; i++) {
            for (Tweak t : tweaks(i)) {
                expected = expected.with(t);
            }
        }
        assertThat(left).isIn(expected, expected.with(tweaks(count + 1).getFirst()));
    }
}
