package eigentone.audioio.device;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One cycle of JACK's graph: sound and MIDI from the ports into arrays, the callback, and back.
final class JackCycle {
    /// Messages a block: a MIDI cable carries a thousand in a second.
    static final int MIDI_MESSAGES = 1024;

    private final long client;
    private final JackPorts ports;
    private final long event;
    private final long position;
    private final MidiBlock midiIn = new MidiBlock(MIDI_MESSAGES);
    private final MidiBlock midiOut = new MidiBlock(MIDI_MESSAGES);
    private final Transport transport = new Transport();
    private long midiSource;
    private AudioCallback callback;

    /// Read once a cycle: JACK changes the block size from another of its threads, between cycles.
    private volatile Blocks blocks;

    private volatile boolean ended;
    private volatile boolean busy;
    private volatile boolean over;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Throwable fault;
    private volatile long droppedMidi;
    private final AtomicLong cycles = new AtomicLong();
    private long unsent;

    private record Blocks(float[][] in, float[][] out, int frames) {}

    JackCycle(long client, JackPorts ports, AudioCallback callback, Arena arena, int frames) {
        this.client = client;
        this.ports = ports;
        this.callback = callback;
        midiSource = ports.midiIn();
        event = arena.allocate(JackLibrary.MIDI_EVENT_BYTES, 8).address();
        position = arena.allocate(JackLibrary.POSITION_BYTES, 8).address();
        blocks = blocks(frames);
    }

    private Blocks blocks(int frames) {
        return new Blocks(
                new float[ports.inputs().length][frames],
                new float[ports.outputs().length][frames],
                frames);
    }

    /// Makes room for blocks of another size. Not on the audio thread.
    void resize(int frames) {
        blocks = blocks(frames);
    }

    /// What JACK calls, through a stub.
    ///
    /// @return 0; anything else takes the client out of the graph and ends JACK's thread, which is
    ///   how it is to end: outside Java
    @AudioThread
    long process(long nframes, long b, long c) {
        int frames = (int) nframes;
        busy = true;
        cycles.setRelease(cycles.getPlain() + 1);
        if (ended) {
            silence(frames);
        } else {
            try {
                cycle(frames);
            } catch (Throwable e) {
                // An exception that leaves an upcall ends the whole program.
                fault = e;
                ended = true;
                silence(frames);
            }
        }
        busy = false;
        if (ended) {
            over = true;
            return 1;
        }
        return 0;
    }

    @AudioThread
    private void cycle(int frames) {
        Thread current = Thread.currentThread();
        if (thread != current) {
            thread = current;
        }
        Blocks a = blocks;
        if (frames > a.frames) {
            silence(frames);
            return;
        }
        for (int c = 0; c < a.in.length; c++) {
            long from = JackLibrary.portGetBuffer(ports.inputs()[c], frames);
            MemorySegment.copy(JackLibrary.MEMORY, JAVA_FLOAT, from, a.in[c], 0, frames);
        }
        takeMidi(frames);
        JackLibrary.transportQuery(client, position, transport);
        callback.process(a.in, a.out, frames, midiIn, midiOut, transport);
        for (int c = 0; c < a.out.length; c++) {
            long to = JackLibrary.portGetBuffer(ports.outputs()[c], frames);
            MemorySegment.copy(a.out[c], 0, JackLibrary.MEMORY, JAVA_FLOAT, to, frames);
        }
        sendMidi(frames);
        long dropped = midiIn.refused() + midiOut.refused() + unsent;
        if (dropped != droppedMidi) {
            droppedMidi = dropped;
        }
    }

    @AudioThread
    private void takeMidi(int frames) {
        midiIn.clear();
        long buffer = JackLibrary.portGetBuffer(midiSource, frames);
        int count = JackLibrary.midiGetEventCount(buffer);
        for (int i = 0; i < count; i++) {
            if (JackLibrary.midiEventGet(event, buffer, i) != 0) {
                continue;
            }
            int size = (int) Math.min(4, JackLibrary.eventSize(event));
            int status = size == 0 ? 0 : JackLibrary.eventByte(event, 0);
            // System exclusive messages, and bytes that are no message, have no place in a block.
            if (status < 0x80 || status == 0xf0 || size != MidiBlock.bytes(status)) {
                continue;
            }
            int at = Math.min(frames - 1, JackLibrary.eventTime(event));
            midiIn.add(
                    at,
                    status,
                    size > 1 ? JackLibrary.eventByte(event, 1) : 0,
                    size > 2 ? JackLibrary.eventByte(event, 2) : 0);
        }
    }

    @AudioThread
    private void sendMidi(int frames) {
        long buffer = JackLibrary.portGetBuffer(ports.midiOut(), frames);
        JackLibrary.midiClearBuffer(buffer);
        for (int i = 0; i < midiOut.count(); i++) {
            int message = midiOut.message(i);
            int bytes = MidiBlock.bytes(message >> 16);
            int at = Math.clamp(midiOut.offset(i), 0, frames - 1);
            long to = JackLibrary.midiEventReserve(buffer, at, bytes);
            if (to == 0) {
                unsent++;
                continue;
            }
            for (int b = 0; b < bytes; b++) {
                JackLibrary.MEMORY.set(JAVA_BYTE, to + b, (byte) (message >> (16 - 8 * b)));
            }
        }
        midiOut.clear();
    }

    /// Nobody else clears what a port held before.
    @AudioThread
    private void silence(int frames) {
        for (long port : ports.outputs()) {
            long to = JackLibrary.portGetBuffer(port, frames);
            for (int i = 0; i < frames; i++) {
                JackLibrary.MEMORY.set(JAVA_FLOAT, to + 4L * i, 0);
            }
        }
        JackLibrary.midiClearBuffer(JackLibrary.portGetBuffer(ports.midiOut(), frames));
    }

    /// Runs cycles without the callback, as JACK would, until they are compiled: cold, the first
    /// one takes longer than a period, and the first message allocates. What a cycle sends comes
    /// back in the next one.
    void warmUp(Runnable oneCycle, int cycles) {
        AudioCallback real = callback;
        callback = JackCycle::rest;
        midiSource = ports.midiOut();
        for (int i = 0; i < cycles; i++) {
            oneCycle.run();
        }
        midiSource = ports.midiIn();
        unsent = 0;
        droppedMidi = 0;
        callback = real;
        thread = null;
    }

    @AudioThread
    private static void rest(
            float[][] in,
            float[][] out,
            int frames,
            MidiBlock midiIn,
            MidiBlock midiOut,
            Transport transport) {
        for (float[] channel : out) {
            Arrays.fill(channel, 0, frames, 0);
        }
        midiOut.add(0, 0x90, 60, 1);
        midiOut.add(frames - 1, 0xd0, 1, 0);
    }

    /// Ends the calls of the callback; one may still run.
    void end() {
        ended = true;
    }

    /// How often JACK has called.
    long cycles() {
        return cycles.getAcquire();
    }

    /// Whether JACK's thread has been told to end, and has left Java for good.
    boolean isOver() {
        Thread t = thread;
        return over && (t == null || !t.isAlive());
    }

    boolean isBusy() {
        return busy;
    }

    @Nullable Thread thread() {
        return thread;
    }

    /// What the callback threw: it is not called again.
    @Nullable Throwable fault() {
        return fault;
    }

    long droppedMidi() {
        return droppedMidi;
    }
}
