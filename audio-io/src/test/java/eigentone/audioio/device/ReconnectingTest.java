package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eigentone.audioio.check.JackServer;
import eigentone.engine.event.MidiBlock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
                MidiBlock midiIn,
                MidiBlock midiOut,
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

    /// A device that the test plays: it calls back when the test says so.
    private static final class FakeBackend implements AudioBackend {
        private volatile boolean here = true;
        private volatile AudioCallback callback;
        private volatile StreamListener listener;
        private final AtomicInteger rateHz = new AtomicInteger(48_000);

        @Override
        public String id() {
            return "fake";
        }

        @Override
        public String whyNot() {
            return here ? "" : "away";
        }

        @Override
        public List<DeviceInfo> devices() {
            return List.of();
        }

        @Override
        public AudioStream open(
                StreamRequest request, AudioCallback callback, StreamListener listener)
                throws DeviceException {
            if (!here) throw new DeviceException("away");
            this.callback = callback;
            this.listener = listener;
            var info = new StreamInfo("fake", "fake", rateHz.get(), 64, 0, 2, 0, 0);
            return new AudioStream() {
                @Override
                public StreamInfo info() {
                    return info;
                }

                @Override
                public long xruns() {
                    return 3;
                }

                @Override
                public Thread audioThread() {
                    return null;
                }

                @Override
                public void close() {}
            };
        }

        void block(float[][] out) {
            callback.process(
                    new float[0][], out, 64, new MidiBlock(1), new MidiBlock(1), new Transport());
        }
    }

    /// A driver that is stuck in the instrument when its device is lost, and one that goes on to
    /// call after that: neither may be in it together with the clock.
    @Test
    void aThreadThatIsStuckInTheInstrumentKeepsTheClockOut() throws Exception {
        FakeBackend fake = new FakeBackend();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger crowds = new AtomicInteger();
        AtomicLong blocks = new AtomicLong();
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Thread> stuck = new AtomicReference<>();
        AudioCallback instrument =
                (in, out, frames, midiIn, midiOut, transport) -> {
                    if (inside.incrementAndGet() != 1) crowds.incrementAndGet();
                    out[0][0] = 1;
                    blocks.incrementAndGet();
                    if (Thread.currentThread() == stuck.get()) pass(release);
                    inside.decrementAndGet();
                };
        try (Reconnecting stream = new Reconnecting(fake, REQUEST, info -> instrument)) {
            Thread driver = new Thread(() -> fake.block(new float[2][64]));
            stuck.set(driver);
            driver.start();
            await("the driver", () -> inside.get() == 1);
            fake.here = false;
            fake.listener.lost("pulled out");
            await("the clock", stream::isAway);
            Thread.sleep(50);
            assertThat(blocks.get()).as("blocks while a thread is inside").isEqualTo(1);
            release.countDown();
            await("the clock's blocks", () -> blocks.get() > 10);
            float[][] out = new float[2][64];
            out[0][0] = 5;
            fake.block(out);
            assertThat(out[0][0]).as("what a lost stream plays").isZero();
            assertThat(crowds.get()).isZero();
            assertThat(stream.xruns()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void anInstrumentThatThrowsIsSilentForThatBlockAndCounted() throws Exception {
        FakeBackend fake = new FakeBackend();
        AudioCallback instrument =
                (in, out, frames, midiIn, midiOut, transport) -> {
                    out[1][2] = 1;
                    throw new IllegalStateException("planted");
                };
        try (Reconnecting stream = new Reconnecting(fake, REQUEST, info -> instrument)) {
            float[][] out = new float[2][64];
            fake.block(out);
            fake.block(out);
            assertThat(out[1][2]).isZero();
            assertThat(stream.faults()).isEqualTo(2);
        }
    }

    private static void pass(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            assertThat(clockMillis).as("ms until the clock runs").isLessThan(2000);
            assertThat(first.longestGapNanos).as("ns without a block").isLessThan(2_000_000_000L);

            server = JackServer.start(name, 44_100, 128);
            long backMillis = await("the device", () -> !stream.isAway());
            Instrument second = owner.playing;
            backMillis += await("sound", () -> second.blocks.get() > 0);
            assertThat(backMillis).as("ms until it sounds again").isLessThan(2000);
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
