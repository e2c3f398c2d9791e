package eigentone.audioio.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A client of a JACK server, from its opening to its end.
///
/// Three kinds of threads meet here. JACK's audio thread is in [JackCycle] alone. JACK's thread of
/// notifications is in [JackNotices], and only notes down what happened. Our own thread does what
/// follows from that: it may ask the server, and the listener may take its time.
final class JackStream implements AudioStream {
    /// C2 compiles after some ten thousand calls; measured, see docs/devices.md.
    private static final int WARM_UP_CYCLES = 20_000;

    private static final long OPEN_MILLIS = 8000;
    private static final long CLOSE_MILLIS = 1800;
    private static final long WATCH_MILLIS = 100;
    private static final long LAST_CALLBACK_NANOS = 100_000_000;

    /// A server throws out a client that keeps the others waiting after half a second.
    private static final long SILENCE_NANOS = 1_500_000_000;

    private final long client;
    private final String server;
    private final JackPorts ports;
    private final JackCycle cycle;
    private final JackWiring wiring;
    private final JackNotices notices;
    private final StreamListener listener;
    private final Arena arena;
    private final Thread duty;
    private final LinkedBlockingQueue<Runnable> duties = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private long seenCycles;
    private long seenNanos;

    private JackStream(
            long client,
            String server,
            StreamRequest request,
            AudioCallback callback,
            StreamListener listener,
            Arena arena) {
        this.client = client;
        this.server = server;
        this.listener = listener;
        this.arena = arena;
        int blockFrames = JackLibrary.of("jack_get_buffer_size", client);
        ports = JackPorts.register(client, request.inputChannels(), request.outputChannels());
        cycle = new JackCycle(client, ports, callback, arena, blockFrames);
        wiring = new JackWiring(client, ports);
        notices =
                new JackNotices(
                        JackLibrary.of("jack_get_sample_rate", client),
                        blockFrames,
                        ports,
                        new JackNotices.Reader() {
                            @Override
                            public void blockFrames(int frames) {
                                cycle.resize(frames);
                                duties.add(() -> listener.blockFrames(frames));
                            }

                            @Override
                            public void portsChanged() {
                                duties.add(wiring::connectNew);
                            }

                            @Override
                            public void lost(String why) {
                                lostFor(why);
                            }
                        });
        duty = Thread.ofPlatform().daemon().name("eigentone jack").unstarted(this::duties);
    }

    @SuppressWarnings("MustBeClosedChecker") // It ends with the client.
    static JackStream open(
            @Nullable String server,
            StreamRequest request,
            AudioCallback callback,
            StreamListener listener)
            throws DeviceException {
        return Patience.within(
                OPEN_MILLIS,
                "opening a JACK client",
                () -> {
                    long client = JackConnection.open(request.clientName(), server);
                    Arena arena = Arena.ofShared();
                    JackStream stream = null;
                    try {
                        askForBlocks(client, request.blockFrames());
                        String name = JackConnection.name(server);
                        stream = new JackStream(client, name, request, callback, listener, arena);
                        stream.start(request.connect());
                        return stream;
                    } catch (IllegalStateException e) {
                        if (stream == null) {
                            JackConnection.close(client, () -> null, arena);
                        } else {
                            stream.release();
                        }
                        throw new DeviceException("JACK: " + e.getMessage(), e);
                    }
                },
                JackStream::close);
    }

    /// The server may refuse; [#info()] tells.
    private static void askForBlocks(long client, int frames) {
        if (frames != 0 && frames != JackLibrary.of("jack_get_buffer_size", client)) {
            JackLibrary.of("jack_set_buffer_size", client, frames);
        }
    }

    private void start(boolean connect) {
        MemorySegment process = JackLibrary.stub(MethodHandles.lookup(), cycle, "process", arena);
        JackLibrary.setCallback("jack_set_process_callback", client, process);
        notices.register(client, connect, arena);
        warmUp(process);
        JackLibrary.check("jack_activate", JackLibrary.of("jack_activate", client));
        if (connect) {
            wiring.connectNew();
        }
        duty.start();
    }

    private void warmUp(MemorySegment process) {
        MethodHandle caller = JackLibrary.caller(process);
        long frames = notices.blockFrames();
        cycle.warmUp(
                () -> {
                    try {
                        long ignored = (long) caller.invokeExact(frames, 0L, 0L);
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                },
                WARM_UP_CYCLES);
    }

    private void lostFor(String why) {
        duties.add(() -> {
            Thread closing = release();
            if (closing != null) {
                // The callback ends soon; JACK may take its time to close, the news must not.
                long until = System.nanoTime() + LAST_CALLBACK_NANOS;
                while (cycle.isBusy() && System.nanoTime() - until < 0) {
                    Thread.onSpinWait();
                }
                listener.lost("JACK server '%s': %s".formatted(server, why));
            }
        });
    }

    /// Not every server says that it ends: PipeWire's library does not, nor does one that hangs. In
    /// freewheel a block may take any time, and what the callback takes is not the server's.
    private void watch() {
        long cycles = cycle.cycles();
        if (cycles != seenCycles || notices.isFreewheel() || cycle.isBusy()) {
            seenCycles = cycles;
            seenNanos = System.nanoTime();
        } else if (System.nanoTime() - seenNanos > SILENCE_NANOS) {
            lostFor("it no longer calls back");
        }
    }

    private void duties() {
        seenNanos = System.nanoTime();
        try {
            while (!closed.get()) {
                watch();
                Runnable next = duties.poll(WATCH_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null && !closed.get()) {
                    run(next);
                }
                Throwable fault = cycle.fault();
                if (fault != null) {
                    lostFor("the instrument failed: " + fault);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It was closed.
        }
    }

    /// What a listener throws must not keep the news of the stream's end from being told.
    private static void run(Runnable next) {
        try {
            next.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// Lets JACK's client go, once.
    ///
    /// JACK ends its threads by asynchronous cancellation. One that is hit inside Java never comes
    /// to a safepoint, and the whole JVM stands still. So the next callback ends the thread itself,
    /// and JACK is asked to close when it has; where no callback comes, the thread waits outside
    /// Java. It is closed whenever a callback that takes long comes back.
    ///
    /// @return the thread that does it, for who wants to wait; null when it was let go before
    private @Nullable Thread release() {
        if (!closed.compareAndSet(false, true)) {
            return null;
        }
        cycle.end();
        return JackConnection.close(
                client,
                () -> {
                    long until = System.nanoTime() + LAST_CALLBACK_NANOS;
                    while (cycle.isBusy() || (!cycle.isOver() && System.nanoTime() - until < 0)) {
                        Thread.sleep(1);
                    }
                    wiring.end();
                    return null;
                },
                arena);
    }

    @Override
    public StreamInfo info() {
        return new StreamInfo(
                JackBackend.ID,
                server,
                notices.rateHz(),
                notices.blockFrames(),
                ports.inputs().length,
                ports.outputs().length,
                notices.latencyFrames(JackLibrary.CAPTURE),
                notices.latencyFrames(JackLibrary.PLAYBACK));
    }

    @Override
    public long xruns() {
        return notices.xruns();
    }

    @Override
    public @Nullable Thread audioThread() {
        return cycle.thread();
    }

    @Override
    public long droppedMidi() {
        return cycle.droppedMidi();
    }

    @Override
    public void close() {
        Thread closing = release();
        if (closing != null) {
            Threads.join(closing, CLOSE_MILLIS);
        }
        if (Thread.currentThread() != duty) {
            duty.interrupt();
        }
    }
}
