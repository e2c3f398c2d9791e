package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import net.sourceforge.javaflacencoder.EncodingConfiguration;
import net.sourceforge.javaflacencoder.FLACEncoder;
import net.sourceforge.javaflacencoder.FLACOutputStream;
import net.sourceforge.javaflacencoder.StreamConfiguration;

/// Writes 16 and 24-bit FLAC through javaFlacEncoder, on the calling thread.
final class FlacWriter implements SoundWriter {
    /// The usual block of FLAC encoders at 44.1 and 48 kHz, and the largest of the streamable subset.
    private static final int BLOCK_FRAMES = 4096;

    private final int channels;
    private final Quantizer quantizer;
    private final SafeWrite out;
    private final FLACEncoder encoder = new FLACEncoder();
    private final int[] block;
    private int blockFrames;
    private long frames;

    FlacWriter(Path target, SoundFormat format, int channels, int sampleRateHz, Dither dither)
            throws IOException {
        StreamConfiguration stream =
                new StreamConfiguration(
                        channels, BLOCK_FRAMES, BLOCK_FRAMES, sampleRateHz, format.bits());
        if (!stream.isValid() || stream.getSampleRate() != sampleRateHz) {
            throw new IllegalArgumentException(
                    "sound format '" + format.id() + "': expected 1.."
                            + StreamConfiguration.MAX_SAMPLE_RATE + " Hz, got " + sampleRateHz
                            + " Hz; try wav24");
        }
        this.channels = channels;
        this.quantizer = new Quantizer(format.bits(), dither);
        this.block = new int[BLOCK_FRAMES * channels];
        encoder.setStreamConfiguration(stream);
        encoder.setEncodingConfiguration(new EncodingConfiguration());
        this.out = SafeWrite.open(target);
        try {
            encoder.setOutputStream(new Sink(out));
            encoder.openFLACStream();
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public void write(float[][] planar, int from, int to) throws IOException {
        for (int c = 0; c < channels; c++) {
            Objects.checkFromToIndex(from, to, planar[c].length);
        }
        int at = from;
        while (at < to) {
            int step = Math.min(to - at, BLOCK_FRAMES - blockFrames);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < step; i++) {
                    block[(blockFrames + i) * channels + c] =
                            quantizer.code(planar[c][at + i], c, frames + i);
                }
            }
            blockFrames += step;
            frames += step;
            at += step;
            if (blockFrames == BLOCK_FRAMES) {
                encode(false);
            }
        }
    }

    @Override
    public void commit() throws IOException {
        encode(true);
        // The library writes the last block's size and remainders of frame sizes; all blocks but
        // the last have one size, and 0 means that frame sizes are not known (RFC 9639, 8.2).
        byte high = (byte) (BLOCK_FRAMES >> 8);
        byte low = (byte) BLOCK_FRAMES;
        out.writeAt(8, new byte[] {high, low, high, low, 0, 0, 0, 0, 0, 0});
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
        return quantizer.nonFiniteSamples();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void encode(boolean end) throws IOException {
        if (blockFrames > 0) {
            encoder.addSamples(block, blockFrames);
        }
        int done = encoder.encodeSamples(blockFrames, end);
        if (done != blockFrames) {
            throw new IllegalStateException(
                    "FLAC encoder: expected " + blockFrames + " frames encoded, got " + done
                            + "; try wav24");
        }
        blockFrames = 0;
    }

    /// The library's view of the output: it goes back once, to complete STREAMINFO.
    private static final class Sink implements FLACOutputStream {
        private final SafeWrite out;
        private long position;
        private long size;

        Sink(SafeWrite out) {
            this.out = out;
        }

        @Override
        public void write(byte b) throws IOException {
            write(new byte[] {b}, 0, 1);
        }

        @Override
        public int write(byte[] bytes, int from, int count) throws IOException {
            if (position == size) {
                out.write(bytes, from, count);
            } else {
                out.writeAt(position, Arrays.copyOfRange(bytes, from, from + count));
            }
            position += count;
            size = Math.max(size, position);
            return count;
        }

        @Override
        public long seek(long to) {
            position = to;
            return to;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public boolean canSeek() {
            return true;
        }

        @Override
        public long getPos() {
            return position;
        }
    }
}
