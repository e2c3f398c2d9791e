package eigentone.audioio.device;

import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a stream calls in place of the instrument: it lets the stream through, or plays silence.
///
/// All gates of one instrument share the [Room]: whatever the streams do, one thread at a time is
/// in the instrument.
final class Gate implements AudioCallback {
    /// What the gates of one instrument have in common.
    static final class Room {
        private final AtomicBoolean taken = new AtomicBoolean();
        final AtomicLong faults = new AtomicLong();
    }

    private final Room room;
    private volatile @Nullable AudioCallback inside;

    Gate(Room room) {
        this.room = room;
    }

    void open(AudioCallback callback) {
        inside = callback;
    }

    void shut() {
        inside = null;
    }

    @Override
    @AudioThread
    public void process(
            float[][] in,
            float[][] out,
            int frames,
            MidiBlock midiIn,
            MidiBlock midiOut,
            Transport transport) {
        AudioCallback callback = inside;
        if (callback == null || !room.taken.compareAndSet(false, true)) {
            silence(out, frames);
            return;
        }
        try {
            callback.process(in, out, frames, midiIn, midiOut, transport);
        } catch (Throwable e) {
            // It must not throw; if it does, the next block may be better than no stream at all.
            room.faults.getAndIncrement();
            silence(out, frames);
            midiOut.clear();
        }
        room.taken.setRelease(false);
    }

    @AudioThread
    private static void silence(float[][] out, int frames) {
        for (float[] channel : out) {
            Arrays.fill(channel, 0, frames, 0);
        }
    }
}
