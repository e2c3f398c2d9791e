package eigentone.audioio.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// A 32-bit float WAV file of a performance, which can be read at any moment.
///
/// [#flush()] makes the header count what has been appended; it never counts what is not there. A
/// file that outgrows 4 GiB becomes RF64 in place. What a kill or a power cut leaves is said by
/// [GrowingFile]. One thread at a time, never the audio thread.
public final class RecordingWriter implements Closeable {
    private static final int BUFFER_FRAMES = 8192;

    private final GrowingFile file;
    private final WavLayout layout;
    private final long riffMaxBytes;
    private final ByteBuffer buffer;
    private long frames;
    private long flushed;

    /// @param target must not exist yet
    /// @param channels 1..64
    /// @param sampleRateHz whole Hz, 1..1,536,000
    /// @throws IOException if it exists, or cannot be written
    public RecordingWriter(Path target, int channels, int sampleRateHz) throws IOException {
        this(target, channels, sampleRateHz, WavLayout.RIFF_MAX_BYTES);
    }

    /// @param riffMaxBytes above this the file is RF64; a test makes it small
    RecordingWriter(Path target, int channels, int sampleRateHz, long riffMaxBytes)
            throws IOException {
        SoundLimits.checkChannels(channels);
        SoundLimits.checkRate(sampleRateHz);
        this.riffMaxBytes = riffMaxBytes;
        layout = new WavLayout(SoundFormat.WAV_FLOAT32, channels, sampleRateHz);
        buffer =
                ByteBuffer.allocate(BUFFER_FRAMES * layout.frameBytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        file = new GrowingFile(target);
        writeHeader();
    }

    /// Appends `count` frames; NaN and infinity are written as 0, as readers take them.
    ///
    /// @throws IOException if the disk is full or fails; what was flushed stays readable
    public void append(float[] interleaved, int count) throws IOException {
        int channels = layout.channels();
        for (int from = 0; from < count; from += BUFFER_FRAMES) {
            int to = Math.min(count, from + BUFFER_FRAMES);
            buffer.clear();
            for (int i = from * channels; i < to * channels; i++) {
                float x = interleaved[i];
                buffer.putFloat(Float.isFinite(x) ? x : 0);
            }
            file.append(buffer.flip());
            frames += to - from;
        }
    }

    /// Makes the header count what has been appended: cheap, it does not wait for the device.
    public void flush() throws IOException {
        if (frames > flushed) {
            writeHeader();
        }
    }

    private void writeHeader() throws IOException {
        file.writeAt(0, layout.header(frames, riffMaxBytes));
        flushed = frames;
    }

    /// Flushes, and waits until the device has it.
    public void sync() throws IOException {
        flush();
        file.sync();
    }

    /// Frames appended so far.
    public long frames() {
        return frames;
    }

    /// Flushes and closes.
    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
