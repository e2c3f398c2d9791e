package eigentone.audioio.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Builds RIFF and IFF files byte by byte, right or wrong as a test wants them.
final class Chunks {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;

    private Chunks(ByteOrder order) {
        this.order = order;
    }

    static Chunks little() {
        return new Chunks(ByteOrder.LITTLE_ENDIAN);
    }

    static Chunks big() {
        return new Chunks(ByteOrder.BIG_ENDIAN);
    }

    Chunks tag(String tag) {
        out.writeBytes(tag.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Chunks u8(int... values) {
        for (int v : values) {
            out.write(v);
        }
        return this;
    }

    Chunks u16(int... values) {
        for (int v : values) {
            out.writeBytes(ByteBuffer.allocate(2).order(order).putShort((short) v).array());
        }
        return this;
    }

    Chunks u32(long... values) {
        for (long v : values) {
            out.writeBytes(ByteBuffer.allocate(4).order(order).putInt((int) v).array());
        }
        return this;
    }

    Chunks u64(long... values) {
        for (long v : values) {
            out.writeBytes(ByteBuffer.allocate(8).order(order).putLong(v).array());
        }
        return this;
    }

    /// `RIFF`, size and `WAVE`.
    Chunks wave(long riffBytes) {
        return tag("RIFF").u32(riffBytes).tag("WAVE");
    }

    /// A plain `fmt ` chunk.
    Chunks format(int tag, int channels, long rateHz, int bits) {
        int frameBytes = channels * ((bits + 7) / 8);
        return tag("fmt ")
                .u32(16)
                .u16(tag, channels)
                .u32(rateHz, rateHz * frameBytes)
                .u16(frameBytes, bits);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
