package eigentone.audioio.file;

import java.io.IOException;
import java.util.Objects;

/// Streams the uncompressed samples of a WAV or AIFF file. One thread at a time.
final class PcmReader implements SoundReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ByteSource source;
    private final PcmLayout layout;
    private final byte[] buffer;
    private long framesRead;
    private long nonFinite;

    PcmReader(ByteSource source, PcmLayout layout) throws IOException {
        this.source = source;
        this.layout = layout;
        this.buffer = new byte[BUFFER_BYTES / layout.frameBytes() * layout.frameBytes()];
        source.seek(layout.dataStart());
    }

    @Override
    public double sampleRateHz() {
        return layout.sampleRateHz();
    }

    @Override
    public int channels() {
        return layout.channels();
    }

    @Override
    public long frames() {
        return layout.frames();
    }

    @Override
    public long missingFrames() {
        return layout.missingFrames();
    }

    @Override
    public String description() {
        return layout.kind() + " " + layout.codec().description();
    }

    @Override
    public long nonFiniteSamples() {
        return nonFinite;
    }

    @Override
    public int read(float[][] planar, int offset, int frames) throws IOException {
        for (int c = 0; c < layout.channels(); c++) {
            Objects.checkFromIndexSize(offset, frames, planar[c].length);
        }
        int wanted = (int) Math.min(frames, layout.frames() - framesRead);
        int done = 0;
        while (done < wanted) {
            int step = Math.min(wanted - done, buffer.length / layout.frameBytes());
            if (source.read(buffer, 0, step * layout.frameBytes()) < step * layout.frameBytes()) {
                throw source.truncated("frame " + (framesRead + done));
            }
            decode(planar, offset + done, step);
            done += step;
        }
        framesRead += done;
        return done;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private void decode(float[][] planar, int at, int count) {
        SampleCodec codec = layout.codec();
        for (int c = 0; c < layout.channels(); c++) {
            codec.decode(buffer, c * codec.bytes(), layout.frameBytes(), planar[c], at, count);
            if (codec.isFloat()) {
                silenceNonFinite(planar[c], at, count);
            }
        }
    }

    private void silenceNonFinite(float[] samples, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if (!Float.isFinite(samples[i])) {
                samples[i] = 0;
                nonFinite++;
            }
        }
    }
}
