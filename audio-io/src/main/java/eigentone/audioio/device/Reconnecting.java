package eigentone.audioio.device;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps an instrument running whatever becomes of its device.
///
/// When the stream is lost, a clock calls the instrument at once, and the device is tried again
/// four times a second until it is back. One thread at a time calls the instrument.
public final class Reconnecting implements AutoCloseable {
    private static final long RETRY_MILLIS = 250;
    private static final long CLOSE_MILLIS = 5000;

    /// Whose instrument it is. Called from one thread, which is no audio thread and may take its
    /// time: sound goes on meanwhile, on the clock or by the last callback.
    public interface Owner {
        /// The instrument for a stream: asked for at first, and again when a stream comes that
        /// differs in rate, block size or channels from the one before. The same callback as before
        /// may be given where it suits.
        AudioCallback callback(StreamInfo stream);

        /// The device is away; the clock runs.
        default void lost(String why) {}

        /// The device is back.
        default void back(StreamInfo stream) {}

        /// The device calls for up to so many frames from now on, or soon will.
        default void blockFrames(int blockFrames) {}
    }

    /// One stream with its gate.
    private record Way(AudioStream stream, Gate gate) {}

    private final AudioBackend backend;
    private final StreamRequest request;
    private final Owner owner;
    private final Gate.Room room = new Gate.Room();
    private final LinkedBlockingQueue<Runnable> duties = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Way way;
    private volatile StreamInfo info;
    private volatile boolean away;
    private volatile boolean ended;
    private final AtomicLong pastXruns = new AtomicLong();
    private final AtomicLong pastDroppedMidi = new AtomicLong();
    private volatile int losses;
    private AudioCallback callback;

    /// Opens the stream and starts the instrument.
    ///
    /// @throws DeviceException when the device cannot be used at the beginning
    public Reconnecting(AudioBackend backend, StreamRequest request, Owner owner)
            throws DeviceException {
        this.backend = backend;
        this.request = request;
        this.owner = owner;
        way = open();
        info = way.stream.info();
        try {
            callback = owner.callback(info);
        } catch (RuntimeException | Error e) {
            way.stream.close();
            throw e;
        }
        way.gate.open(callback);
        thread = Thread.ofPlatform().daemon().name("eigentone device").unstarted(this::run);
        thread.start();
    }

    private Way open() throws DeviceException {
        Gate gate = new Gate(room);
        // The stream may be lost before it is known here: the number tells which one it was.
        int number = losses;
        AudioStream stream =
                backend.open(
                        request,
                        gate,
                        new StreamListener() {
                            @Override
                            public void lost(String why) {
                                duties.add(() -> runOnTheClock(number, why));
                            }

                            @Override
                            public void blockFrames(int blockFrames) {
                                duties.add(() -> owner.blockFrames(blockFrames));
                            }
                        });
        return new Way(stream, gate);
    }

    private void run() {
        try {
            while (!ended) {
                Runnable next = duties.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                try {
                    if (next != null) {
                        next.run();
                    } else if (away) {
                        tryAgain();
                    }
                } catch (RuntimeException e) {
                    // The owner's: it may do better at the next try, and the clock runs meanwhile.
                    room.faults.getAndIncrement();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It was closed.
        }
    }

    private void runOnTheClock(int number, String why) {
        if (number != losses || ended) {
            return; // This one has been given up already.
        }
        losses = number + 1;
        StreamInfo last = way.stream.info();
        info = last;
        StreamRequest same =
                new StreamRequest(
                        null,
                        request.clientName(),
                        (int) last.rateHz(),
                        last.blockFrames(),
                        last.inputChannels(),
                        last.outputChannels(),
                        false);
        Gate gate = new Gate(room);
        Way clock = new Way(new NullBackend().open(same, gate, reason -> {}), gate);
        away = true;
        replace(clock, callback);
        owner.lost(why);
    }

    private void tryAgain() {
        Way next;
        try {
            next = open();
        } catch (DeviceException e) {
            return; // Not yet.
        }
        StreamInfo now = next.stream.info();
        AudioCallback suited;
        try {
            suited = isLike(now, info) ? callback : owner.callback(now);
        } catch (RuntimeException | Error e) {
            next.stream.close();
            throw e;
        }
        callback = suited;
        info = now;
        away = false;
        replace(next, suited);
        owner.back(now);
    }

    private static boolean isLike(StreamInfo a, StreamInfo b) {
        return a.rateHz() == b.rateHz()
                && a.blockFrames() == b.blockFrames()
                && a.inputChannels() == b.inputChannels()
                && a.outputChannels() == b.outputChannels();
    }

    /// The old way is shut before the new one opens; a block that is under way ends in its own
    /// time, and the room keeps others out until then.
    private void replace(Way next, AudioCallback suited) {
        Way old = way;
        old.gate.shut();
        next.gate.open(suited);
        way = next;
        old.stream.close();
        pastXruns.getAndAdd(old.stream.xruns());
        pastDroppedMidi.getAndAdd(old.stream.droppedMidi());
    }

    /// The device's stream: the one that runs, or the last one while the device is away.
    public StreamInfo info() {
        return isAway() ? info : way.stream.info();
    }

    /// Whether the clock runs in place of the device.
    public boolean isAway() {
        return away;
    }

    /// How often the device was lost.
    public int losses() {
        return losses;
    }

    /// Over all streams, the clock's late blocks included.
    public long xruns() {
        return pastXruns.get() + way.stream.xruns();
    }

    /// Over all streams.
    public long droppedMidi() {
        return pastDroppedMidi.get() + way.stream.droppedMidi();
    }

    /// How often the instrument or its owner threw something; the block was silent then.
    public long faults() {
        return room.faults.get();
    }

    /// The thread that calls the instrument now.
    public @Nullable Thread audioThread() {
        return way.stream.audioThread();
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            Threads.join(thread, CLOSE_MILLIS);
        }
        way.gate.shut();
        way.stream.close();
    }
}
