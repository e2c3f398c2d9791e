package eigentone.audioio.device;

import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;
import java.util.concurrent.atomic.AtomicLong;
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
    /// clocks. What has piled up beyond two blocks is thrown away, so that latency does not grow.
    private void read() {
        TargetDataLine input = lines.input();
        if (input == null) {
            return;
        }
        if (input.available() < inBytes.length) {
            java.util.Arrays.fill(inBytes, (byte) 0);
            if (began) {
                xruns.getAndIncrement();
            }
            return;
        }
        while (input.available() >= 3 * inBytes.length) {
            input.read(inBytes, 0, inBytes.length);
            xruns.getAndIncrement();
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
        // An empty buffer is one that the device has played to its end.
        if (began && lines.output().available() >= lines.output().getBufferSize()) {
            xruns.getAndIncrement();
        }
        began = true;
        return lines.output().write(outBytes, 0, outBytes.length) == outBytes.length;
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
