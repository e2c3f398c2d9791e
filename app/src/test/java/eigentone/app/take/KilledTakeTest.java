package eigentone.app.take;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left of a take when the program is killed, or the disk is full.
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledTakeTest {
    @TempDir Path folder;

    /// Plays in real time and says now and then which frame has been heard.
    static final class Child {
        /// @param args folder, seed, seconds
        public static void main(String[] args) throws Exception {
            long frames = (long) (Double.parseDouble(args[2]) * Performance.RATE_HZ);
            try (Performance p = new Performance(Path.of(args[0]), Long.parseLong(args[1]))) {
                long start = System.nanoTime();
                for (long end = 2400; end <= frames; end += 2400) {
                    p.play(end, live -> {});
                    System.out.println(end);
                    long due = start + end * 1_000_000_000 / Performance.RATE_HZ;
                    Thread.sleep(Math.max(0, due - System.nanoTime()) / 1_000_000);
                }
                p.recorder.close();
                p.told.forEach(System.out::println);
            }
            System.out.println("over");
        }
    }

    /// @param before shell commands that come first
    private Process start(Path take, String before, long seed, double seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + " exec \"$@\"", "sh"));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        take.toString(),
                        Long.toString(seed),
                        Double.toString(seconds)));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr.txt").toFile())
                .start();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void killedTakeReplaysToTheBitUpToItsLastSecond(long seed) throws Exception {
        Path take = Files.createDirectory(folder.resolve("take"));
        Process child = start(take, "", seed, 60);
        long heard = 0;
        try (BufferedReader told = child.inputReader()) {
            for (int i = new SplittableRandom(seed).nextInt(10, 40); i > 0; i--) {
                heard = Long.parseLong(told.readLine());
            }
            child.toHandle().destroyForcibly();
        }
        assertThat(child.waitFor()).isEqualTo(128 + 9);

        Take read = Take.read(take);
        assertThat(read.whole()).isFalse();
        assertThat(read.frames()).isGreaterThan(heard - Performance.RATE_HZ);
        // Other programs believe the header.
        assertThat(claimedFrames(take.resolve("audio.wav")))
                .isBetween(heard - Performance.RATE_HZ, read.frames() + Performance.RATE_HZ);
        if (read.frames() > 0) {
            ReplayJob.Outcome outcome = ReplayTest.replay(take, folder.resolve("replay.wav"), null);
            assertThat(outcome.differences()).isZero();
            assertThat(outcome.sound().frames()).isEqualTo(read.frames());
            assertThat(outcome.sound().notes()).anyMatch(n -> n.contains("broke off"));
        }
    }

    private static long claimedFrames(Path wav) throws IOException {
        ByteBuffer head =
                ByteBuffer.wrap(Files.readAllBytes(wav), 0, 128).order(ByteOrder.LITTLE_ENDIAN);
        int data = 0;
        while (head.getInt(data) != 0x61746164) { // "data"
            data++;
        }
        return head.getInt(data + 4) / (Float.BYTES * Performance.OUTPUTS);
    }

    @Test
    void fullDiskEndsTheRecordingAndNotTheMusic() throws Exception {
        Path take = Files.createDirectory(folder.resolve("take"));
        // No file may grow beyond some 250 kB, which is 0.7 s of sound.
        Process child = start(take, "ulimit -f 500;", 4, 2);
        List<String> told;
        try (BufferedReader out = child.inputReader()) {
            told = out.readAllLines();
        }
        assertThat(child.waitFor()).isZero();
        assertThat(told.getLast()).isEqualTo("over");
        assertThat(told).contains("96000");
        assertThat(told)
                .filteredOn(l -> l.contains("recording ended, the music goes on"))
                .singleElement()
                .asString()
                .contains("wav", "; try ");
        ReplayJob.Outcome outcome = ReplayTest.replay(take, folder.resolve("replay.wav"), null);
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.whole()).isFalse();
        assertThat(outcome.sound().frames()).isBetween(5_000L, 70_000L);
    }
}
