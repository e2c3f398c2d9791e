package eigentone.analysis;

import eigentone.engine.event.EventQueue;
import eigentone.engine.run.AudioRing;
import eigentone.engine.run.Live;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Listens live: a thread of its own takes the input from a ring, hears it, and puts events into an
/// inlet of the instrument.
///
/// An event that is late acts when it arrives, and the instrument's journal says at which frame;
/// [#lateEvents()] counts them. What was lost when the ring ran over is heard as silence, in its
/// place.
public final class ListeningThread implements AutoCloseable {
    private static final long NAP_NANOS = 500_000;

    /// A clock that stands still is waited for no longer than 0.1 s.
    private static final int MOST_NAPS = 200;

    private static final int READ_FRAMES = 256;
    private static final double RING_SECONDS = 2;

    private final AudioRing ring;
    private final Listening listening;
    private final EventSink to;
    private final LongSupplier now;
    private final Runnable leave;
    private final Thread thread;
    private final float[] mono = new float[READ_FRAMES];
    private final float[] interleaved;
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean closing;
    private boolean begun;
    private long lastFrame = -1;

    /// Starts to listen to the input of `live`.
    ///
    /// @param inlet one of the instrument's, of which this thread is the only writer until [#close]
    /// @throws IllegalArgumentException when there is no input
    public static ListeningThread start(Listening listening, Live live, EventQueue inlet) {
        if (live.inputs() == 0) {
            throw new IllegalArgumentException(
                    "listening: expected an audio input, got none; try to connect one");
        }
        warmUp(live.rateHz());
        AudioRing ring = ring(live.inputs(), live.rateHz());
        live.listen(ring);
        return new ListeningThread(
                listening, ring, inlet::add, live::frame, () -> live.listen(null));
    }

    /// @param ring a new one, that gets the instrument's input
    /// @param now the instrument's frame
    /// @param leave lets nobody fill the ring any more
    ListeningThread(
            Listening listening, AudioRing ring, EventSink to, LongSupplier now, Runnable leave) {
        this.listening = listening;
        this.ring = ring;
        this.to = to;
        this.now = now;
        this.leave = leave;
        interleaved = new float[READ_FRAMES * ring.channels()];
        thread = Thread.ofPlatform().daemon().name("listening").start(this::run);
    }

    /// Cold, a hop took up to 14 ms, more than there is; after a second of sound 1 ms.
    private static void warmUp(double rateHz) {
        FeatureTracker tracker = new FeatureTracker(rateHz, FeatureTracker.Attention.USUAL);
        float[] saw = new float[(int) rateHz];
        for (int t = 0; t < saw.length; t++) {
            saw[t] = t % 400 / 400f - 0.5f;
        }
        tracker.feed(saw, 0, saw.length, h -> {});
    }

    /// A ring long enough for the pauses of this thread.
    static AudioRing ring(int channels, double rateHz) {
        return new AudioRing(channels, (int) (RING_SECONDS * rateHz));
    }

    private void run() {
        while (!closing) {
            if (!step()) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        listening.end(Math.max(lastFrame, now.getAsLong()), this::send);
        for (int i = 0; i < MOST_NAPS && now.getAsLong() <= lastFrame; i++) {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    /// Hears what waits; false when nothing did.
    private boolean step() {
        int n = ring.read(interleaved, READ_FRAMES);
        if (n == 0) {
            return false;
        }
        if (!begun) {
            listening.begin(ring.firstFrame());
            begun = true;
        }
        mix(n);
        listening.hear(mono, 0, n, this::send);
        return true;
    }

    private void mix(int n) {
        int channels = ring.channels();
        for (int t = 0; t < n; t++) {
            float sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += interleaved[t * channels + c];
            }
            mono[t] = sum / channels;
        }
    }

    private boolean send(long frame, int kind, int target, double a, double b) {
        long behind = now.getAsLong() - frame;
        if (behind > 0) {
            late.incrementAndGet();
            latest.accumulateAndGet(behind, Math::max);
        }
        lastFrame = Math.max(lastFrame, frame);
        boolean room = to.add(frame, kind, target, a, b);
        if (!room) {
            refused.incrementAndGet();
        }
        return room;
    }

    /// Events that came after their frame.
    public long lateEvents() {
        return late.get();
    }

    /// Frames by which the latest one was late.
    public long latestFrames() {
        return latest.get();
    }

    /// Frames of input that were not heard because this thread fell behind.
    public long lostFrames() {
        return ring.lost();
    }

    /// Events that found the inlet full.
    public long refusedEvents() {
        return refused.get();
    }

    /// Lets notes go and ends the thread; returns when all that it put into the inlet has taken
    /// effect, so that another scene may take over.
    @Override
    public void close() {
        leave.run();
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
