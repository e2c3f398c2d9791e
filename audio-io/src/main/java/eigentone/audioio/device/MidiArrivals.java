package eigentone.audioio.device;

import eigentone.engine.AudioThread;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;

/// MIDI messages on their way from the threads of MIDI devices to the blocks of an audio thread.
///
/// A message that arrives during one block is played in the next, at the place in it at which it
/// arrived: all are late by the same time, and none jumps to the beginning of a block.
final class MidiArrivals {
    private static final int CAPACITY = 1024;

    /// How far the clock of blocks follows a block that comes early or late: devices call for
    /// blocks in bursts.
    private static final double FOLLOW = 0.05;

    /// One ring for all devices; its frames are nanoseconds.
    private final EventQueue ring = new EventQueue(CAPACITY);

    private double blockNanos;
    private boolean began;

    /// From a device's thread. The lock is between devices only; the audio thread never takes it.
    synchronized void add(long nanos, int message) {
        ring.add(nanos, EventQueue.MIDI, message, 0, 0);
    }

    /// Puts into a block what arrived while the one before it was due.
    ///
    /// @param now when this block is asked for, as [System#nanoTime()]
    @AudioThread
    void take(long now, int frames, double rateHz, MidiBlock into) {
        double period = frames * 1e9 / rateHz;
        double due = blockNanos + period;
        if (!began || Math.abs(now - due) > 4 * period) {
            began = true;
            due = now;
        }
        blockNanos = due + FOLLOW * (now - due);
        double from = blockNanos - period;
        int last = 0;
        while (ring.hasNext() && ring.frame() < blockNanos) {
            int at = (int) ((ring.frame() - from) * rateHz / 1e9);
            last = Math.clamp(at, last, frames - 1);
            int message = ring.target();
            into.add(last, message >> 16, message >> 8 & 0x7f, message & 0x7f);
            ring.advance();
        }
    }

    /// Messages that found the ring full.
    long refused() {
        return ring.refused();
    }
}
