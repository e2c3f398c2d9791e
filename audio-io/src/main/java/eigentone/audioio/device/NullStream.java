package eigentone.audioio.device;

import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A thread that calls back at the times at which blocks of a device would be due.
final class NullStream implements AudioStream {
    private static final long CLOSE_MILLIS = 2000;

    /// After a longer pause, such as the machine's sleep, the clock begins anew: to make up for it
    /// would keep the processor busy for as long as the pause.
    private static final long LONG_PAUSE_NANOS = 1_000_000_000;

    private final StreamInfo info;
    private final AudioCallback callback;
    private final StreamListener listener;
    private final boolean paced;
    private final float[][] in;
    private final float[][] out;
    private final MidiBlock midiIn = new MidiBlock(JackCycle.MIDI_MESSAGES);
    private final MidiBlock midiOut = new MidiBlock(JackCycle.MIDI_MESSAGES);
    private final Transport transport = new Transport();
    private final MidiArrivals arrivals = new MidiArrivals();
    private final @Nullable JavaSoundMidi midi;
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean began;
    private final AtomicLong xruns = new AtomicLong();

    NullStream(
            StreamRequest request, AudioCallback callback, StreamListener listener, boolean paced) {
        int rateHz = request.rateHz() == 0 ? NullBackend.RATE_HZ : request.rateHz();
        int frames = request.blockFrames() == 0 ? NullBackend.BLOCK_FRAMES : request.blockFrames();
        info =
                new StreamInfo(
                        NullBackend.ID,
                        NullBackend.ID,
                        rateHz,
                        frames,
                        request.inputChannels(),
                        request.outputChannels(),
                        0,
                        0);
        this.callback = callback;
        this.listener = listener;
        this.paced = paced;
        in = new float[request.inputChannels()][frames];
        out = new float[request.outputChannels()][frames];
        midi = paced && request.connect() ? new JavaSoundMidi(arrivals) : null;
        thread = Thread.ofPlatform().daemon().name("eigentone clock").unstarted(this::run);
        thread.setPriority(Thread.MAX_PRIORITY);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            if (paced) {
                runInPace();
            } else {
                while (!ended) {
                    block();
                }
            }
        } catch (RuntimeException | Error e) {
            // The callback must not throw; when it does, whoever listens can begin anew.
            listener.lost("the instrument failed: " + e);
        }
    }

    /// Each deadline is counted from the beginning, so that no error of a sleep adds up.
    private void runInPace() {
        double blockNanos = info.blockFrames() * 1e9 / info.rateHz();
        long start = System.nanoTime();
        long blocks = 0;
        while (!ended) {
            long late = System.nanoTime() - (start + (long) (blocks * blockNanos));
            if (late < 0) {
                LockSupport.parkNanos(-late);
                continue;
            }
            if (late > blockNanos) {
                xruns.getAndIncrement();
            }
            if (late > LONG_PAUSE_NANOS) {
                start = System.nanoTime();
                blocks = 0;
            }
            block();
            blocks++;
        }
    }

    @AudioThread
    private void block() {
        began = true;
        midiIn.clear();
        midiOut.clear();
        arrivals.take(System.nanoTime(), info.blockFrames(), info.rateHz(), midiIn);
        callback.process(in, out, info.blockFrames(), midiIn, midiOut, transport);
    }

    @Override
    public StreamInfo info() {
        return info;
    }

    @Override
    public long xruns() {
        return xruns.get();
    }

    @Override
    public @Nullable Thread audioThread() {
        return began ? thread : null;
    }

    @Override
    public long droppedMidi() {
        return arrivals.refused() + midiIn.refused();
    }

    @Override
    public void close() {
        ended = true;
        if (midi != null) {
            midi.close();
        }
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        Threads.join(thread, CLOSE_MILLIS);
    }
}
