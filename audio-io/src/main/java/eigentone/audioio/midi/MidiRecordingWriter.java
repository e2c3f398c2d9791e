package eigentone.audioio.midi;

import eigentone.audioio.file.GrowingFile;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A Standard MIDI File of a performance, type 0, which can be read after every [#flush()].
///
/// A tick is a frame wherever the rate allows it (that is, at all usual ones), so that nothing is
/// rounded; the tempo is a fixed one and says nothing about the music. What a kill or a power cut
/// leaves is said by [GrowingFile]. One thread at a time, never the audio thread.
public final class MidiRecordingWriter implements Closeable {
    private static final int MAX_DIVISION = 32_767;
    private static final int TRACK_START = 22;

    /// The longest gap that the format can say; a longer one is bridged by empty texts.
    private static final long MAX_GAP = 0x0fff_ffff;

    private final GrowingFile file;
    private final double ticksPerFrame;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long tick;
    private long end = TRACK_START;

    /// @param target must not exist yet
    /// @param framesPerSecond of the frames that messages have
    public MidiRecordingWriter(Path target, double framesPerSecond) throws IOException {
        // A beat of 1, 1/2, 1/4 ... s, so that its ticks fit.
        int beatsPerSecond = 1;
        while (framesPerSecond / beatsPerSecond > MAX_DIVISION) {
            beatsPerSecond *= 2;
        }
        int division = (int) Math.rint(framesPerSecond / beatsPerSecond);
        ticksPerFrame = division * beatsPerSecond / framesPerSecond;
        file = new GrowingFile(target);
        ByteBuffer header = ByteBuffer.allocate(TRACK_START);
        header.put("MThd".getBytes(StandardCharsets.US_ASCII)).putInt(6);
        header.putShort((short) 0).putShort((short) 1).putShort((short) division);
        header.put("MTrk".getBytes(StandardCharsets.US_ASCII)).putInt(0);
        file.append(header.flip());
        int micros = 1_000_000 / beatsPerSecond;
        waiting.writeBytes(
                new byte[] {
                    0,
                    (byte) 0xff,
                    0x51,
                    3,
                    (byte) (micros >> 16),
                    (byte) (micros >> 8),
                    (byte) micros
                });
        flush();
    }

    /// Takes a channel message; others have no place in a file and are left out.
    ///
    /// @param frame not before the last message's
    /// @param status with the channel in its low four bits
    public void message(long frame, int status, int data1, int data2) {
        if (status < 0x80 || status > 0xef) {
            return;
        }
        long at = Math.max(tick, Math.round(frame * ticksPerFrame));
        while (at - tick > MAX_GAP) {
            variable(MAX_GAP);
            waiting.writeBytes(new byte[] {(byte) 0xff, 0x01, 0});
            tick += MAX_GAP;
        }
        variable(at - tick);
        tick = at;
        waiting.write(status);
        waiting.write(data1);
        if (TimedMidi.dataBytes(status) == 2) {
            waiting.write(data2);
        }
    }

    private void variable(long value) {
        for (int shift = 21; shift > 0; shift -= 7) {
            if (value >> shift != 0) {
                waiting.write((int) (value >> shift & 0x7f) | 0x80);
            }
        }
        waiting.write((int) (value & 0x7f));
    }

    /// Puts what was taken into the file: over the track's end mark, with a new one behind it.
    public void flush() throws IOException {
        if (waiting.size() == 0) {
            return;
        }
        long next = end + waiting.size();
        waiting.writeBytes(new byte[] {0, (byte) 0xff, 0x2f, 0});
        file.writeAt(end, waiting.toByteArray());
        file.writeAt(
                TRACK_START - 4,
                ByteBuffer.allocate(4).putInt((int) (next + 4 - TRACK_START)).array());
        end = next;
        waiting.reset();
    }

    /// Flushes and closes.
    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
