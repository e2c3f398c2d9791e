package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eigentone.audioio.check.JackServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class ReconnectingTest {
    private static final StreamRequest REQUEST =
            new StreamRequest(null, "reconnecting", 0, 0, 0, 2, true);

    /// Counts blocks, and notices when two threads are inside at once.
    private static final class Instrument implements AudioCallback {
        private final AtomicInteger inside;
        private final AtomicInteger crowds;
        private final AtomicLong blocks = new AtomicLong();
        private volatile long lastNanos = System.nanoTime();
        private volatile long longestGapNanos;

        Instrument(AtomicInteger inside, AtomicInteger crowds) {
            this.inside = inside;
            this.crowds = crowds;
        }

        @Override
        public void process(
                float[][] in,
                float[][] out,
                int frames,
                eigentone.engine.event.MidiBlock midiIn,
                eigentone.engine.event.MidiBlock midiOut,
                Transport transport) {
            if (inside.incrementAndGet() != 1) crowds.incrementAndGet();
            long now = System.nanoTime();
            longestGapNanos = Math.max(longestGapNanos, now - lastNanos);
            lastNanos = now;
            blocks.incrementAndGet();
            Thread.onSpinWait();
            inside.decrementAndGet();
        }
    }

    private static final class Owner implements Reconnecting.Owner {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger crowds = new AtomicInteger();
        private final List<StreamInfo> asked = new CopyOnWriteArrayList<>();
        private final List<String> told = new CopyOnWriteArrayList<>();
        private volatile Instrument playing;

        @Override
        public AudioCallback callback(StreamInfo stream) {
            asked.add(stream);
            playing = new Instrument(inside, crowds);
            return playing;
        }

        @Override
        public void lost(String why) {
            told.add("lost " + why);
        }

        @Override
        public void back(StreamInfo stream) {
            told.add("back");
        }
    }

    private static long await(String what, BooleanSupplier done) throws InterruptedException {
        long began = System.nanoTime();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - began).as(what + ": ns").isLessThan(10_000_000_000L);
            Thread.sleep(1);
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    @Test
    void soundComesBackAfterTheServerWasKilledAndRestartedAtAnotherRate() throws Exception {
        assumeTrue(JackServer.whyNot().isEmpty(), JackServer.whyNot());
        String name = JackServer.uniqueName();
        Owner owner = new Owner();
        JackServer server = JackServer.start(name, 48_000, 256);
        try (Reconnecting stream = new Reconnecting(server.backend(), REQUEST, owner)) {
            Instrument first = owner.playing;
            await("sound", () -> first.blocks.get() > 20);
            first.longestGapNanos = 0;

            server.kill();
            long clockMillis = await("the clock", stream::isAway);
            long before = first.blocks.get();
            await("the clock's blocks", () -> first.blocks.get() > before + 50);
            System.err.println(
                    "gap ms " + first.longestGapNanos / 1e6 + " away after ms " + clockMillis);

            server = JackServer.start(name, 44_100, 128);
            long backMillis = await("the device", () -> !stream.isAway());
            Instrument second = owner.playing;
            backMillis += await("sound", () -> second.blocks.get() > 0);
            System.err.println("back after ms " + backMillis);
            assertThat(backMillis).isLessThan(2000);
            assertThat(stream.info().rateHz()).isEqualTo(44_100);
            assertThat(stream.info().blockFrames()).isEqualTo(128);
            assertThat(owner.asked).hasSize(2);
            assertThat(owner.asked.getLast().rateHz()).isEqualTo(44_100);
            assertThat(second).isNotSameAs(first);
            assertThat(stream.losses()).isEqualTo(1);

            server.close();
            await("the clock", stream::isAway);
            server = JackServer.start(name, 44_100, 128);
            await("the device", () -> !stream.isAway());
            long then = second.blocks.get();
            await("sound", () -> second.blocks.get() > then + 20);
            assertThat(owner.asked).as("the same rate needs no other instrument").hasSize(2);
            assertThat(owner.told).hasSize(4).last().isEqualTo("back");
        } finally {
            server.close();
        }
        assertThat(owner.crowds.get()).as("two threads in the instrument").isZero();
        long ended = owner.playing.blocks.get();
        Thread.sleep(50);
        assertThat(owner.playing.blocks.get()).as("blocks after the end").isEqualTo(ended);
    }
}
