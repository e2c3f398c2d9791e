package eigentone.audioio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/// Writes 16 and 24-bit FLAC. Source: RFC 9639; blocks of 4096 frames as other encoders have them.
///
/// The encoder is our own: javaFlacEncoder 0.3.7 fails on a last block of 1 to 4 frames and prints
/// on blocks of noise.
final class FlacWriter implements SoundWriter {
    /// STREAMINFO has 20 bits for the rate.
    static final int MAX_RATE_HZ = (1 << 20) - 1;

    private static final int BLOCK_FRAMES = 4096;

    private final int channels;
    private final int sampleRateHz;
    private final int bits;
    private final Quantizer quantizer;
    private final FlacFrame encoder;
    private final MessageDigest md5;
    private final int[][] block;
    private final byte[] interleaved;
    private final SafeWrite out;
    private int blockFrames;
    private long frames;
    private long blocks;
    private int smallestBytes = 0xff_ffff;
    private int largestBytes;

    FlacWriter(Path target, SoundFormat format, int channels, int sampleRateHz, Dither dither)
            throws IOException {
        if (sampleRateHz > MAX_RATE_HZ) {
            throw new IllegalArgumentException(
                    "sound format '"
                            + format.id()
                            + "': expected 1.."
                            + MAX_RATE_HZ
                            + " Hz, got "
                            + sampleRateHz
                            + " Hz; try wav24");
        }
        this.channels = channels;
        this.sampleRateHz = sampleRateHz;
        this.bits = format.bits();
        this.quantizer = new Quantizer(bits, dither);
        this.encoder = new FlacFrame(channels, sampleRateHz, bits, BLOCK_FRAMES);
        this.md5 = md5();
        this.block = new int[channels][BLOCK_FRAMES];
        this.interleaved = new byte[BLOCK_FRAMES * channels * bits / 8];
        this.out = SafeWrite.open(target);
        byte[] head = head();
        try {
            out.write(head, 0, head.length);
        } catch (IOException e) {
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
                    block[c][blockFrames + i] = quantizer.code(planar[c][at + i], c, frames + i);
                }
            }
            blockFrames += step;
            frames += step;
            at += step;
            if (blockFrames == BLOCK_FRAMES) {
                flushBlock();
            }
        }
    }

    @Override
    public void commit() throws IOException {
        if (blockFrames > 0) {
            flushBlock();
        }
        byte[] head = head();
        System.arraycopy(md5.digest(), 0, head, head.length - 16, 16);
        out.writeAt(0, head);
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

    private void flushBlock() throws IOException {
        FlacBits frame = encoder.encode(block, blockFrames, blocks);
        out.write(frame.bytes(), 0, frame.size());
        smallestBytes = Math.min(smallestBytes, frame.size());
        largestBytes = Math.max(largestBytes, frame.size());
        int at = 0;
        for (int i = 0; i < blockFrames; i++) {
            for (int c = 0; c < channels; c++) {
                for (int b = 0; b < bits; b += 8) {
                    interleaved[at++] = (byte) (block[c][i] >> b);
                }
            }
        }
        md5.update(interleaved, 0, at);
        blocks++;
        blockFrames = 0;
    }

    /// The stream's mark and STREAMINFO, the checksum still zero.
    private byte[] head() {
        ByteBuffer head = ByteBuffer.allocate(8 + FlacHeader.STREAM_INFO_BYTES);
        head.put("fLaC".getBytes(StandardCharsets.US_ASCII));
        head.putInt(1 << 31 | FlacHeader.STREAM_INFO_BYTES); // the only metadata block
        head.putShort((short) BLOCK_FRAMES).putShort((short) BLOCK_FRAMES);
        int smallest = blocks == 0 ? 0 : smallestBytes;
        head.put((byte) (smallest >> 16)).putShort((short) smallest);
        head.put((byte) (largestBytes >> 16)).putShort((short) largestBytes);
        head.putLong(
                (long) sampleRateHz << 44 | (channels - 1L) << 41 | (bits - 1L) << 36 | frames);
        return head.array();
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
