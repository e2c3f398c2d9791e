package eigentone.audioio.device;

import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/// A thread that fills a line of Java Sound, block by block; the line's buffer sets the pace.
final class JavaSoundStream implements AudioStream {
    private static final long CLOSE_MILLIS = 1500;

    private final JavaSoundLines lines;
    private final StreamInfo info;
    private final AudioCallback callback;
    private final StreamListener listener;
    private final float[][] in;
    private final float[][] out;
    private final byte[] inBytes;
    private final byte[] outBytes;
    private final MidiArrivals arrivals = new MidiArrivals();
    private final @Nullable JavaSoundMidi midi;
    private final MidiBlock midiIn = new MidiBlock(JackCycle.MIDI_MESSAGES);
    private final MidiBlock midiOut = new MidiBlock(JackCycle.MIDI_MESSAGES);
    private final Transport transport = new Transport();
    private final Thread thread;
    private final AtomicLong xruns = new AtomicLong();
    private volatile boolean ended;
    private volatile boolean began;
    private boolean listening;
    private boolean filled;

    /// @param connect whether MIDI devices are listened to
    JavaSoundStream(
            JavaSoundLines lines,
            boolean connect,
            AudioCallback callback,
            StreamListener listener) {
        this.lines = lines;
        this.callback = callback;
        this.listener = listener;
        int frames = lines.blockFrames();
        info =
                new StreamInfo(
                        JavaSoundBackend.ID,
                        lines.mixer(),
                        lines.rateHz(),
                        frames,
                        lines.inputChannels(),
                        lines.outputChannels(),
                        lines.inputLatencyFrames(),
                        lines.outputLatencyFrames());
        in = new float[lines.inputChannels()][frames];
        out = new float[lines.outputChannels()][frames];
        inBytes = new byte[frames * in.length * lines.inputBytes()];
        outBytes = new byte[frames * out.length * lines.bytes()];
        midi = connect ? new JavaSoundMidi(arrivals) : null;
        thread = Thread.ofPlatform().daemon().name("eigentone javasound").unstarted(this::run);
        thread.setPriority(Thread.MAX_PRIORITY);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            lines.start();
            while (!ended) {
                read();
                block();
                if (!write()) {
                    break;
                }
            }
            if (!ended) {
                lose("the device went");
            }
        } catch (RuntimeException | Error e) {
            // The callback's or the line's: neither should throw.
            lose("failed: " + e);
        }
    }

    private void lose(String why) {
        release();
        listener.lost("Java Sound device '%s': %s".formatted(lines.mixer(), why));
    }

    /// Takes a block when there is one: the output sets the pace, and the two may run by different
    /// clocks, or in bursts. So reading begins when half the buffer is full, begins anew when it
    /// has run dry, and throws away what would run over.
    private void read() {
        TargetDataLine input = lines.input();
        if (input == null) {
            return;
        }
        int waiting = input.available();
        int half = input.getBufferSize() / 2;
        if (waiting < (listening ? inBytes.length : half)) {
            if (listening) {
                listening = false;
                xruns.getAndIncrement();
            }
            Arrays.fill(inBytes, (byte) 0);
            return;
        }
        listening = true;
        if (waiting + inBytes.length > input.getBufferSize()) {
            xruns.getAndIncrement();
            for (; waiting > half; waiting -= inBytes.length) {
                input.read(inBytes, 0, inBytes.length);
            }
        }
        input.read(inBytes, 0, inBytes.length);
    }

    @AudioThread
    private void block() {
        int frames = lines.blockFrames();
        midiIn.clear();
        midiOut.clear();
        arrivals.take(System.nanoTime(), frames, info.rateHz(), midiIn);
        PcmBytes.decode(inBytes, frames, lines.inputBytes(), in);
        callback.process(in, out, frames, midiIn, midiOut, transport);
        PcmBytes.encode(out, frames, lines.bytes(), outBytes);
    }

    /// @return false when the line takes no more
    private boolean write() {
        SourceDataLine output = lines.output();
        // An empty buffer is one that the device has played to its end.
        if (filled && output.available() >= output.getBufferSize()) {
            xruns.getAndIncrement();
            filled = false;
        }
        began = true;
        boolean taken = output.write(outBytes, 0, outBytes.length) == outBytes.length;
        filled |= output.available() < output.getBufferSize() / 2;
        return taken;
    }

    private void release() {
        ended = true;
        if (midi != null) {
            midi.close();
        }
        lines.close();
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
    public long droppedMidi() {
        return arrivals.refused() + midiIn.refused();
    }

    @Override
    public @Nullable Thread audioThread() {
        return began ? thread : null;
    }

    /// Lines are closed by a thread of their own: some drivers wait for what they have to play.
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            Patience.within(
                    CLOSE_MILLIS,
                    "closing Java Sound's lines",
                    () -> {
                        release();
                        return "";
                    });
        } catch (DeviceException e) {
            return; // It hangs: the end of the program ends it.
        }
        if (Thread.currentThread() != thread) {
            Threads.join(thread, 2000 - CLOSE_MILLIS);
        }
    }
}
