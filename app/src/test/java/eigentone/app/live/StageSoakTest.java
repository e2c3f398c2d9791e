package eigentone.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.event.MidiBlock;
import eigentone.presets.PresetLibrary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The stage under random hands, on a clock of the test's own.
@Timeout(600)
class StageSoakTest {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK = Player.BLOCK;

    private static Stage stage(String preset, List<String> told) throws Exception {
        Stage stage = new Stage(PresetLibrary.standard(), 1, 1, 2);
        stage.tellTo(told::add);
        stage.open(preset, Map.of(), RATE_HZ);
        stage.begin();
        return stage;
    }

    private static List<String> messages() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    /// Notes, controllers, knobs, presets and panics at random: nothing is left hanging.
    @Test
    void randomPlayingLeavesNothingBehind() throws Exception {
        soak(4);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void twentyMinutesOfRandomPlaying() throws Exception {
        soak(1200);
    }

    private static void soak(double seconds) throws Exception {
        List<String> told = messages();
        Random random = new Random(11);
        AtomicBoolean hands = new AtomicBoolean(true);
        boolean[] down = new boolean[128];
        try (Stage stage = stage("chorale", told);
                Player player =
                        new Player(
                                stage, (block, midi) -> random(random, hands.get(), down, midi))) {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            Random other = new Random(12);
            long heapBefore = 0;
            for (int step = 0; System.nanoTime() < end; step++) {
                Thread.sleep(50);
                var knobs = stage.preset().knobs();
                if (!knobs.isEmpty()) {
                    var knob = knobs.get(other.nextInt(knobs.size()));
                    stage.set(knob.id(), knob.spec().at(other.nextDouble()));
                }
                if (step % 20 == 10) {
                    stage.step(1);
                } else if (step % 97 == 96) {
                    stage.panic();
                }
                if (step == 400) {
                    heapBefore = heap();
                }
            }
            hands.set(false);
            Thread.sleep(300);
            stage.settle();
            stage.releaseAll();
            stage.settle();
            assertThat(player.finite).isTrue();
            assertThat(stage.counts().stuck()).isZero();
            assertThat(stage.counts().dropped()).isZero();
            for (int lane = 0; lane < stage.current().scene().plan().voices(); lane++) {
                assertThat(stage.current().scene().plan().heldNote(lane)).isEqualTo(-1);
            }
            if (heapBefore > 0) {
                assertThat(heap()).isLessThan(heapBefore + 60_000_000L);
            }
            assertThat(told).noneMatch(m -> m.contains("internal error"));
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime r = Runtime.getRuntime();
        return r.totalMemory() - r.freeMemory();
    }

    private static void random(Random random, boolean plays, boolean[] down, MidiBlock midi) {
        if (!plays) {
            for (int key = 0; key < 128; key++) {
                if (down[key]) {
                    down[key] = false;
                    midi.add(0, 0x80, key, 0);
                    return;
                }
            }
            midi.add(0, 0xb0, 64, 0);
            return;
        }
        if (random.nextInt(8) > 0) {
            return;
        }
        int key = 36 + random.nextInt(48), at = random.nextInt(BLOCK);
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                midi.add(at, 0x90, key, 1 + random.nextInt(127));
                down[key] = true;
            }
            case 2, 3 -> {
                midi.add(at, 0x80, key, 0);
                down[key] = false;
            }
            case 4 -> midi.add(at, 0xe0, random.nextInt(128), random.nextInt(128));
            default -> midi.add(at, 0xb0, 1 + random.nextInt(63), random.nextInt(128));
        }
    }
}
