package eigentone.audioio.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicLong;

/// What JACK tells a client beside the audio thread, on a thread of its own that must neither wait
/// nor ask the server.
///
/// The methods that JACK calls have the arguments of JACK's own callback first, and return 0 where
/// it wants to know.
final class JackNotices {
    /// Who does what follows from a notice; not within the call.
    interface Reader {
        /// Before the first block of that size.
        void blockFrames(int frames);

        void portsChanged();

        void lost(String why);
    }

    private final int rateHz;
    private final JackPorts ports;
    private final Reader reader;
    private final AtomicLong xruns = new AtomicLong();
    private volatile int blockFrames;
    private volatile int inputLatencyFrames;
    private volatile int outputLatencyFrames;
    private volatile boolean freewheel;

    JackNotices(int rateHz, int blockFrames, JackPorts ports, Reader reader) {
        this.rateHz = rateHz;
        this.blockFrames = blockFrames;
        this.ports = ports;
        this.reader = reader;
    }

    /// Asks JACK for notices, before the client is active.
    ///
    /// @param ports whether those of other clients count
    void register(long client, boolean ports, Arena arena) {
        JackLibrary.setCallback("jack_set_thread_init_callback", client, Attach.STUB);
        on(client, "jack_set_xrun_callback", "xrun", arena);
        on(client, "jack_set_buffer_size_callback", "blockSize", arena);
        on(client, "jack_set_sample_rate_callback", "sampleRate", arena);
        on(client, "jack_set_latency_callback", "latency", arena);
        on(client, "jack_set_freewheel_callback", "freewheel", arena);
        if (ports) {
            on(client, "jack_set_port_registration_callback", "portChanged", arena);
        }
        JackLibrary.onInfoShutdown(client, stub("shutdown", arena));
    }

    private void on(long client, String function, String method, Arena arena) {
        JackLibrary.setCallback(function, client, stub(method, arena));
    }

    private MemorySegment stub(String method, Arena arena) {
        return JackLibrary.stub(MethodHandles.lookup(), this, method, arena);
    }

    long xrun(long a, long b, long c) {
        xruns.getAndIncrement();
        return 0;
    }

    long blockSize(long size, long b, long c) {
        int frames = (int) size;
        if (frames != blockFrames) {
            blockFrames = frames;
            reader.blockFrames(frames);
        }
        return 0;
    }

    /// The owner's instrument is made for one rate.
    long sampleRate(long rate, long b, long c) {
        if ((int) rate != rateHz) {
            reader.lost("the sample rate changed from %d to %d Hz".formatted(rateHz, (int) rate));
        }
        return 0;
    }

    long latency(long mode, long b, long c) {
        ports.passOnLatency((int) mode);
        if ((int) mode == JackLibrary.CAPTURE) {
            inputLatencyFrames = ports.latencyFrames(JackLibrary.CAPTURE);
        } else {
            outputLatencyFrames = ports.latencyFrames(JackLibrary.PLAYBACK);
        }
        return 0;
    }

    long freewheel(long starting, long b, long c) {
        freewheel = (int) starting != 0;
        return 0;
    }

    long portChanged(long port, long registered, long c) {
        reader.portsChanged();
        return 0;
    }

    long shutdown(long code, long reason, long c) {
        String text = JackLibrary.text(reason);
        reader.lost(text.isEmpty() ? "the server ended" : text);
        return 0;
    }

    /// Makes a thread one of Java's before it has to be in time. JACK also keeps this for a thread
    /// of its library, which outlives the client: so it lives for ever.
    static final class Attach {
        private static final MemorySegment STUB =
                JackLibrary.stub(
                        MethodHandles.lookup(), new Attach(), "threadBegins", Arena.global());

        long threadBegins(long a, long b, long c) {
            return 0;
        }
    }

    int rateHz() {
        return rateHz;
    }

    int blockFrames() {
        return blockFrames;
    }

    long xruns() {
        return xruns.get();
    }

    boolean isFreewheel() {
        return freewheel;
    }

    /// As JACK said last.
    int latencyFrames(int mode) {
        return mode == JackLibrary.CAPTURE ? inputLatencyFrames : outputLatencyFrames;
    }
}
