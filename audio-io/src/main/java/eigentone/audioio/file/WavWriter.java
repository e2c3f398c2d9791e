package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// Writes WAV: 16 and 24-bit PCM and 32-bit float, as RF64 when it outgrows 4 GiB.
final class WavWriter implements SoundWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    private final WavLayout layout;
    private final long riffMaxBytes;
    private final Quantizer quantizer;
    private final SafeWrite out;
    private final byte[] buffer;
    private long frames;
    private long nonFiniteFloats;

    /// @param riffMaxBytes above this the file is RF64; a test makes it small
    WavWriter(
            Path target,
            SoundFormat format,
            int channels,
            int sampleRateHz,
            Dither dither,
            long riffMaxBytes)
            throws IOException {
        this.layout = new WavLayout(format, channels, sampleRateHz);
        this.riffMaxBytes = riffMaxBytes;
        this.quantizer = new Quantizer(format.bits(), dither);
        this.buffer = new byte[BUFFER_BYTES / layout.frameBytes() * layout.frameBytes()];
        this.out = SafeWrite.open(target);
        byte[] header = layout.header(0, riffMaxBytes);
        try {
            out.write(header, 0, header.length);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public void write(float[][] planar, int from, int to) throws IOException {
        for (int c = 0; c < layout.channels(); c++) {
            Objects.checkFromToIndex(from, to, planar[c].length);
        }
        int frameBytes = layout.frameBytes();
        int at = from;
        while (at < to) {
            int step = Math.min(to - at, buffer.length / frameBytes);
            for (int c = 0; c < layout.channels(); c++) {
                encode(planar[c], at, step, c);
            }
            out.write(buffer, 0, step * frameBytes);
            frames += step;
            at += step;
        }
    }

    @Override
    public void commit() throws IOException {
        if ((frames * layout.frameBytes() & 1) != 0) {
            out.write(new byte[1], 0, 1); // chunks are padded to even length
        }
        out.writeAt(0, layout.header(frames, riffMaxBytes));
        out.commit();
    }

    @Override
    public long framesWritten() {
        return frames;
    }

    @Override
    public long clippedSamples() {
        return quantizer.clippedSamples();
    }

    @Override
    public long nonFiniteSamples() {
        return nonFiniteFloats + quantizer.nonFiniteSamples();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /// Puts one channel of `count` frames into the interleaved buffer, little-endian.
    private void encode(float[] samples, int from, int count, int channel) {
        int bytes = layout.format().bits() / 8;
        int p = channel * bytes;
        for (int i = 0; i < count; i++, p += layout.frameBytes()) {
            float sample = samples[from + i];
            int code =
                    layout.format().integer()
                            ? quantizer.code(sample, channel, frames + i)
                            : floatBits(sample);
            for (int b = 0; b < bytes; b++) {
                buffer[p + b] = (byte) (code >> (8 * b));
            }
        }
    }

    private int floatBits(float sample) {
        if (!Float.isFinite(sample)) {
            nonFiniteFloats++;
            return 0;
        }
        return Float.floatToRawIntBits(sample);
    }
}
