package eigentone.engine.event;

import eigentone.engine.AudioThread;

/// The MIDI messages of one block of frames, in the order of their frames: into the instrument, or
/// out of it.
///
/// Channel messages and system messages of up to three bytes; system exclusive ones are left out.
/// Owned by the audio thread.
@AudioThread
public final class MidiBlock {
    private final int[] offset;
    private final int[] message;
    private int count;
    private long refused;

    /// @param capacity messages a block; more are refused and counted
    public MidiBlock(int capacity) {
        offset = new int[capacity];
        message = new int[capacity];
    }

    /// A message as one number: status, first and second data byte from the top down.
    public static int message(int status, int data1, int data2) {
        return (status & 0xff) << 16 | (data1 & 0x7f) << 8 | (data2 & 0x7f);
    }

    public void clear() {
        count = 0;
    }

    /// Adds a message; false, and counted, when the block is full.
    ///
    /// @param atFrame from the block's start, not before the message added last
    public boolean add(int atFrame, int status, int data1, int data2) {
        if (count == offset.length) {
            refused++;
            return false;
        }
        offset[count] = atFrame;
        message[count++] = message(status, data1, data2);
        return true;
    }

    public int count() {
        return count;
    }

    /// Frames from the block's start.
    public int offset(int i) {
        return offset[i];
    }

    /// As [#message(int, int, int)] makes it.
    public int message(int i) {
        return message[i];
    }

    /// How many bytes a message has: 1, 2 or 3.
    public static int bytes(int status) {
        int high = status & 0xf0;
        if (high == 0xf0) {
            return status == 0xf1 || status == 0xf3 ? 2 : status == 0xf2 ? 3 : 1;
        }
        return high == 0xc0 || high == 0xd0 ? 2 : 3;
    }

    /// Messages that found the block full, since the start.
    public long refused() {
        return refused;
    }
}
